// The daily edition by e-mail, from the front page to the letter and back: asked for, confirmed, read, and stopped.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { editionStep } from '../../src/jobs/edition-mail.ts'
import { mailStep } from '../../src/jobs/mail.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import { HOUR } from '../../src/time.ts'
import { parsed, type Received } from '../mail/sink.ts'
import { journeyWays } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

/** Runs the jobs that queue and send e-mails until nothing is left to do. @returns the newest e-mail */
async function mailed({ deps }: Served): Promise<Received> {
  while (await editionStep(deps));
  while ((await mailStep(deps, openMailer(deps.config))) > 0);
  const folder = join(deps.config.dataDir, 'outbox')
  return parsed(readFileSync(join(folder, readdirSync(folder).sort().at(-1)!), 'utf8'))
}

/** The path of the first link of an e-mail that begins so. */
const linkTo = (mail: Received, stem: string): string =>
  [...mail.body.matchAll(/http:\/\/localhost:\d+(\/[^\s<>"]*)/g)]
    .map(([, path]) => path!)
    .find((path) => path.startsWith(stem))!

for (const { scripts, journey, half } of journeyWays()) {
  journey(
    `a guest asks for the edition by e-mail, confirms it, follows a headline in the morning, and unsubscribes, ${scripts}`,
    async () => {
      const site = await half.site()
      const reader = await half.reader(site)
      const { page } = reader
      await reader.go('/')
      await reader.press(
        page
          .locator('aside')
          .getByRole('link', { name: /by e-mail/ })
          .first(),
      )
      await page.getByLabel(/^(Your )?e-mail address/i).fill('guest@mail.example')
      await reader.press(
        page
          .locator('main')
          .getByRole('button', { name: /e-mail/i })
          .first(),
      )
      await reader.go(linkTo(await mailed(site), '/editions/confirmations/'))
      await reader.press(page.locator('main').getByRole('button').first())

      site.advance(14 * HOUR)
      const edition = await mailed(site)
      expect(edition.headers.get('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click'])
      expect(edition.body).toContain('The Ninety-Nine Steps are ninety-eight')
      await reader.go(linkTo(edition, '/articles/'))
      expect(await page.locator('.stand, .lede').first().innerText()).not.toBe('')
      await reader.go(linkTo(edition, '/editions/unsubscribe/'))
      await reader.press(page.locator('main').getByRole('button').first())
      site.advance(24 * HOUR)
      expect(await mailed(site)).toEqual(edition)
      await reader.end()
    },
  )
}
