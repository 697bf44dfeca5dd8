// What a script adds to a thread and to the form: keys, and a toolbar whose work can be undone.
import { expect } from 'vitest'
import { MINUTE } from '../../src/time.ts'
import { browserHalf, inBrowser, type Reader } from '../support/browser.ts'

const half = browserHalf()

/** Somebody under a story of ten comments, signed in. */
async function underTheStory(): Promise<Reader> {
  const site = await half.site()
  const reader = await half.reader(site, {}, await site.account('Quick Hand'))
  await reader.go(await site.addressOf('The Constance may keep her whistle'))
  return reader
}

/** Id of the comment that has the focus. */
const here = (reader: Reader): Promise<string> => reader.ask('document.activeElement.closest(".comment")?.id ?? ""')

inBrowser('j and k go to the next and the previous comment, u to the parent, past what is folded', async () => {
  const reader = await underTheStory()
  const { keyboard } = reader.page
  const ids = await reader.ask<string[]>('[...document.querySelectorAll(".thread .comment")].map((one) => one.id)')
  const parentOf = (id: string): Promise<string> =>
    reader.ask(`document.querySelector('.cm:has(> .replies > .cm > #${id}) > .comment')?.id ?? ''`)
  for (const id of ids.slice(0, 3)) {
    await keyboard.press('j')
    expect(await here(reader)).toBe(id)
  }
  expect(await reader.ask('document.activeElement.matches("a[href^=\'/comments/\']")')).toBe(true)
  await keyboard.press('k')
  expect(await here(reader)).toBe(ids[1])
  expect(await parentOf(ids[1]!)).not.toBe('')
  await keyboard.press('u')
  expect(await here(reader)).toBe(await parentOf(ids[1]!))

  const folded = reader.page.locator(`.cm:has(> #${ids[0]})`)
  const within = await folded.locator('.replies .comment').count()
  await keyboard.press('c')
  expect(await folded.locator('.replies').first().isVisible()).toBe(false)
  await keyboard.press('j')
  expect(await here(reader)).toBe(ids[within + 1])
  await keyboard.press('k')
  await keyboard.press('c')
  expect(await folded.locator('.replies').first().isVisible()).toBe(true)
  await reader.end()
})

inBrowser(
  'v changes the order, r replies to the comment, ? shows the list of keys, and all are silent while somebody types',
  async () => {
    const reader = await underTheStory()
    const { page } = reader
    const list = page.getByRole('heading', { name: 'Keyboard' })
    await page.keyboard.press('?')
    expect(await list.isVisible()).toBe(true)
    await page.keyboard.press('?')
    expect(await list.isVisible()).toBe(false)

    const text = page.getByLabel('Your comment', { exact: true })
    await text.pressSequentially('jknp[]urcv?')
    expect(await text.inputValue()).toBe('jknp[]urcv?')
    expect(await reader.ask('document.activeElement.id')).toBe('body')
    await text.fill('')
    await text.blur()

    const turned = page.waitForEvent('load')
    await page.keyboard.press('v')
    await turned
    expect(
      await page.getByRole('navigation', { name: 'Order of comments' }).locator('[aria-current]').innerText(),
    ).toBe('Flat')
    await page.keyboard.press('j')
    const id = (await here(reader)).slice(1)
    await page.keyboard.press('r')
    await page.locator(`#c${id} #body:focus`).waitFor()
    await reader.end()
  },
)

inBrowser('n and p go from one new comment to the next and back, and n on from the last one', async () => {
  const site = await half.site()
  const reader = await half.reader(site, {}, await site.account('Quick Hand'))
  const story = await site.addressOf('The Constance may keep her whistle')
  await reader.go(story)
  site.advance(40 * MINUTE)
  const other = await half.reader(site, {}, await site.account('Slow Hand'))
  for (const text of ['One.', 'Two.']) {
    await other.go(story)
    await other.page.getByLabel('Your comment', { exact: true }).fill(text)
    await other.press(other.page.locator('#post').getByRole('button', { name: 'Post comment', exact: true }))
  }
  await other.end()
  await reader.go(story)
  const { keyboard } = reader.page
  const fresh = await reader.ask<string[]>('[...document.querySelectorAll(".is-new > .comment")].map((one) => one.id)')
  expect(fresh).toHaveLength(2)
  for (const id of fresh) {
    await keyboard.press('n')
    expect(await here(reader)).toBe(id)
  }
  await keyboard.press('p')
  expect(await here(reader)).toBe(fresh[0])
  await keyboard.press('p')
  expect(await here(reader)).toBe(fresh[0])
  await keyboard.press('n')
  await keyboard.press('n')
  await reader.page.waitForURL('**#post')
  await reader.end()
})

inBrowser(
  'brackets go from one top-level comment to the next and back, also where they are typed with Alt',
  async () => {
    const reader = await underTheStory()
    const { keyboard } = reader.page
    const tops = await reader.ask<string[]>(
      '[...document.querySelectorAll(".thread > ol > .cm > .comment")].map((one) => one.id)',
    )
    expect(tops.length).toBeGreaterThan(2)
    for (const id of tops.slice(0, 2)) {
      await keyboard.press(']')
      expect(await here(reader)).toBe(id)
    }
    await keyboard.press('j')
    await keyboard.press('[')
    expect(await here(reader)).toBe(tops[1])
    await keyboard.press('Alt+[')
    expect(await here(reader)).toBe(tops[0])
    await keyboard.press('Meta+]')
    expect(await here(reader)).toBe(tops[0])
    await reader.end()
  },
)

inBrowser('j and k go through the stories of a list, Enter opens one, and ? shows the keys everywhere', async () => {
  const reader = await half.reader(await half.site())
  await reader.go('/')
  const { page } = reader
  const stories = await reader.ask<string[]>(
    '[...document.querySelectorAll("main :is(.lead, .story) .hed a")].map((one) => one.textContent)',
  )
  const focused = (): Promise<string> => reader.ask('document.activeElement.textContent')
  for (const headline of stories.slice(0, 3)) {
    await page.keyboard.press('j')
    expect(await focused()).toBe(headline)
  }
  await page.keyboard.press('k')
  expect(await focused()).toBe(stories[1])
  await page.keyboard.press('?')
  expect(await page.getByRole('heading', { name: 'Keyboard' }).isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  const opened = page.waitForEvent('load')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await opened
  expect(await page.locator('h1').innerText()).toBe(stories[2])
  await reader.end()
})

inBrowser('a button of the toolbar goes around the selection, and one undo takes it back', async () => {
  const reader = await underTheStory()
  const { page } = reader
  const text = page.getByLabel('Your comment', { exact: true })
  await text.pressSequentially('The whistle stays.')
  await reader.ask('document.querySelector("#body").setSelectionRange(4, 11)')
  await page.getByRole('button', { name: 'Italic' }).click()
  expect(await text.inputValue()).toBe('The <i>whistle</i> stays.')
  expect(
    await reader.ask('[document.querySelector("#body").selectionStart, document.querySelector("#body").selectionEnd]'),
  ).toEqual([7, 14])
  await page.keyboard.press('Control+z')
  expect(await text.inputValue()).toBe('The whistle stays.')
  await reader.end()
})

inBrowser(
  'a form that came back puts the focus on what is to be put right, and its title says so without scripts too',
  async () => {
    const site = await half.site()
    const story = await site.addressOf('The Constance may keep her whistle')
    for (const javaScriptEnabled of [true, false]) {
      const reader = await half.reader(
        site,
        { javaScriptEnabled },
        await site.account(`Slip ${javaScriptEnabled ? 'One' : 'Two'}`),
      )
      await reader.go(story)
      expect(await reader.ask('document.activeElement === document.body')).toBe(true)
      await reader.page.getByLabel('Your comment', { exact: true }).fill('<b></b>')
      await reader.press(reader.page.getByRole('button', { name: 'Post comment' }))
      expect(await reader.page.title()).toMatch(/^Error: /)
      expect(await reader.ask('document.activeElement.id')).toBe(javaScriptEnabled ? 'errs' : '')
      await reader.end([422])
    }
  },
)
