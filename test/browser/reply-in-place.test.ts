// Replying with scripts: the form under the comment, the preview without a new page, and what is typed.
import { beforeAll, expect, inject } from 'vitest'
import { violations } from '../support/axe.ts'
import { browserHalf, inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()
const STORY = 'The Constance may keep her whistle'
const PHONE = { viewport: { width: 360, height: 740 } }

let site: Served
let story = ''

beforeAll(async () => {
  if (inject('chromium') === null) return
  site = await half.site()
  story = await site.addressOf(STORY)
})

const textOf = (reader: Reader) => reader.page.getByLabel('Your comment', { exact: true })
const replyTo = (reader: Reader, nth: number) =>
  reader.page
    .locator('.thread > ol > .cm > .comment')
    .nth(nth)
    .getByRole('link', { name: /^Reply to/ })
const focused = (reader: Reader) => reader.ask<string>('document.activeElement.getAttribute("href")')
const openReply = async (reader: Reader, nth: number): Promise<void> => {
  await replyTo(reader, nth).click()
  await reader.page.locator('.thread > ol > .cm > .comment').nth(nth).locator('#body:focus').waitFor()
}

inBrowser(
  'Reply opens the one form under the comment, in sight on a phone, and leaves folds and the address',
  async () => {
    const reader = await half.reader(site, PHONE, await site.account('Near Hand'))
    const { page } = reader
    await reader.go(story)
    await page.locator('.fold').nth(1).check()
    await openReply(reader, 2)
    expect(await page.locator('form.post').count()).toBe(1)
    expect(await page.locator('[id="body"]').count()).toBe(1)
    expect(reader.at()).toBe(story)
    expect(await page.locator('.fold').nth(1).isChecked()).toBe(true)
    expect(await reader.ask<number>('document.querySelector("#body").getBoundingClientRect().top')).toBeGreaterThan(0)
    expect(
      await reader.ask<number>('document.querySelector("#body").getBoundingClientRect().bottom'),
    ).toBeLessThanOrEqual(740)
    expect(await reader.ask<number>(OVERFLOW)).toBe(0)
    expect(await violations(reader, { exclude: '.thread > ol > li:nth-child(n+4)' })).toEqual([])
    await reader.end()
  },
)

inBrowser(
  'Escape and Cancel give the focus back to Reply, and every text is there when its form is opened again',
  async () => {
    const reader = await half.reader(site, {}, await site.account('Kept Word'))
    const { page } = reader
    await reader.go(story)
    await textOf(reader).fill('To nobody in particular.')
    await openReply(reader, 0)
    expect(await textOf(reader).inputValue()).toBe('')
    await textOf(reader).fill('To the first.')
    await openReply(reader, 1)
    expect(await textOf(reader).inputValue()).toBe('')
    await textOf(reader).fill('To the second.')
    await page.keyboard.press('Escape')
    expect(await focused(reader)).toBe(await replyTo(reader, 1).getAttribute('href'))
    expect(await textOf(reader).inputValue()).toBe('To nobody in particular.')
    expect(await page.locator('.thread #post').count()).toBe(0)
    await openReply(reader, 0)
    expect(await textOf(reader).inputValue()).toBe('To the first.')
    await page.locator('#post').getByRole('link', { name: 'Cancel' }).click()
    expect(await focused(reader)).toBe(await replyTo(reader, 0).getAttribute('href'))
    await openReply(reader, 1)
    expect(await textOf(reader).inputValue()).toBe('To the second.')
    // The second press of a double one is ignored.
    const post = page.locator('#post').getByRole('button', { name: 'Post reply' })
    await reader.press({ click: () => post.dblclick() })
    expect(await page.locator('.comment', { hasText: 'To the second.' }).count()).toBe(1)
    expect(await page.locator('article.comment:target .comment-body').innerText()).toBe('To the second.')
    expect(await page.locator('.thread > ol > .cm').nth(1).locator('article.comment:target').count()).toBe(1)
    await reader.end()
  },
)

inBrowser(
  'Preview shows the comment above the buttons of the form, and what is wrong, without leaving the page',
  async () => {
    const reader = await half.reader(site, {}, await site.account('Look Twice'))
    const { page } = reader
    await reader.go(story)
    await openReply(reader, 0)
    await textOf(reader).fill('It is <b>so</b>.')
    const preview = page
      .locator('#post')
      .getByRole('button', { name: /^Preview/ })
      .last()
    await preview.click()
    await page.locator('#post .preview:focus').waitFor()
    expect(await page.locator('.preview .comment-body').innerHTML()).toBe('<p>It is <b>so</b>.</p>')
    expect(await reader.ask<boolean>('document.querySelector(".preview + .row > [value=post]") !== null')).toBe(true)
    expect(reader.at()).toBe(story)
    expect(await textOf(reader).inputValue()).toBe('It is <b>so</b>.')
    await textOf(reader).fill(' ')
    await preview.click()
    await page.locator('#errs:focus').waitFor()
    expect(await page.locator('#body[aria-invalid=true]').count()).toBe(1)
    await textOf(reader).fill('It is <b>so</b>, still.')
    await page.locator('#post').getByRole('button', { name: 'Bold' }).click()
    expect(await textOf(reader).inputValue()).toBe('It is <b>so</b>, still.<b></b>')
    await reader.end()
  },
)

inBrowser('a branch on its own page, which has no form, gets one under the comment', async () => {
  const reader = await half.reader(site, {}, await site.account('Far Branch'))
  const { page } = reader
  await reader.go(story)
  // Not the first one: the browser of a reader who has left may still save a text for that.
  const id = await page.locator('.thread > ol > .cm > .comment').nth(2).getAttribute('id')
  await reader.go(`/comments/${id!.slice(1)}/thread`)
  const reply = page.locator(`#${id}`).getByRole('link', { name: /^Reply to/ })
  await reply.click()
  await page.locator(`#${id} #body:focus`).waitFor()
  await textOf(reader).fill('Here.')
  await page.locator('#post').getByRole('button', { name: 'Italic' }).click()
  expect(await textOf(reader).inputValue()).toBe('Here.<i></i>')
  await page.keyboard.press('Escape')
  expect(await page.locator('#post').count()).toBe(0)
  await reply.click()
  await page.locator(`#${id} #body:focus`).waitFor()
  expect(await textOf(reader).inputValue()).toBe('Here.<i></i>')
  await reader.press(page.locator('#post').getByRole('button', { name: 'Post reply' }))
  expect(await page.locator('#errs').allInnerTexts()).toEqual([])
  expect(await page.locator('article.comment:target .comment-body').innerText()).toBe('Here.')
  await reader.end()
})

inBrowser('a failed request leaves Reply the link that it is', async () => {
  const reader = await half.reader(site, {}, await site.account('Lost Line'))
  const { page } = reader
  await reader.go(story)
  await page.route('**/comments/new?**', (route) =>
    route.request().isNavigationRequest() ? route.continue() : route.fulfill({ status: 503, body: '' }),
  )
  await Promise.all([page.waitForURL('**/comments/new?**'), replyTo(reader, 0).click()])
  expect(await reader.ask<string>('document.activeElement.id')).toBe('body')
  expect(await page.locator('.above .comment').count()).toBe(1)
  await page.unrouteAll()
  expect(reader.complaints().every((one) => one.includes('503'))).toBe(true)
  await reader.close()
})
