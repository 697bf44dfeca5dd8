// The queue in a browser: an item is one line until it is opened, and several are ticked and decided at once. Without scripts, too.
import { expect } from 'vitest'
import { violations } from '../support/axe.ts'
import { browserHalf, inBrowser, OVERFLOW } from '../support/browser.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()

async function waiting(site: Served): Promise<void> {
  const article = /\d+/.exec(await site.addressOf('Market to try a stall for things that are nearly finished'))![0]
  const long = 'A sentence that goes on for longer than a line of the queue is wide, on any screen. '.repeat(8)
  for (const nic of ['Walker', 'A name that is rather longer than most', 'Wide'])
    await site.post('/comments', { article, nic, body: `${long}<b>${nic}</b>` })
}

const HEIGHTS =
  '[...document.querySelectorAll(".items > .case")].map((item) => Math.round(item.getBoundingClientRect().height))'

for (const viewport of [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
])
  for (const javaScriptEnabled of [true, false])
    inBrowser(
      `an item of the queue is one line until opened, and ticked ones are removed together, ${viewport.width} pixels wide, ${javaScriptEnabled ? 'with' : 'without'} scripts`,
      async () => {
        const site = await half.site()
        await waiting(site)
        const reader = await half.reader(
          site,
          { viewport, javaScriptEnabled },
          await site.account('Fair Lead', 'moderator'),
        )
        const { page } = reader
        await reader.go('/moderation')
        const heights = await reader.ask<number[]>(HEIGHTS)
        expect(heights.length).toBeGreaterThan(2)
        for (const height of heights) expect(height).toBeLessThanOrEqual(46)
        expect(await reader.ask(OVERFLOW)).toBe(0)
        const bar = page.locator('.several')
        expect(await bar.isVisible()).toBe(false)

        await page.locator('.case summary').nth(1).click()
        expect((await reader.ask<number[]>(HEIGHTS))[1]).toBeGreaterThan(150)
        await page.locator('.tick').nth(0).check()
        await page.locator('.tick').nth(2).check()
        expect(await bar.isVisible()).toBe(true)
        await bar.locator('summary').click()
        expect(await reader.ask(OVERFLOW)).toBe(0)
        if (javaScriptEnabled) expect(await violations(reader)).toEqual([])

        await bar.getByText('Advertising').click()
        await reader.press(bar.getByRole('button', { name: 'Remove all ticked comments' }))
        expect(await page.getByRole('status').innerText()).toContain('Removed 2 comments. Undo')
        expect(await page.locator('.tick').count()).toBe(1)
        await reader.press(page.getByRole('button', { name: 'Undo' }))
        expect(await page.locator('.tick').count()).toBe(3)
        await reader.end()
      },
    )
