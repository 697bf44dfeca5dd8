// An editor's morning: by keys with scripts, and by buttons without; and two editors who open one item.
import { expect } from 'vitest'
import { loadDemoDesk } from '../../src/demo/desk-actions.ts'
import { HOUR } from '../../src/time.ts'
import { browserHalf, inBrowser } from '../support/browser.ts'
import { journeyWays } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()

const BUS = 'The school bus and the ferry are to be introduced to each other'
const MOSS = 'Four mosses nobody was looking for, on a wall that everybody leans on'

const stateOf = async (site: Served, headline: string): Promise<string> =>
  (await site.deps.db.selectFrom('articles').select('state').where('headline', '=', headline).executeTakeFirstOrThrow())
    .state

for (const { scripts, journey, half } of journeyWays()) {
  journey(
    `an editor publishes one submission, rejects the other, changes the lead and looks at tomorrow, ${scripts}`,
    async () => {
      const site = await half.site()
      await loadDemoDesk(site.deps)
      const editor = await half.reader(site, {}, await site.account('Blue Pencil', 'editor'))
      const { page } = editor
      await editor.go('/')
      await editor.press(
        page.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name: 'Desk 2 waiting' }).first(),
      )
      expect(await page.locator('.intro').first().innerText()).toContain('Two are waiting')
      await editor.press(page.locator('.items').getByRole('link', { name: /The school bus/ }))
      expect(await page.locator('.open').innerText()).toContain('Four minutes is what a child with a trombone needs')
      await editor.press(page.locator('.acts').getByRole('button', { name: /^Publish now/ }))
      expect(await page.getByRole('status').innerText()).toContain(`Published: ${BUS}`)
      expect(await stateOf(site, BUS)).toBe('published')

      // The next item is open.
      expect(await page.locator('.opened').innerText()).toContain('Four mosses')
      const form = page.locator('form[action="/desk/rejections"]')
      if (scripts.includes('with scripts')) await page.locator('[data-act="r"] > summary').click()
      await form.getByLabel('Needs work').check()
      await form.getByLabel(/^Note to the writer/).fill('Where is the wall?')
      await editor.press(form.getByRole('button', { name: 'Reject' }))
      expect(await stateOf(site, MOSS)).toBe('rejected')
      await editor.press(page.getByRole('button', { name: 'Undo' }))
      expect(await stateOf(site, MOSS)).toBe('waiting')

      await editor.press(page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Front page now' }))
      await editor.press(page.getByRole('button', { name: `Lead with ${BUS}` }))
      expect(await page.getByRole('status').innerText()).toContain('Changed.')
      await editor.go('/')
      expect(await page.locator('.lead h2').innerText()).toBe(BUS)
      expect(await page.locator('main').innerText()).not.toContain('In defence of the last biscuit')
      await editor.go('/desk/tomorrow')
      expect(await page.locator('main').innerText()).toContain('In defence of the last biscuit')

      const reader = await half.reader(site)
      site.advance(14 * HOUR)
      await reader.go('/')
      expect(await reader.page.locator('main').innerText()).toContain('In defence of the last biscuit')
      await editor.end()
      await reader.end()
    },
  )

  journey(`two editors open one item: the second is told what the first has done, ${scripts}`, async () => {
    const site = await half.site()
    await loadDemoDesk(site.deps)
    const [first, second] = [
      await half.reader(site, {}, await site.account('Blue Pencil', 'editor')),
      await half.reader(site, {}, await site.account('Red Pencil', 'editor')),
    ]
    for (const editor of [first, second]) {
      await editor.go('/desk')
      await editor.press(editor.page.locator('.items').getByRole('link', { name: /The school bus/ }))
    }
    expect(await second.page.locator('.acts').innerText()).toContain('Blue Pencil opened this at 17:05.')
    await first.press(first.page.locator('.acts').getByRole('button', { name: /^Publish now/ }))
    await second.press(second.page.locator('.acts').getByRole('button', { name: /^Publish now/ }))
    expect(await second.page.getByRole('status').innerText()).toContain('Nothing was changed. It was published.')
    await first.end()
    await second.end([409])
  })
}

inBrowser('a morning by keys: j, o, a publishes; r and a digit rejects; s schedules; u undoes', async () => {
  const site = await half.site()
  await loadDemoDesk(site.deps)
  const editor = await half.reader(site, {}, await site.account('Quick Pencil', 'editor'))
  const { page } = editor
  const leave = async (key: string): Promise<void> => {
    const loaded = page.waitForEvent('load')
    await page.keyboard.press(key)
    await loaded
  }
  await editor.go('/desk')
  await page.keyboard.press('j')
  await leave('o')
  await leave('a')
  expect(await stateOf(site, BUS)).toBe('published')
  await page.keyboard.press('r')
  await leave('2')
  expect(await stateOf(site, MOSS)).toBe('rejected')
  await leave('u')
  expect(await stateOf(site, MOSS)).toBe('waiting')
  await editor.go('/desk')
  await page.keyboard.press('j')
  await leave('o')
  await page.keyboard.press('s')
  expect(await editor.ask<string>('document.activeElement.name')).toBe('at')
  await page.locator('#s-at').fill('2080-03-14T07:00')
  await leave('Enter')
  expect(await stateOf(site, MOSS)).toBe('scheduled')
  await editor.end()
})
