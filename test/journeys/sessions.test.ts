// A member ends a session elsewhere; an admin gives a role, which ends the sessions made before.
import { expect } from 'vitest'
import { journeyWays } from '../support/journeys.ts'

const PASSWORD = 'lapstrake and rivets'

for (const { scripts, journey, half } of journeyWays()) {
  journey(`a session is ended from another browser, and its next page says so, ${scripts}`, async () => {
    const site = await half.site()
    const clinker = await site.account('Clinker', 'member', PASSWORD)
    const lost = await half.reader(site, {}, clinker)
    const found = await half.reader(site, { viewport: { width: 360, height: 740 } })
    await found.go('/accounts/login?next=%2Faccounts%2Fsessions')
    await found.page.getByLabel('Nic or e-mail').fill('Clinker')
    await found.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await found.press(found.page.getByRole('button', { name: 'Sign in' }))
    expect(found.at()).toBe('/accounts/sessions')
    await found.fits()
    await found.press(found.page.getByRole('button', { name: 'Sign out everywhere else' }))
    expect(await found.page.getByRole('status').innerText()).toBe('Signed out everywhere else.')
    expect(await found.page.locator('main').innerText()).toContain('You are signed in nowhere else.')

    await lost.go('/accounts/sessions')
    expect(await lost.page.locator('main').innerText()).toContain('Sign in')
    await lost.end([403])
    await found.end()
  })

  journey(`a member is made a moderator, and signs in again to be one, ${scripts}`, async () => {
    const site = await half.site()
    const admin = await half.reader(site, {}, await site.account('Harbourmaster', 'admin'))
    const clinker = await half.reader(site, {}, await site.account('Clinker', 'member', PASSWORD))
    await admin.go('/admin')
    await admin.press(admin.page.getByRole('link', { name: 'People' }).first())
    await admin.page.getByLabel('Beginning of a name, or an e-mail address').fill('clin')
    await admin.press(admin.page.getByRole('button', { name: 'Find' }))
    await admin.press(admin.page.getByRole('link', { name: 'Clinker' }))
    await admin.page.locator('[name=role][value=moderator]').check()
    await admin.page.getByLabel('Reason').fill('Knows every rope')
    await admin.press(admin.page.getByRole('button', { name: 'Change role' }))
    expect(await admin.page.getByRole('status').innerText()).toContain('The role was changed.')

    await clinker.go('/moderation')
    await clinker.press(clinker.page.locator('main').getByRole('link', { name: 'Sign in' }))
    await clinker.page.getByLabel('Nic or e-mail').fill('Clinker')
    await clinker.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await clinker.press(clinker.page.getByRole('button', { name: 'Sign in' }))
    expect(clinker.at()).toBe('/moderation')
    await admin.end()
    await clinker.end([403])
  })
}
