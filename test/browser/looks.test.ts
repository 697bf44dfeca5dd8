// Pages in other looks: in the dark, and with the largest text.
import { expect } from 'vitest'
import { violations } from '../support/axe.ts'
import { browserHalf, inBrowser, OVERFLOW } from '../support/browser.ts'
import { changedComment, waitingTexts } from './scenes.ts'
import { idOf, LATER, send } from './walk.ts'

const half = browserHalf()

/** A scheme changes colours and nothing else, so in the dark these are all that axe can see anew. */
const rules = ['color-contrast', 'link-in-text-block']

inBrowser('ten pages are without fault for the colour rules of axe in the dark', async () => {
  const site = await half.site()
  const account = await site.account('Fair Lead', 'moderator')
  const own = await changedComment(site, account.nic)
  const reader = await half.reader(site, { colorScheme: 'dark' }, account)
  const { page } = reader
  await reader.go('/')
  const story = (await page.locator('#lead a').getAttribute('href'))!
  const closed = (await page.locator('.rank a', { hasText: 'Bunting in Rope Walk' }).getAttribute('href'))!
  await waitingTexts(site, story, closed)
  const found: string[] = []
  const look = async (): Promise<void> => {
    found.push(
      ...(await violations(reader, { rules, exclude: LATER })).map((violation) => `${reader.at()}: ${violation}`),
    )
  }
  for (const path of [
    '/',
    story,
    closed,
    `/comments/${own}/history`,
    '/archive/2080/03',
    '/search?q=harbour',
    '/accounts/settings',
    '/moderation',
    '/moderation/log',
  ]) {
    await reader.go(path)
    await look()
  }
  await reader.go(`/comments/new?article=${idOf(story)}`)
  await page.getByLabel('Your e-mail').fill('nowhere')
  await send(reader, '#post', 'Post comment')
  expect(await page.locator('.err').count()).toBeGreaterThan(1)
  await look()
  expect(found).toEqual([])
})

inBrowser(
  'with the largest text no page is wider than a telephone of 320 pixels, and nothing reaches out of its place',
  async () => {
    const site = await half.site()
    const reader = await half.reader(
      site,
      { viewport: { width: 320, height: 700 } },
      await site.account('Far Sight', 'moderator'),
    )
    const { page } = reader
    await reader.go('/accounts/settings')
    await page.getByLabel('Larger').check()
    await reader.press(page.getByRole('button', { name: 'Save settings' }))
    expect(await page.locator('html').getAttribute('data-text')).toBe('larger')
    for (const url of [
      '/',
      '/headlines',
      await site.addressOf('The Constance may keep her whistle'),
      '/archive',
      '/archive/2080',
      '/archive/2080/03',
      '/latest',
      '/people/Bittern',
      '/search?q=harbour',
      '/moderation/log',
      '/accounts/settings',
      '/marks',
      '/mutes',
      '/comments/markup',
      '/comments/new?article=1',
    ]) {
      await reader.go(url)
      expect(await reader.ask<number>(OVERFLOW), url).toBe(0)
      expect(
        await reader.ask<string[]>(
          '[...document.querySelectorAll("main *")].filter((one) => one.checkVisibility() && !one.closest(".vh") && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80))',
        ),
        url,
      ).toEqual([])
    }
    await reader.end()
  },
)
