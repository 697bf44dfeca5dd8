// A forgotten password: asked for, set by the link in an e-mail, and used to sign in; then changed.
// With a second factor it is the same until signing in, which still asks for the code.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { expect } from 'vitest'
import { write } from '../../src/db/write.ts'
import { mailStep } from '../../src/jobs/mail.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import { parsed } from '../mail/sink.ts'
import { journeyWays, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const ADDRESS = 'tern@mail.example'
const FIRST = 'slack water at ten past four'
const SECOND = 'the ferry leaves without us'

/** A member with a confirmed address and a password that they have forgotten. */
async function member(site: Served): Promise<void> {
  await site.account('Sooty Tern', 'member', 'nobody remembers this one')
  await write(site.deps, async (db) => {
    const { id } = await db
      .updateTable('accounts')
      .set({ email: ADDRESS, email_folded: ADDRESS, owned_email: ADDRESS })
      .where('nic', '=', 'Sooty Tern')
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('confirmed_emails')
      .values({ account_id: id, email_folded: ADDRESS, confirmed_at: site.deps.clock() })
      .execute()
  })
}

/** The link of the newest e-mail that begins so. */
async function linkTo({ deps }: Served, stem: string): Promise<string> {
  while ((await mailStep(deps, openMailer(deps.config))) > 0);
  const folder = join(deps.config.dataDir, 'outbox')
  const { body } = parsed(readFileSync(join(folder, readdirSync(folder).sort().at(-1)!), 'utf8'))
  return [...body.matchAll(/http:\/\/localhost:\d+(\/[^\s<>"]*)/g)]
    .map(([, path]) => path!)
    .find((path) => path.startsWith(stem))!
}

const passwordField = ({ page }: Visitor, label: string) => page.getByLabel(label, { exact: true })

for (const { scripts, journey, half } of journeyWays()) {
  journey(
    `a member who has forgotten the password sets a new one, signs in with it and changes it, ${scripts}`,
    async () => {
      const site = await half.site()
      await member(site)
      const reader = await half.reader(site)
      const { page } = reader
      await reader.go('/accounts/login?next=/archive')
      await reader.press(page.getByRole('link', { name: 'Forgotten your password?' }))
      await page.getByLabel(/^E-mail/).fill(ADDRESS)
      await reader.press(page.getByRole('button', { name: 'Send the link' }))
      expect(await page.getByRole('status').first().innerText()).toContain('we have sent it an e-mail')

      await reader.go(await linkTo(site, '/accounts/password/reset/'))
      expect(reader.at()).toBe('/accounts/password/reset')
      await passwordField(reader, 'New password').fill('sooty tern 1')
      await reader.press(page.getByRole('button', { name: 'Set password' }))
      expect(await page.locator('.err').first().innerText()).toContain('made of your nic')
      await passwordField(reader, 'New password').fill(FIRST)
      if (scripts === 'with scripts') {
        await page.getByText('Strength: strong.').waitFor()
        const show = page.getByRole('button', { name: 'Show password' })
        await show.click()
        expect(await page.locator('#password').getAttribute('type')).toBe('text')
        expect(await show.getAttribute('aria-pressed')).toBe('true')
      }
      await reader.press(page.getByRole('button', { name: 'Set password' }))
      expect(reader.at()).toBe('/accounts/login?done=password')
      expect(await page.getByRole('status').first().innerText()).toContain('Sign in with the new password.')

      await page.getByLabel('Nic or e-mail').fill('Sooty Tern')
      await passwordField(reader, 'Password').fill(FIRST)
      await reader.press(page.locator('main').getByRole('button', { name: 'Sign in', exact: true }))
      await reader.go('/.well-known/change-password')
      expect(reader.at()).toBe('/accounts/password')
      await passwordField(reader, 'Current password').fill(FIRST)
      await passwordField(reader, 'New password').fill(SECOND)
      await reader.press(page.getByRole('button', { name: 'Change password' }))
      expect(await page.getByRole('status').first().innerText()).toContain('you are signed out everywhere else')
      await reader.end([422])
    },
  )

  journey(`a new password does not stand in for the code of the authenticator app, ${scripts}`, async () => {
    const site = await half.site()
    await member(site)
    const reader = await half.reader(site)
    const { page } = reader
    const fill = async (password: string) => {
      await page.getByLabel('Nic or e-mail').fill(ADDRESS)
      await passwordField(reader, 'Password').fill(password)
      await reader.press(page.locator('main').getByRole('button', { name: 'Sign in', exact: true }))
    }
    const code = (secret: string) => new TOTP({ secret }).generate({ timestamp: site.deps.clock() })
    await reader.go('/accounts/login?next=%2Faccounts%2Ftotp')
    await fill('nobody remembers this one')
    const secret = (await page.locator('code').first().innerText()).replaceAll(' ', '')
    await page.getByLabel(/^2\. Enter the code/).fill(code(secret))
    await reader.press(page.getByRole('button', { name: 'Turn on' }))
    await reader.press(page.getByRole('button', { name: 'I have saved them' }))

    await reader.go('/accounts/password/forgot')
    await page.getByLabel(/^E-mail/).fill(ADDRESS)
    await reader.press(page.getByRole('button', { name: 'Send the link' }))
    await reader.go(await linkTo(site, '/accounts/password/reset/'))
    await passwordField(reader, 'New password').fill(FIRST)
    await reader.press(page.getByRole('button', { name: 'Set password' }))
    expect(reader.at()).toBe('/accounts/login?done=password')
    await fill(FIRST)
    expect(reader.at()).toBe('/accounts/login/second-factor')
    site.advance(60_000)
    await page.getByLabel('Code of your authenticator app').fill(code(secret))
    await reader.press(page.getByRole('button', { name: 'Sign in', exact: true }))
    await reader.go('/accounts/sessions')
    expect(await page.locator('main').innerText()).toContain('This one')
    await reader.end()
  })
}
