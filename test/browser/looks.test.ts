// Pages in other looks: in the dark, and with the largest text.
import { beforeAll, expect, inject } from 'vitest'
import { violations } from '../support/axe.ts'
import { browserHalf, inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'
import { changedComment, waitingTexts } from './scenes.ts'
import { idOf, send } from './walk.ts'

const half = browserHalf()

/** A scheme changes colours and nothing else, so in the dark these are all that axe can see anew. */
const rules = ['color-contrast', 'link-in-text-block']

let reader: Reader
let story = ''
let closed = ''
let own = 0

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  const account = await site.account('Fair Lead', 'moderator')
  own = await changedComment(site, account.nic)
  reader = await half.reader(site, { colorScheme: 'dark' }, account)
  await reader.go('/')
  story = await site.addressOf('The Constance may keep her whistle')
  closed = (await reader.page.locator('.rank a', { hasText: 'Bunting in Rope Walk' }).getAttribute('href'))!
  await waitingTexts(site, story, closed)
})

const darkPages: [name: string, open: () => Promise<void>][] = [
  ['the front page', () => reader.go('/')],
  ['an article with its thread and form', () => reader.go(story)],
  ['a closed article', () => reader.go(closed)],
  ['the history of a comment', () => reader.go(`/comments/${own}/history`)],
  ['a month', () => reader.go('/archive/2080/03')],
  ['what a search finds', () => reader.go('/search?q=harbour')],
  ['the settings of a member', () => reader.go('/accounts/settings')],
  ['the queue', () => reader.go('/moderation')],
  ['the moderation log', () => reader.go('/moderation/log')],
  [
    'a comment form with its errors',
    async () => {
      await reader.go(`/comments/new?article=${idOf(story)}`)
      await reader.page.locator('#post .as summary').click()
      await reader.page.getByLabel('Your e-mail').fill('nowhere')
      await send(reader, '#post', 'Post comment')
      expect(await reader.page.locator('.err').count()).toBeGreaterThan(1)
    },
  ],
]

for (const [name, open] of darkPages)
  inBrowser(`${name} is without fault for the colour rules of axe in the dark`, async () => {
    await open()
    expect(await violations(reader, { rules })).toEqual([])
  })

inBrowser('without scripts no button is shown that needs them', async () => {
  const site = await half.site()
  const guest = await half.reader(site, { javaScriptEnabled: false })
  await guest.go('/')
  const closed = await guest.page.locator('.rank a', { hasText: 'Bunting in Rope Walk' }).getAttribute('href')
  await guest.post('/comments', { article: idOf(closed!), nic: 'Passer-by', body: 'Too late.' })
  await guest.go(`/comments/new?article=${idOf(closed!)}`)
  expect(await guest.page.getByRole('button', { name: 'Send it to the editors' }).isVisible()).toBe(true)
  expect(await guest.page.locator('button', { hasText: 'Copy' }).isVisible()).toBe(false)
  await guest.end()
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
