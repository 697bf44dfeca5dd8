// A thread that is to close and to reopen does both on time, by the clock alone, for whoever reads and whoever is writing.
import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/time.ts'
import { scriptless } from '../support/journeys.ts'

const STORY = 'Market to try a stall for things that are nearly finished'
const SENTENCE = 'Sorry. Comments have been closed on this article.'
const LATE = 'I had only gone\nto look for <i>the figures</i>.'

test(`a thread is closed and reopened on time, and gives back what came between`, async () => {
  const site = await scriptless.site()
  const story = await site.addressOf(STORY)
  const moderator = await scriptless.reader(site, {}, await site.account('Fair Lead', 'moderator'))
  const member = await scriptless.reader(site, {}, await site.account('Late Tide'))
  const stranger = await scriptless.reader(site, {})

  // It is 17:05. From six until eight nobody is to write.
  await moderator.go(story)
  await moderator.press(moderator.page.getByRole('link', { name: 'Close' }))
  const form = moderator.page
  await form.getByLabel('Reason').fill('The stall is being counted')
  await form.getByLabel('Close it at').fill('2080-03-12T18:00')
  await form.getByLabel('Reopen it at').fill('2080-03-12T17:30')
  await moderator.press(form.getByRole('button', { name: 'Close thread' }))
  expect(await form.locator('#until[aria-invalid=true] + .err').innerText()).toContain(
    'Enter a time after the thread closes.',
  )
  expect(await form.getByLabel('Reason').inputValue()).toBe('The stall is being counted')
  await form.getByLabel('Reopen it at').fill('2080-03-12T20:00')
  await moderator.press(form.getByRole('button', { name: 'Close thread' }))

  // Before six it is open, and says what is to come.
  await stranger.go(story)
  expect(await stranger.page.getByText(SENTENCE).count()).toBe(0)
  expect(await stranger.page.locator('main').innerText()).toContain('18:00')
  await member.go(story)
  await member.page.getByLabel('Your comment', { exact: true }).fill(LATE)

  // At six it is closed: for readers of the kept page, and for whoever had begun to write.
  site.advance(HOUR)
  await stranger.go(story)
  expect(await stranger.page.getByText(SENTENCE).count()).toBe(2)
  expect(await stranger.page.locator('form.post').count()).toBe(0)
  expect(await stranger.page.locator('.closed').innerText()).toMatch(/Fair Lead[^]*The stall is being counted/)
  expect(await stranger.page.locator('.closed').innerText()).toContain('20:00')
  await member.press(member.page.locator('#post').getByRole('button', { name: 'Post comment' }))
  expect(await member.page.getByRole('alert').innerText()).toContain(SENTENCE)
  expect(await member.page.getByLabel('Your text').inputValue()).toBe(LATE)

  // At eight it is open again, and what was written is still there.
  site.advance(2 * HOUR - 5 * MINUTE)
  await stranger.go(story)
  expect(await stranger.page.getByText(SENTENCE).count()).toBe(0)
  await member.go(story)
  expect(await member.page.getByLabel('Your comment', { exact: true }).inputValue()).toBe(LATE)
  await member.press(member.page.locator('#post').getByRole('button', { name: 'Post comment' }))
  expect(await member.page.locator('article.comment:target .comment-body').innerText()).toBe(
    'I had only gone\nto look for the figures.',
  )
  await moderator.end([422])
  await member.end([409])
  await stranger.end()
})
