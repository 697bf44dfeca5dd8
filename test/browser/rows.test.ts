// The line of actions under each comment of the longest thread: one line on every width, as high for everybody, few tab stops, keys, and a removal by two presses.
import { expect } from 'vitest'
import type { Role } from '../../src/permissions.ts'
import { browserHalf, inBrowser, type Reader } from '../support/browser.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()

const LONGEST = 'The Ninety-Nine Steps are ninety-eight'

async function inThread(site: Served, role: Role | null, width: number, options = {}): Promise<Reader> {
  const account = role === null ? undefined : await site.account(role === 'member' ? 'Quick Hand' : 'Fair Lead', role)
  const reader = await half.reader(site, { viewport: { width, height: 740 }, ...options }, account)
  await reader.go(await site.addressOf(LONGEST))
  return reader
}

type Measures = { rows: number; wrapped: number; cut: string[]; height: number; stops: number; wide: number }

const measure = (reader: Reader): Promise<Measures> =>
  reader.ask(`(() => {
    const rows = [...document.querySelectorAll('.cm-acts')].filter((row) => row.checkVisibility())
    const tools = (row) => [...row.querySelectorAll(':scope > :is(a, button, span), :scope > details > summary')]
    const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    return {
      rows: rows.length,
      wrapped: rows.filter((row) => row.offsetHeight > 30).length,
      cut: rows.flatMap(tools).filter((tool) => tool.scrollWidth > tool.clientWidth + 1).map((tool) => tool.textContent),
      height: document.querySelector('.thread').offsetHeight,
      stops: stops.filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()).length,
      wide: document.documentElement.scrollWidth - innerWidth,
    }
  })()`)

inBrowser('the script of the lines of actions has styles computed once for all of them', async () => {
  const site = await half.site()
  const reader = await half.reader(site, {}, await site.account('Fair Lead', 'moderator'))
  const browser = await reader.page.context().newCDPSession(reader.page)
  await browser.send('Performance.enable')
  await reader.go(await site.addressOf(LONGEST))
  const { rows } = await measure(reader)
  const { metrics } = await browser.send('Performance.getMetrics')
  expect(rows).toBeGreaterThan(150)
  expect(metrics.find(({ name }) => name === 'RecalcStyleCount')!.value).toBeLessThan(rows)
  await reader.end()
})

for (const width of [320, 1280])
  inBrowser(
    `at ${width} pixels no row has a second line or a cut word, and the thread is as high for members and moderators as for strangers`,
    async () => {
      const site = await half.site()
      const found: Measures[] = []
      for (const role of [null, 'member', 'moderator'] as const) {
        const reader = await inThread(site, role, width)
        found.push(await measure(reader))
        await reader.end()
      }
      const [stranger, ...others] = found
      for (const one of found) {
        expect(one.rows).toBeGreaterThan(150)
        expect([one.wrapped, one.cut, one.wide]).toEqual([0, [], 0])
        expect(one.stops).toBeLessThan(700)
      }
      for (const one of others) expect(Math.abs(one.height / stranger!.height - 1)).toBeLessThan(0.02)
    },
  )

inBrowser(
  'a moderator removes a comment by two presses in its fold, is led back to it, and takes it back by one',
  async () => {
    const site = await half.site()
    for (const javaScriptEnabled of [true, false]) {
      const reader = await half.reader(
        site,
        { viewport: { width: 360, height: 740 }, javaScriptEnabled },
        await site.account(javaScriptEnabled ? 'Fair Lead' : 'Plain Lead', 'moderator'),
      )
      const { page } = reader
      await reader.go(await site.addressOf('The Constance may keep her whistle'))
      const comment = page.locator('.thread .comment').nth(5)
      const id = (await comment.getAttribute('id'))!
      const text = await comment.locator('.comment-body').innerText()
      // A reason that is chosen for another comment stays with that one.
      const other = page.locator('.thread .comment').nth(2)
      await other.getByText('Moderate', { exact: true }).click()
      await other.getByText('Duplicate').click()
      await comment.getByText('Moderate', { exact: true }).click()
      expect(await other.getByText('Duplicate').isVisible()).toBe(false)
      await comment.getByText('Off topic').click()
      await reader.press(comment.getByRole('button', { name: 'Remove' }))
      expect(reader.at()).toMatch(new RegExp(`#${id}$`))
      const place = page.locator(`#${id}`)
      expect(await place.innerText()).toContain('Reason: Off topic.')
      expect(await place.getByRole('status').innerText()).toMatch(/^Removed the comment by .+\. Undo$/)
      await reader.press(place.getByRole('button', { name: 'Undo' }))
      expect(reader.at()).toMatch(new RegExp(`#${id}$`))
      expect(await place.locator('.comment-body').innerText()).toBe(text)
      await reader.end()
    }
  },
)

inBrowser(
  'arrow keys go along the row, Escape closes a fold and returns to its summary, digits choose a reason',
  async () => {
    const reader = await inThread(await half.site(), 'moderator', 1280)
    const { page } = reader
    const { keyboard } = page
    const here = (): Promise<string> => reader.ask('document.activeElement.firstChild.textContent')
    const row = page.locator('.cm-acts').nth(4)
    expect(await row.getAttribute('role')).toBe('toolbar')
    await row.getByRole('link', { name: /^Reply/ }).focus()
    const met: string[] = []
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End']) {
      await keyboard.press(key)
      met.push(await here())
    }
    expect(met).toEqual(['Recommend', 'More', 'Moderate', 'Reply', 'Moderate', 'Reply', 'Moderate'])
    expect(await row.locator('> :is(a, button)[tabindex="0"], summary[tabindex="0"]').count()).toBe(1)

    await keyboard.press('Enter')
    await keyboard.press('2')
    expect(await row.getByLabel('Personal attack').isChecked()).toBe(true)
    await keyboard.press('Escape')
    expect([await here(), await row.locator('[open]').count()]).toEqual(['Moderate', 0])
    await reader.end()
  },
)

inBrowser('a fold that opens closes the one above it, and its row stays in its place', async () => {
  const reader = await inThread(await half.site(), 'moderator', 360)
  const { page } = reader
  const [upper, lower] = [page.locator('.cm-acts').nth(5), page.locator('.cm-acts').nth(7)]
  await upper.getByText('Moderate', { exact: true }).click()
  const top = (): Promise<number> => lower.evaluate((element) => element.getBoundingClientRect().top)
  await lower.scrollIntoViewIfNeeded()
  const before = await top()
  await lower.getByText('More', { exact: true }).click()
  await lower.getByRole('link', { name: 'Quote' }).waitFor()
  await reader.ask('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  expect(await page.locator('.cm-acts [open]').count()).toBe(1)
  expect(Math.abs((await top()) - before)).toBeLessThan(3)
  await reader.end()
})

inBrowser('a pressed Recommend looks pressed, and keeps its place and the focus', async () => {
  const reader = await inThread(await half.site(), 'member', 360)
  const button = reader.page.locator('.cm-acts').nth(4).locator('[aria-pressed]')
  const look = (): Promise<string> =>
    reader.ask(
      'getComputedStyle(document.querySelectorAll(".cm-acts")[4].querySelector("[aria-pressed]")).backgroundColor',
    )
  const before = await look()
  await button.press('Enter')
  await reader.page.locator('.cm-acts [aria-pressed=true]').waitFor()
  expect(await look()).not.toBe(before)
  expect(await button.innerText()).toMatch(/^Recommend \(\d+\)$/)
  expect(await reader.ask('document.activeElement.ariaPressed')).toBe('true')
  await reader.end()
})

inBrowser('a text from right to left leaves the row in one line, and its arrow keys follow the page', async () => {
  const reader = await inThread(await half.site(), 'moderator', 320)
  await reader.ask('document.documentElement.dir = "rtl"')
  const { wrapped, wide } = await measure(reader)
  expect([wrapped, wide]).toEqual([0, 0])
  await reader.page
    .locator('.cm-acts')
    .nth(4)
    .getByRole('link', { name: /^Reply/ })
    .focus()
  await reader.page.keyboard.press('ArrowLeft')
  expect(await reader.ask('document.activeElement.textContent')).toMatch(/^Recommend/)
  await reader.end()
})
