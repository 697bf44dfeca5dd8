// A moderator closes a thread with a reason, a member comes too late, the log says so, and the thread opens again.
import { expect } from 'vitest'
import { bothWays, browserHalf, inBrowser } from '../support/browser.ts'

const half = browserHalf()

const STORY = 'Market to try a stall for things that are nearly finished'
const SENTENCE = 'Sorry. Comments have been closed on this article.'
const REASON = 'Everything has been said, and the stall is sold.'

for (const { scripts, options } of bothWays) {
  inBrowser(
    `a thread is closed with a reason, refuses a comment that comes too late and gives it back, and opens again, ${scripts}`,
    async () => {
      const site = await half.site()
      const member = await half.reader(site, options, await site.account('Late Tide'))
      const moderator = await half.reader(site, options, await site.account('Fair Lead', 'moderator'))
      const story = await site.addressOf(STORY)
      await member.go(story)
      await moderator.go(story)
      await member.page.getByLabel('Your comment', { exact: true }).fill('I was only\n<b>thinking</b> about it.')

      const { page } = moderator
      await moderator.press(page.getByRole('link', { name: 'Close' }))
      const reason = page.getByLabel('Reason')
      const send = page.getByRole('button', { name: 'Close thread' })
      await reason.fill('   ')
      await moderator.press(send)
      expect(await page.locator('#reason[aria-invalid=true] + .err').innerText()).toContain('Choose a reason')
      await reason.fill(REASON)
      await moderator.press(send)
      expect(moderator.at()).toBe(`${story}#comments`)
      expect(await page.getByText(SENTENCE).count()).toBe(2)
      const closed = page.locator('.closed')
      expect(await closed.innerText()).toContain(
        `${SENTENCE}\n\nClosed by Fair Lead, 12 March 2080, 17:05. Reason: ${REASON}`,
      )

      await member.press(member.page.locator('#post').getByRole('button', { name: 'Post comment' }))
      expect(await member.page.getByRole('alert').innerText()).toContain(SENTENCE)
      expect(await member.page.getByLabel('Your text').inputValue()).toBe('I was only\n<b>thinking</b> about it.')
      await member.press(member.page.getByRole('link', { name: 'Back to the article' }))
      expect(await member.page.getByText(SENTENCE).count()).toBe(2)
      expect(await member.page.locator('form.post').count()).toBe(0)
      expect(await member.page.getByRole('link', { name: /^Reply/ }).count()).toBe(0)

      await moderator.press(closed.getByRole('link', { name: /^Public log, entry \d+$/ }))
      const entry = page.locator('tr:target')
      expect(await entry.innerText()).toMatch(/Fair Lead/)
      expect(await entry.innerText()).toContain(REASON)
      await moderator.press(entry.getByRole('link', { name: STORY }))
      await moderator.press(page.getByRole('link', { name: 'Reopen' }))
      await page.getByLabel('Reason').fill('There is a second stall.')
      await moderator.press(page.getByRole('button', { name: 'Reopen thread' }))
      expect(await page.getByText(SENTENCE).count()).toBe(0)

      await member.go(story)
      await member.page.getByLabel('Your comment', { exact: true }).fill('I will take that one.')
      await member.press(member.page.locator('#post').getByRole('button', { name: 'Post comment' }))
      expect(await member.page.locator('article.comment:target .comment-body').innerText()).toBe(
        'I will take that one.',
      )
      await moderator.end([422])
      await member.end([409])
    },
  )
}
