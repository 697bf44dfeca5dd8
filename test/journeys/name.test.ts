// A member changes the name; what they wrote bears it, and a link to the old one still leads to them.
import { expect } from 'vitest'
import { journeyWays } from '../support/journeys.ts'

const STORY = 'Market to try a stall for things that are nearly finished'
const SENTENCE = 'The second-best bench is still the best.'

for (const { scripts, journey, half } of journeyWays()) {
  journey(`a member changes the name, and the old link leads to the new page, ${scripts}`, async () => {
    const site = await half.site()
    const reader = await half.reader(site, {}, await site.account('Plain Anchor'))
    const { page } = reader
    await reader.go(await site.addressOf(STORY))
    await page.getByLabel('Your comment', { exact: true }).fill(SENTENCE)
    await reader.press(page.locator('#post').getByRole('button', { name: 'Post comment' }))
    await reader.go('/accounts')
    await reader.press(page.locator('main').getByRole('link', { name: 'Name', exact: true }))
    const change = async (nic: string): Promise<void> => {
      await page.getByLabel('New name').fill(nic)
      await reader.press(page.locator('main .row').getByRole('button', { name: 'Change name' }).last())
    }
    await change('Bittern')
    expect(await page.locator('main .err').innerText()).toContain('That nic is taken.')
    await change('Fair Lead')
    expect(await page.getByRole('status').innerText()).toContain('You are Fair Lead now.')
    await reader.end([422])

    const stranger = await half.reader(site, {})
    await stranger.go('/people/Plain%20Anchor')
    expect(stranger.at()).toBe('/people/Fair%20Lead')
    const words = await stranger.page.locator('main').innerText()
    expect(words).toContain('Plain Anchor until ')
    expect(words).toContain(SENTENCE)
    await stranger.press(
      stranger.page
        .locator('main')
        .getByRole('link', { name: /^In the thread/ })
        .first(),
    )
    expect(await stranger.page.locator('main').innerText()).toContain('Fair Lead')
    await stranger.end()
  })
}
