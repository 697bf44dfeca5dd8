// A member turns on an authenticator app, signs in with its code, and with a recovery code once, without scripts.
import { TOTP } from 'otpauth'
import { expect } from 'vitest'
import { bothWays, browserHalf, inBrowser } from '../support/browser.ts'

const half = browserHalf()
const PASSWORD = 'slack water at ten past four'

for (const { scripts, options } of bothWays)
  inBrowser(`an app is turned on, its code signs in, and a recovery code once, ${scripts}`, async () => {
    const site = await half.site()
    const reader = await half.reader(site, options, await site.account('Kelpie', 'member', PASSWORD))
    const { page } = reader
    const code = (secret: string) => new TOTP({ secret }).generate({ timestamp: site.deps.clock() })
    await reader.go('/accounts/totp')
    const secret = (await page.locator('code').first().innerText()).replaceAll(' ', '')
    await page.getByLabel(/^2\. Enter the code/).fill('000000')
    await reader.press(page.getByRole('button', { name: 'Turn on' }))
    expect(await page.locator('#code-h').innerText()).toContain('That is not the code')
    await page.getByLabel(/^2\. Enter the code/).fill(code(secret))
    await reader.press(page.getByRole('button', { name: 'Turn on' }))
    const recovery = await page.locator('.recovery code').allInnerTexts()
    expect(recovery).toHaveLength(10)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.recovery').isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'I have saved them' }).isVisible()).toBe(false)
    await page.emulateMedia({ media: null })
    await reader.press(page.getByRole('button', { name: 'I have saved them' }))

    const signIn = async (): Promise<void> => {
      await reader.context.clearCookies()
      await reader.go('/accounts/login?next=%2Fheadlines')
      await page.getByLabel('Nic or e-mail').fill('Kelpie')
      await page.getByLabel('Password').fill(PASSWORD)
      await reader.press(page.getByRole('button', { name: 'Sign in', exact: true }))
      expect(reader.at()).toBe('/accounts/login/second-factor')
    }
    site.advance(60_000)
    await signIn()
    await page.getByLabel('Code of your authenticator app').fill(code(secret))
    await reader.press(page.getByRole('button', { name: 'Sign in', exact: true }))
    expect(reader.at()).toBe('/headlines')

    for (const isAccepted of [true, false]) {
      await signIn()
      await page.getByText('Use a recovery code').click()
      await page.getByLabel('Recovery code').fill(recovery[0]!)
      await reader.press(page.getByRole('button', { name: 'Sign in with this code' }))
      if (isAccepted) expect(reader.at()).toBe('/headlines')
      else expect(await page.getByRole('alert').innerText()).toContain('wrong, or was used before')
    }
    await reader.fits()
    await reader.end([422, 422])
  })
