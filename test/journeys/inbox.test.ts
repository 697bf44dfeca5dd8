// A member's inbox in a browser: a reply comes in, is read by following it or by a button; and how its pages look, wide and narrow.
import { expect } from 'vitest'
import { setConfirmedEmail, setEmail } from '../../src/accounts/email/queries.ts'
import { write } from '../../src/db/write.ts'
import { createMailToken } from '../../src/mail/actions.ts'
import { removeComment, restoreComment } from '../../src/moderation/decisions/actions.ts'
import { faults } from '../browser/walk.ts'
import { browserHalf, inBrowser } from '../support/browser.ts'
import { type HalfOf, journeyWays, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const browser = browserHalf()
const STORY = 'Market to try a stall for things that are nearly finished'

async function comment(reader: Visitor, text: string): Promise<void> {
  await reader.page.getByLabel('Your comment', { exact: true }).fill(text)
  await reader.press(reader.page.locator('#post').getByRole('button', { name: /^Post/ }).last())
}

/** Two members talk: the second answers, and mentions, the first. */
async function talk<R extends Visitor>(half: HalfOf<R>, site: Served): Promise<R> {
  const ada = await half.reader(site, {}, await site.account('Ada Quill'))
  const bo = await half.reader(site, {}, await site.account('Bo'))
  await ada.go(await site.addressOf(STORY))
  await comment(ada, 'Which pen?')
  await bo.go(ada.at())
  await bo.page
    .locator('article:target')
    .getByRole('link', { name: /^Reply to/ })
    .click()
  await bo.page.getByRole('heading', { name: /^Reply to/ }).waitFor()
  await comment(bo, 'The green one, and it must be said that '.repeat(6))
  await bo.go(await site.addressOf(STORY))
  await comment(bo, 'You, @Ada Quill, should know.')
  await bo.end()
  return ada
}

for (const { scripts, journey, half } of journeyWays()) {
  journey(
    `A member is told of a reply and a mention, reads one by following it and the other by a button, ${scripts}`,
    async () => {
      const site = await half.site()
      const ada = await talk(half, site)
      const { page } = ada
      const counter = page.getByRole('navigation', { name: 'Your account' }).locator('.new')
      await ada.go('/')
      expect(await counter.first().innerText()).toMatch(/^2/)
      await ada.press(page.getByRole('link', { name: 'Inbox 2 unread' }).first())
      expect(await page.locator('.result.unread').count()).toBe(2)
      await ada.press(page.locator('.result', { hasText: 'replied' }).getByRole('link', { name: /^In the thread/ }))
      expect(await page.locator('article:target .comment-body').innerText()).toContain('The green one')
      await site.deps.flushMarks()
      await ada.go('/inbox')
      expect(await page.locator('.result.unread').count()).toBeLessThan(2)
      await ada.go('/inbox')
      if ((await page.locator('.result.unread').count()) > 0)
        await ada.press(page.getByRole('button', { name: 'Mark all as read' }))
      expect(await page.locator('.result.unread').count()).toBe(0)
      expect(await counter.count()).toBe(0)
      await ada.go(await site.addressOf(STORY))
      await ada.press(page.getByRole('button', { name: 'Follow this thread' }))
      expect(await page.getByRole('button', { name: 'Unfollow' }).isVisible()).toBe(true)
      await ada.press(page.getByRole('button', { name: 'Mute thread' }))
      await ada.go('/inbox/follows')
      await ada.press(page.getByRole('button', { name: /^Unmute thread/ }))
      expect(ada.at()).toBe('/inbox/follows')
      expect(await page.getByText('You follow no thread.').isVisible()).toBe(true)
      await ada.end()
    },
  )
}

inBrowser('The pages of inbox and mail are without fault for axe and no wider than a telephone', async () => {
  const site = await browser.site()
  const ada = await talk(browser, site)
  const { page } = ada
  const account = await site.deps.db
    .selectFrom('accounts')
    .select('id')
    .where('nic', '=', 'Ada Quill')
    .executeTakeFirstOrThrow()
  const token = await write(site.deps, async (db) => {
    await setEmail(db, account.id, 'ada@mail.example', 'ada@mail.example')
    await setConfirmedEmail(db, account.id, 'ada@mail.example', site.deps.clock())
    return createMailToken(site.deps, db, 'stop-notices', { account: account.id }, '', site.deps.clock())
  })
  await ada.go(await site.addressOf(STORY))
  await ada.press(page.getByRole('button', { name: 'Follow this thread' }))
  // A decision, and a later one that replaces it.
  const own = await site.deps.db
    .selectFrom('comments')
    .select('id')
    .where('account_id', '=', account.id)
    .executeTakeFirstOrThrow()
  await site.account('Fair Lead', 'moderator')
  const { id, nic, role } = await site.deps.db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role'])
    .where('nic', '=', 'Fair Lead')
    .executeTakeFirstOrThrow()
  const viewer = { id, nic, role, commentCount: 0, trusted: false }
  await removeComment(site.deps, viewer, own.id, 'Off topic')
  await restoreComment(site.deps, viewer, own.id, 'A slip')
  await ada.go('/inbox')
  await page.getByText('Replaced by a later decision').click()
  expect(await page.getByText('Reason: Off topic').isVisible()).toBe(true)
  const found = (await faults(ada)).map((fault) => `an open fold: ${fault}`)
  for (const path of [
    '/inbox',
    '/inbox?kind=decisions',
    '/inbox/follows',
    '/accounts/email',
    '/accounts/email?done=sent',
    `/inbox/unsubscribe/${token}`,
  ]) {
    await ada.go(path)
    found.push(...(await faults(ada)).map((fault) => `${path}: ${fault}`))
  }
  expect(found).toEqual([])
  await ada.end()
})
