// A guest comments, keeps the receipt, is let through, and later makes the comment an account's.
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/time.ts'
import { bothWays, browserHalf, inBrowser, OVERFLOW } from '../support/browser.ts'
import { scriptless, type Visitor } from '../support/journeys.ts'

const half = browserHalf()

const STORY = 'Market to try a stall for things that are nearly finished'
const WORDS = 'A half-finished boat is still a <b>boat</b>.'

const text = ({ page }: Visitor) => page.getByLabel('Your comment', { exact: true })

for (const { scripts, options } of bothWays) {
  inBrowser(
    `a guest writes, is told where the comment stands, changes it, is let through and claims it, ${scripts}`,
    async () => {
      const site = await half.site()
      const guest = await half.reader(site, { ...options, viewport: { width: 360, height: 740 } })
      const { page } = guest
      await guest.go(await site.addressOf(STORY))
      expect(await page.locator('#post').innerText()).toContain(
        'A moderator reads a guest’s first comment before it appears.',
      )
      const name = page.getByLabel('Your name', { exact: true })
      await page.getByRole('button', { name: 'Pic-a-Nic' }).click()
      await expect.poll(() => name.inputValue()).toMatch(/^\S+ \S+ \d+$/)
      const nic = await name.inputValue()
      await text(guest).fill(WORDS)
      await guest.press(page.getByRole('button', { name: 'Post comment' }))
      const mine = page.locator('.cm.held > article:target')
      expect(await mine.innerText()).toContain('Only you see this. Waiting for a moderator')
      await guest.press(mine.getByRole('button', { name: /^Your receipt/ }))
      expect(guest.at()).toMatch(/^\/comments\/receipts\/[\w-]{43}$/)
      const receipt = guest.at()
      expect(await page.getByLabel('The address of this page').inputValue()).toBe(
        `http://localhost:${new URL(site.origin).port}${receipt}`,
      )
      expect(await page.locator('main').innerText()).toContain('Your comment is waiting for a moderator.')
      expect(await guest.ask<number>(OVERFLOW)).toBeLessThanOrEqual(0)
      await text(guest).fill('A half-finished boat is still a boat, mostly.')
      await guest.press(page.getByRole('button', { name: 'Save changes' }))
      expect(await page.getByRole('status').innerText()).toBe('Your changes are saved.')
      await guest.go(await site.addressOf(STORY))
      expect(await page.locator('.cm.held').innerText()).toContain('half-finished')
      const stranger = await half.reader(site, options)
      await stranger.go(await site.addressOf(STORY))
      expect(await stranger.page.locator('.thread').innerText()).not.toContain('half-finished')
      await stranger.end()

      const moderator = await half.reader(site, options, await site.account('Tally', 'moderator'))
      await moderator.go('/')
      await moderator.press(moderator.page.getByRole('link', { name: 'Queue' }))
      await moderator.page.locator('.case summary').click()
      expect(await moderator.page.locator('.case').innerText()).toContain(
        'A half-finished boat is still a boat, mostly.',
      )
      await moderator.press(moderator.page.getByRole('button', { name: `Approve the comment by ${nic}` }))
      expect(await moderator.page.getByRole('status').innerText()).toMatch(/^Approved the comment by /)
      await moderator.end()

      await guest.go(receipt)
      await guest.press(page.getByRole('link', { name: 'Your comment in the thread' }))
      expect(await page.locator('article.comment:target .cm-head').innerText()).toMatch(
        new RegExp(`^${nic}\\s+guest\\s`),
      )
      await guest.go(receipt)
      await guest.press(page.getByRole('link', { name: 'register', exact: true }))
      await page.getByLabel('Nic', { exact: true }).fill('Clinker')
      await page.getByLabel(/^E-mail/).fill('clinker@mail.example')
      await page.getByLabel('Password').fill('lapstrake and rivets')
      await guest.press(page.getByRole('button', { name: 'Register' }))
      expect(guest.at()).toBe(`${receipt}?done=claim`)
      expect(await page.locator('main').innerText()).toContain('Welcome, Clinker.')
      expect(await page.locator('main').innerText()).toContain(`It keeps the name ${nic}`)
      expect(await page.getByRole('status').innerText()).toBe('The comment is yours now.')
      await guest.go(await site.addressOf(STORY))
      expect(await page.locator('.tally').innerText()).toBe('You have commented 1 time on Broadside.')
      expect(await page.getByLabel('Your name', { exact: true }).inputValue()).toBe(nic)
      await guest.end()
    },
  )
}

test(`a guest takes the comment back and puts it back by the receipt`, async () => {
  const site = await scriptless.site()
  const guest = await scriptless.reader(site, {})
  const { page } = guest
  await guest.go(await site.addressOf(STORY))
  await page.getByLabel('Your name', { exact: true }).fill('Passer-by')
  await text(guest).fill(WORDS)
  await guest.press(page.getByRole('button', { name: 'Post comment' }))
  await guest.press(page.locator('.cm.held').getByRole('button', { name: /^Withdraw/ }))
  await guest.press(page.getByRole('button', { name: 'Withdraw comment' }))
  expect(await page.locator('main').innerText()).toContain('You withdrew this comment.')
  await guest.press(page.getByRole('button', { name: 'Undo withdrawal' }))
  expect(await page.locator('main').innerText()).toContain('Your comment is waiting for a moderator.')
  site.advance(16 * MINUTE)
  await page.reload()
  expect(await page.locator('main').innerText()).toContain('Your comment can no longer be edited')
  await guest.end()
})
