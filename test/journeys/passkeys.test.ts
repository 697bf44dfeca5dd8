// A member adds a passkey, drops the password, and signs in with the passkey alone.
import type { CDPSession, Page } from 'playwright-core'
import { expect } from 'vitest'
import { browserHalf, inBrowser } from '../support/browser.ts'

const half = browserHalf()
const PASSWORD = 'slack water at ten past four'

/** Gives the browser an authenticator that verifies its user without asking anybody. */
async function authenticatorOf(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, id: authenticatorId }
}

inBrowser('a passkey is added, replaces the password, and signs in without a name', async () => {
  const served = await half.site()
  // An IP address has no passkeys.
  const site = { ...served, origin: served.origin.replace('127.0.0.1', 'localhost') }
  const reader = await half.reader(site, {}, await site.account('Kelpie', 'member', PASSWORD))
  const { page } = reader
  const { cdp, id } = await authenticatorOf(page)
  await reader.go('/accounts/passkeys')
  await page.getByLabel('Name', { exact: true }).fill('The old telephone')
  await reader.press(page.getByRole('button', { name: 'Add a passkey' }))
  expect(await page.locator('.recovery li').count()).toBe(10)
  await reader.press(page.getByRole('button', { name: 'I have saved them' }))

  await reader.go('/accounts/passkeys')
  expect(await page.getByLabel('Name of the passkey The old telephone').inputValue()).toBe('The old telephone')
  // The device says that it has one, and makes no second.
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('This device has a passkey for your account already.').waitFor()
  await reader.press(page.getByRole('button', { name: 'Remove my password' }))
  expect(await page.locator('.notice.ok').innerText()).toContain('no password now')
  await reader.press(page.getByRole('button', { name: /^Remove.*The old telephone/ }))
  expect(await page.getByRole('alert').innerText()).toContain('your only way to sign in')

  await page.locator('.me summary').click()
  await reader.press(page.getByRole('button', { name: 'Sign out' }))
  await reader.go('/accounts/login?next=%2Fheadlines')
  await reader.press(page.getByRole('button', { name: 'Use a passkey' }))
  expect(reader.at()).toBe('/headlines')
  expect(await page.locator('.me summary').innerText()).toContain('Kelpie')

  // Ten minutes later the passkey confirms who it is.
  served.advance(11 * 60_000)
  await reader.go('/accounts/passkeys')
  await reader.press(page.getByRole('link', { name: 'Confirm that it is you' }))
  const tokenOf = async () => (await reader.context.cookies()).find(({ name }) => name === 'bs_session')!.value
  const before = await tokenOf()
  await reader.press(page.getByRole('button', { name: 'Confirm with a passkey' }))
  expect(reader.at()).toBe('/accounts/passkeys')
  expect(await tokenOf()).not.toBe(before)

  // A device that cannot verify its user is refused.
  await page.locator('.me summary').click()
  await reader.press(page.getByRole('button', { name: 'Sign out' }))
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false })
  await reader.go('/accounts/login')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('No passkey was used. You can try again.').waitFor()
  expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBeGreaterThan(0)
  await reader.end([422])
})

inBrowser('without scripts the page of passkeys and the sign-in page say what passkeys need', async () => {
  const site = await half.site()
  const options = { javaScriptEnabled: false }
  const reader = await half.reader(site, options, await site.account('Kelpie', 'member', PASSWORD))
  for (const path of ['/accounts/passkeys', '/accounts/login']) {
    if (path === '/accounts/login') await reader.context.clearCookies()
    await reader.go(path)
    expect(await reader.page.getByText('Passkeys need JavaScript.').isVisible()).toBe(true)
    expect(await reader.page.getByRole('button', { name: /passkey/ }).count()).toBe(0)
  }
  await reader.end()
})
