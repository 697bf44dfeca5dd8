// A member takes their data along and leaves: asked, made, downloaded and opened; and the grace used to stay.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { deleteDueAccounts } from '../../src/accounts/deletion/actions.ts'
import { makeNextExport } from '../../src/accounts/exports/actions.ts'
import { DAY } from '../../src/time.ts'
import { sessionCookieName } from '../../src/web/cookies.ts'
import { filesOf } from '../accounts/exports/archive.ts'
import { browserHalf, inBrowser } from '../support/browser.ts'
import { journeyWays } from '../support/journeys.ts'
import type { Account, Served } from '../support/served.ts'

const browser = browserHalf()
const password = 'lapstrake and rivets'

/** The file that the button leads to, as the browser of this session gets it. */
async function download(site: Served, account: Account): Promise<Map<string, Buffer>> {
  const answer = await site.app.inject({
    url: '/accounts/export/file',
    headers: { host: new URL(site.origin).host, cookie: `${sessionCookieName(site.origin)}=${account.token}` },
  })
  expect(answer.statusCode).toBe(200)
  return filesOf(answer.rawPayload)
}

for (const { scripts, journey, half } of journeyWays()) {
  journey(`A member asks for everything about them, looks at the progress and downloads it, ${scripts}`, async () => {
    const site = await half.site()
    const account = await site.account('Sheet Bend')
    const reader = await half.reader(site, {}, account)
    const { page } = reader
    await reader.go('/accounts')
    await reader.press(page.locator('main').getByRole('link', { name: 'My data' }))
    await reader.press(page.getByRole('button', { name: 'Put my data together' }))
    expect(await page.getByText('It begins in a moment.').count()).toBe(1)
    await makeNextExport(site.deps, () => false)
    await reader.press(page.getByRole('link', { name: 'Show progress' }))
    expect(await page.getByRole('link', { name: /^Download/ }).getAttribute('href')).toBe('/accounts/export/file')
    const files = await download(site, account)
    expect([...files.keys()]).toEqual(['data.json', 'index.html'])
    expect(JSON.parse(files.get('data.json')!.toString())).toMatchObject({ account: [{ nic: 'Sheet Bend' }] })
  })

  journey(
    `A member deletes the account, signs in during the grace and keeps it, then leaves for good, ${scripts}`,
    async () => {
      const site = await half.site()
      const reader = await half.reader(site, {}, await site.account('Granny Knot', 'member', password))
      const { page } = reader
      const leave = async (): Promise<void> => {
        await reader.go('/accounts/export')
        await reader.press(page.getByRole('link', { name: 'Delete your account' }))
        await page.getByLabel('Withdraw my comments').check()
        await page.getByLabel('Your name', { exact: true }).fill('Granny Knot')
        await reader.press(page.getByRole('button', { name: 'Delete my account' }))
        expect(await page.getByRole('heading', { name: 'Your account will be deleted' }).count()).toBe(1)
      }
      await leave()
      await reader.go('/accounts/logout')
      await reader.press(page.locator('main').getByRole('button', { name: 'Sign out' }))
      await reader.go('/accounts/login?next=%2Flatest')
      await page.getByLabel('Nic or e-mail').fill('Granny Knot')
      await page.getByLabel('Password', { exact: true }).fill(password)
      await reader.press(page.locator('main').getByRole('button', { name: 'Sign in' }))
      expect(await page.getByRole('link', { name: 'Go on reading' }).getAttribute('href')).toBe('/latest')
      await reader.press(page.getByRole('button', { name: 'Keep my account' }))
      expect(await page.getByText('Your account stays. Nothing was deleted.').count()).toBe(1)
      await leave()
      site.advance(14 * DAY)
      await deleteDueAccounts(site.deps, () => false)
      await reader.go('/people/Granny%20Knot')
      expect(await page.getByRole('heading', { name: 'Account deleted' }).count()).toBe(1)
    },
  )
}

inBrowser('an export opens from the disk, without scripts', async () => {
  const site = await browser.site()
  const account = await site.account('Figure Eight')
  const reader = await browser.reader(site, {}, account)
  await reader.go('/accounts/export')
  await reader.press(reader.page.getByRole('button', { name: 'Put my data together' }))
  await makeNextExport(site.deps, () => false)
  const folder = mkdtempSync(join(tmpdir(), 'broadside-export-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, bytes] of await download(site, account)) writeFileSync(join(folder, name), bytes)
  await reader.page.goto(`file://${folder}/index.html`)
  expect(await reader.page.getByRole('heading', { name: 'Figure Eight on Broadside' }).count()).toBe(1)
  expect(await reader.page.locator('script').count()).toBe(0)
  expect(await reader.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
