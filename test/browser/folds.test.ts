// Folds are remembered: for a member by the server, else by the browser; what is read is one line, and what is new is open.
import { expect } from 'vitest'
import { browserHalf, inBrowser } from '../support/browser.ts'

const half = browserHalf()

inBrowser('what a stranger folds is folded when they come back, and the page is the same for all', async () => {
  const site = await half.site()
  const reader = await half.reader(site)
  const story = await site.addressOf('The Constance may keep her whistle')
  await reader.go(story)
  const fold = reader.page.locator('.thread > ol > .cm > .fold').first()
  await fold.check()
  await reader.go(story)
  expect(await fold.isChecked()).toBe(true)
  await fold.uncheck()
  await reader.go(story)
  expect(await fold.isChecked()).toBe(false)
  await reader.end()
})

inBrowser('what a member folds is folded in another browser, too', async () => {
  const site = await half.site()
  const account = await site.account('Folding Rule')
  const reader = await half.reader(site, {}, account)
  const story = await site.addressOf('The Constance may keep her whistle')
  await reader.go(story)
  const sent = reader.page.waitForResponse((answer) => answer.url().endsWith('/comments/folds'))
  await reader.page.locator('.thread > ol > .cm > .fold').first().check()
  expect((await sent).status()).toBe(204)
  await reader.end()
  const other = await half.reader(site, { javaScriptEnabled: false }, account)
  await other.go(story)
  expect(await other.page.locator('.thread > ol > .cm > .fold').first().isChecked()).toBe(true)
  await other.end()
})

inBrowser('the links of the bars are wide and high enough for a finger, on a phone too', async () => {
  const site = await half.site()
  for (const width of [360, 1280]) {
    const reader = await half.reader(site, { viewport: { width, height: 740 } })
    await reader.go(await site.addressOf('The Ninety-Nine Steps are ninety-eight'))
    const sizes = await reader.ask<[number, number][]>(
      '[...document.querySelectorAll(".sparkline rect")].map((one) => { const { width, height } = one.getBoundingClientRect(); return [width, height] })',
    )
    expect(sizes.length).toBeGreaterThan(2)
    for (const [wide, high] of sizes) expect(Math.min(wide, high)).toBeGreaterThanOrEqual(24)
    await reader.end()
  }
})
