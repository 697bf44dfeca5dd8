// Somebody who never touches a mouse: by the keys that scripts add, and by Tab, Enter and Space alone without them.
import { expect } from 'vitest'
import { browserHalf, inBrowser, type Reader } from '../support/browser.ts'

const half = browserHalf()

const focused = (reader: Reader): Promise<string> =>
  reader.ask('(document.activeElement.labels?.[0] ?? document.activeElement).textContent.replace(/\\s+/g, " ").trim()')
const commentHere = (reader: Reader): Promise<string> =>
  reader.ask('document.activeElement.closest(".cm")?.querySelector(":scope > .comment")?.id ?? ""')

/** Whether what has the focus stands in the window and can be told apart from what has not. */
const isPlain = (reader: Reader): Promise<boolean> =>
  reader.ask(`(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect()
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement)
    return bottom > 0 && top < innerHeight && outlineStyle !== 'none' && outlineWidth !== '0px'
  })()`)

/** A key that leads to another page. */
async function leave(reader: Reader, key: string): Promise<void> {
  const loaded = reader.page.waitForEvent('load')
  await reader.page.keyboard.press(key)
  await loaded
}

/** Presses Tab until the focus is where a selector says; each stop on the way must be seen. */
async function tabTo(reader: Reader, what: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<number> {
  for (let presses = 1; presses < 400; presses++) {
    await reader.page.keyboard.press(key)
    if (await reader.ask<boolean>(`document.activeElement.matches(${JSON.stringify(what)})`)) {
      expect(await isPlain(reader), `${what} is seen to have the focus`).toBe(true)
      return presses
    }
  }
  throw new Error(`Tab never comes to ${what}.`)
}

inBrowser(
  'by keys: through the stories of the front page, into one, through its argument, folded, in another order, and to an answer',
  async () => {
    const site = await half.site()
    const reader = await half.reader(site, {}, await site.account('Quick Hand'))
    const { page } = reader
    const { keyboard } = page
    const help = page.locator('#keys')
    await reader.go('/')

    await keyboard.press('?')
    expect(await help.isVisible()).toBe(true)
    expect(await help.locator('tr:visible kbd').allInnerTexts()).not.toContain('c')
    await keyboard.press('Escape')
    expect(await help.isVisible()).toBe(false)

    for (let i = 0; i < 3; i++) await keyboard.press('j')
    await keyboard.press('k')
    const headline = await focused(reader)
    expect(await isPlain(reader)).toBe(true)
    await leave(reader, 'Enter')
    expect(await page.locator('h1').innerText()).toBe(headline)

    await keyboard.press('?')
    expect(await help.locator('tr:visible kbd').allInnerTexts()).toEqual(
      expect.arrayContaining(['j', 'k', 'n', 'p', '[', ']', 'u', 'r', 'c', 'v', '?']),
    )
    await keyboard.press('?')

    const ids = await reader.ask<string[]>('[...document.querySelectorAll(".thread .comment")].map((one) => one.id)')
    await keyboard.press('j')
    expect(await commentHere(reader)).toBe(ids[0])
    expect(await isPlain(reader)).toBe(true)
    await keyboard.press('j')
    await keyboard.press('u')
    expect(await commentHere(reader)).toBe(ids[0])
    const replies = page.locator('.thread > ol > .cm').first().locator('.replies .comment').first()
    await keyboard.press('c')
    expect(await replies.isVisible()).toBe(false)
    await keyboard.press('c')
    expect(await replies.isVisible()).toBe(true)

    await leave(reader, 'v')
    expect(await page.locator('.views [aria-current]').innerText()).toBe('Flat')
    await keyboard.press('j')
    const answered = await commentHere(reader)
    await keyboard.press('r')
    await page.locator(`#${answered} #body:focus`).waitFor()
    await keyboard.type('j, k and ? are letters here.')
    expect(await page.getByLabel('Your comment', { exact: true }).inputValue()).toBe('j, k and ? are letters here.')
    expect(await help.isVisible()).toBe(false)
    await reader.end()
  },
)

inBrowser('keys that were switched off in the settings do nothing, and the list of keys says so', async () => {
  const site = await half.site()
  const reader = await half.reader(site, {}, await site.account('Still Hand'))
  const { page } = reader
  await reader.go('/accounts/settings')
  await page.getByLabel('Single-key shortcuts').focus()
  await page.keyboard.press('Space')
  await leave(reader, 'Enter')
  expect(await page.getByRole('status').first().innerText()).toMatch(/^Saved at \d\d:\d\d\.$/)
  await reader.go('/')
  await page.keyboard.press('j')
  expect(await reader.ask('document.activeElement === document.body')).toBe(true)
  await page.keyboard.press('?')
  expect(await page.locator('#keys').isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Keyboard' }).focus()
  await page.keyboard.press('Enter')
  expect(await page.locator('#keys').innerText()).toContain('Turned off in your settings.')
  await reader.end()
})

inBrowser(
  'without scripts, by Tab, Enter and Space alone: past the navigation, into a story, a fold, another order, dark colours, larger text',
  async () => {
    const reader = await half.reader(await half.site(), { javaScriptEnabled: false })
    const { page } = reader
    await reader.go('/')
    expect(await tabTo(reader, '.skip')).toBe(1)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/#main')
    await tabTo(reader, '#lead a')
    const headline = await focused(reader)
    await leave(reader, 'Enter')
    expect(await page.locator('h1').innerText()).toBe(headline)

    await tabTo(reader, '.skip')
    await page.keyboard.press('Enter')
    await tabTo(reader, '.facts a[href="#comments"]')
    await page.keyboard.press('Enter')
    await page.waitForURL('**#comments')
    await tabTo(reader, '.fold')
    const id = await commentHere(reader)
    await page.keyboard.press('Space')
    expect(await page.locator(`#${id} .comment-body`).isVisible()).toBe(false)
    await page.keyboard.press('Space')
    expect(await page.locator(`#${id} .comment-body`).isVisible()).toBe(true)
    await tabTo(reader, '.views a:not([aria-current])', 'Shift+Tab')
    await leave(reader, 'Enter')
    expect(await page.locator('.views [aria-current]').innerText()).toBe('Recommended')

    await reader.go('/archive')
    await tabTo(reader, '#theme-auto')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await tabTo(reader, '.foot form .btn')
    await leave(reader, 'Enter')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(reader.at()).toBe('/archive')
    await tabTo(reader, '.foot form a')
    await leave(reader, 'Enter')
    await tabTo(reader, 'main input[name=size]')
    await page.keyboard.press('ArrowRight')
    await leave(reader, 'Enter')
    expect(reader.at()).toMatch(/^\/theme\?saved=\d+$/)
    expect(await page.getByRole('status').innerText()).toBe('Saved at 17:05.')
    expect(await page.locator('html').getAttribute('data-text')).toBe('large')
    await reader.end()
  },
)
