// A member puts their own words right, takes them back, and answers with a quotation.
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/time.ts'
import { browserHalf, inBrowser } from '../support/browser.ts'
import { type Found, type HalfOf, journeyWays, scriptless, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const browser = browserHalf()

const STORY = 'Market to try a stall for things that are nearly finished'

async function signedIn<R extends Visitor>(half: HalfOf<R>, site: Served, nic: string): Promise<R> {
  const reader = await half.reader(site, {}, await site.account(nic))
  await reader.go(await site.addressOf(STORY))
  return reader
}

/** Posts a comment, and says where it stands. */
async function say(reader: Visitor, text: string): Promise<{ id: string; comment: Found }> {
  await reader.page.getByLabel('Your comment', { exact: true }).fill(text)
  await reader.press(reader.page.locator('#post').getByRole('button', { name: /^Post/ }))
  const id = /#c(\d+)$/.exec(reader.at())![1]!
  return { id, comment: reader.page.locator(`#c${id}`) }
}

for (const { scripts, journey, half } of journeyWays()) {
  journey(`Quote puts what is answered at the head of the reply, ${scripts}`, async () => {
    const reader = await signedIn(half, await half.site(), 'Echo Sounder')
    const { page } = reader
    const { comment } = await say(reader, 'One half.\n\nThe other half.')
    if (scripts === 'with scripts') await comment.getByText('More', { exact: true }).click()
    await comment.getByRole('link', { name: 'Quote' }).click()
    await expect
      .poll(() => page.getByLabel('Your comment', { exact: true }).inputValue())
      .toBe('> One half.\n>\n> The other half.\n\n')
    await page
      .getByLabel('Your comment', { exact: true })
      .fill(`${await page.getByLabel('Your comment', { exact: true }).inputValue()}Quite so.`)
    await reader.press(page.getByRole('button', { name: 'Post reply' }))
    expect(await page.locator('article.comment:target blockquote').innerText()).toBe('One half.\n\nThe other half.')
    await reader.end()
  })
}

inBrowser('with scripts, what is selected in a comment is what Reply quotes, by pointer and by key', async () => {
  const reader = await signedIn(browser, await browser.site(), 'Fine Point')
  const { page } = reader
  const { id } = await say(reader, 'One half.\n\nThe other half.')
  const comment = page.locator(`#c${id}`)
  const select = (): Promise<void> =>
    reader.ask(
      'getSelection().selectAllChildren(document.querySelector("article.comment:target .comment-body p:last-child"))',
    )
  const quoted = async (): Promise<string> => page.getByLabel('Your comment', { exact: true }).inputValue()
  await select()
  await comment.getByRole('link', { name: /^Reply/ }).click()
  await expect.poll(quoted).toBe('> The other half.\n\n')
  await page.reload()
  await select()
  await comment.getByText('More', { exact: true }).click()
  await comment.getByRole('link', { name: 'Quote' }).click()
  await expect.poll(quoted).toBe('> The other half.\n\n')
  await page.reload()
  await comment.locator('.cm-head > a').first().focus()
  await select()
  await page.keyboard.press('r')
  await expect.poll(quoted).toBe('> The other half.\n\n')
  await page.reload()
  await reader.ask('getSelection().removeAllRanges()')
  await comment.getByRole('link', { name: /^Reply/ }).click()
  await page.getByRole('heading', { name: /^Reply to/ }).waitFor()
  expect(await quoted()).toBe('')
  await reader.end()
})

test(`a member changes a comment, sees the mark, and everybody reads what it said before`, async () => {
  const site = await scriptless.site()
  const reader = await signedIn(scriptless, site, 'Second Thought')
  const { page } = reader
  const { id, comment } = await say(reader, 'The stall stands on a Tuesday.')
  site.advance(5 * MINUTE)
  await page.reload()
  await reader.press(comment.getByRole('link', { name: /^Edit \(10 min left\)/ }))
  const text = page.getByLabel('Your comment', { exact: true })
  expect(await text.inputValue()).toBe('The stall stands on a Tuesday.')
  await text.fill('The stall stands on a <b>Thursday</b>.')
  await reader.press(page.getByRole('button', { name: 'Preview', exact: true }).last())
  const preview = await page.locator('.preview .comment-body').innerHTML()
  await reader.press(page.getByRole('button', { name: 'Save changes' }))
  expect(reader.at()).toContain(`#c${id}`)
  expect(await comment.locator('.comment-body').innerHTML()).toBe(preview)
  await reader.press(comment.getByRole('link', { name: 'edited 17:10' }))
  expect(reader.at()).toBe(`/comments/${id}/history`)
  expect(await page.locator('.diff del').innerText()).toContain('Tuesday')
  expect(await page.locator('.diff ins').innerText()).toContain('<b>Thursday</b>')
  const stranger = await scriptless.reader(site, {})
  await stranger.go(`/comments/${id}/history`)
  expect(await stranger.page.locator('.diff del').count()).toBe(1)
  await stranger.end()
  await reader.press(page.getByRole('link', { name: 'Back to the thread' }))
  expect(reader.at()).toContain(`#c${id}`)
  await reader.end()
})

test(`a member whose time runs out while they write gets the text back`, async () => {
  const site = await scriptless.site()
  const reader = await signedIn(scriptless, site, 'Slow Hand')
  const { page } = reader
  const { id } = await say(reader, 'Short.')
  await reader.go(`/comments/${id}/edits`)
  await page.getByLabel('Your comment', { exact: true }).fill('Long, and long in coming.')
  site.advance(20 * MINUTE)
  await reader.press(page.getByRole('button', { name: 'Save changes' }))
  expect(await page.getByLabel('Your text').inputValue()).toBe('Long, and long in coming.')
  await reader.press(page.getByRole('link', { name: 'Your comment in the thread' }))
  expect(await page.locator(`#c${id} .comment-body`).innerText()).toBe('Short.')
  await reader.end([409])
})

test(`a member takes a comment back, and puts it back`, async () => {
  const site = await scriptless.site()
  const reader = await signedIn(scriptless, site, 'Changed Mind')
  const { page } = reader
  const { id, comment } = await say(reader, 'I never liked the stall.')
  await reader.press(comment.getByRole('link', { name: /^Withdraw/ }))
  await reader.press(page.getByRole('button', { name: 'Withdraw comment' }))
  expect(await page.getByRole('status').innerText()).toContain('You withdrew this comment at 17:05.')
  await reader.press(page.getByRole('link', { name: 'Back to the thread' }))
  expect(await comment.count()).toBe(0)
  await reader.go(`/comments/${id}/withdrawals`)
  await reader.press(page.getByRole('button', { name: 'Undo withdrawal' }))
  expect(reader.at()).toContain(`#c${id}`)
  expect(await comment.locator('.comment-body').innerText()).toBe('I never liked the stall.')
  await reader.end()
})
