// Every page that only moderators see: the queue, threads, filters, people, sweeps and moves.
import { beforeAll, expect, inject } from 'vitest'
import { confirmReport, insertReport } from '../../src/comments/reports/queries.ts'
import { write } from '../../src/db/write.ts'
import { browserHalf, type Reader } from '../support/browser.ts'
import { changedComment, judged, waitingTexts } from './scenes.ts'
import { idOf, send, walk } from './walk.ts'

const half = browserHalf()

let moderator: Reader
let story = ''
let closed = ''
let own = 0
let swept = 0
/** A comment of the demo edition with a picture. */
let pictured = { hash: '', noun_id: 0 }

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  const account = await site.account('Fair Lead', 'moderator')
  own = await changedComment(site, account.nic)
  await judged(site, account.nic)
  swept = (
    await site.deps.db
      .selectFrom('comments as c')
      .innerJoin('accounts as p', 'p.id', 'c.account_id')
      .select('c.id')
      .where('c.state', '=', 'live')
      .where('p.role', '=', 'member')
      .where('p.comment_count', '>', 2)
      .orderBy('c.id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  ).id
  pictured = await site.deps.db
    .selectFrom('picture_uses')
    .select(['hash', 'noun_id'])
    .where('noun', '=', 'comment')
    .limit(1)
    .executeTakeFirstOrThrow()
  await write(site.deps, async (db) => {
    const now = site.deps.clock()
    const address = { email: 'reader@example.org', email_folded: 'reader@example.org' }
    const id = await insertReport(db, { comment_id: swept, reason: 'This is libel.', ...address, created_at: now })
    await confirmReport(db, id!, now)
  })
  moderator = await half.reader(site, {}, account)
  await moderator.go('/')
  story = await site.addressOf('The Constance may keep her whistle')
  closed = (await moderator.page.locator('.rank a', { hasText: 'Bunting in Rope Walk' }).getAttribute('href'))!
  await waitingTexts(site, story, closed)
})

walk([
  [
    'the thread with the fold Moderate of a comment open',
    () => moderator,
    async (it) => {
      await it.go(story)
      await it.page.locator('.thread .comment').first().getByText('Moderate', { exact: true }).click()
    },
  ],
  [
    'the form that features a comment',
    () => moderator,
    async (it) => {
      await it.go(story)
      const id = await it.page.locator('.thread .comment').first().getAttribute('id')
      await it.go(`/moderation/features?comment=${id!.slice(1)}`)
    },
  ],
  [
    'the form that deletes a picture, and the form that removes its comment, which links to it',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/removals?comment=${pictured.noun_id}`)
      await it.press(it.page.getByRole('link', { name: /^Delete the picture/ }))
      expect(it.at()).toBe(`/moderation/pictures?comment=${pictured.noun_id}&picture=${pictured.hash}`)
    },
  ],
  ['the form that blanks a version', () => moderator, (it) => it.go(`/moderation/blankings?comment=${own}&version=2`)],
  [
    'the queue',
    () => moderator,
    async (it) => {
      await it.go('/moderation')
      // A guest's first comment, and a letter.
      expect(await it.page.locator('.case').count()).toBe(2)
    },
  ],
  [
    'the queue with a claim, a note and something to undo',
    () => moderator,
    async (it) => {
      await it.go('/moderation/handovers')
      await it.page
        .getByLabel('What the next moderator should know')
        .fill(`Look twice at https://example.org/${'a'.repeat(80)}`)
      await it.press(it.page.getByRole('button', { name: 'Save note' }))
      await it.go('/moderation')
      await it.press(it.page.getByRole('button', { name: 'Go on duty' }))
      await it.page.locator('.case summary').first().click()
      await it.press(it.page.getByRole('button', { name: /^I’m reviewing it/ }))
      expect(await it.page.locator('.case .inside .tag.solid').count()).toBe(1)
      expect(await it.page.locator('.queue > .notice').count()).toBe(1)
    },
  ],
  [
    'duty and notes, with what is wrong',
    () => moderator,
    async (it) => {
      await it.go('/moderation/handovers')
      await it.page.getByLabel('What the next moderator should know').fill(' ')
      await send(it, 'main form:has(textarea)', 'Save note')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the queue with a reason missing',
    () => moderator,
    async (it) => {
      await it.go('/moderation')
      await it.page.locator('.case summary').first().click()
      await it.press(it.page.getByRole('button', { name: /^Remove/ }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the order of a thread, with an error',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/threads?article=${idOf(story)}`)
      await it.press(it.page.getByRole('button', { name: 'Hold thread' }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the form that closes a thread, with what is wrong',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/closures?article=${idOf(story)}`)
      await it.page.getByLabel('Reason').fill('Said enough')
      await it.page.getByLabel(/^Close it at/).fill('2001-01-01T10:00')
      await send(it, 'main form', 'Close thread')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the form that reopens a thread at a moment, with what is wrong',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/reopenings?article=${idOf(closed)}`)
      await it.page.getByLabel('Reason', { exact: true }).fill('A new fact')
      await it.page.getByLabel(/^Reopen it at/).fill('2001-01-01T10:00')
      await send(it, 'main form', 'Reopen thread')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the hold of the site, with what is wrong',
    () => moderator,
    async (it) => {
      await it.go('/moderation/site-holds')
      await it.press(it.page.getByRole('button', { name: 'Hold the site' }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the hold of the site in force, on its page and over a thread',
    () => moderator,
    async (it) => {
      await it.page.getByLabel('Reason in your own words').fill('A wave of spam')
      await it.press(it.page.getByRole('button', { name: 'Hold the site' }))
      expect(await it.page.getByRole('button', { name: 'Undo' }).count()).toBe(1)
      await it.go(story)
      expect(await it.page.locator('.talk-main > .notice.warn').count()).toBe(1)
    },
  ],
  [
    'the site released again',
    () => moderator,
    async (it) => {
      await it.go('/moderation/site-holds')
      await it.page.getByLabel('Reason in your own words').first().fill('It is over')
      await it.press(it.page.getByRole('button', { name: 'Release the site' }))
      expect(await it.page.getByRole('button', { name: 'Release the site' }).count()).toBe(0)
    },
  ],
  [
    'the reports of readers, with an answer missing',
    () => moderator,
    async (it) => {
      await it.go('/moderation/reports')
      await it.sendUnchecked(it.page.getByRole('button', { name: /^Uphold/ }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'a report answered',
    () => moderator,
    async (it) => {
      await it.page.getByLabel('Answer, with your reason').fill('It is no libel.')
      await it.press(it.page.getByRole('button', { name: /^Dismiss/ }))
      expect(await it.page.locator('.case').count()).toBe(0)
    },
  ],
  ['the form that holds a member', () => moderator, (it) => it.go('/moderation/person-holds')],
  ['the form that closes old threads', () => moderator, (it) => it.go('/moderation/closures/older')],
  [
    'the form that flags a comment',
    () => moderator,
    async (it) => {
      await it.go(story)
      const comment = it.page.locator('.thread .comment').first()
      await comment.getByText('More', { exact: true }).click()
      await it.press(comment.getByRole('link', { name: 'Flag' }))
    },
  ],
  [
    'the form that changes a held comment',
    () => moderator,
    async (it) => {
      await it.go('/moderation')
      await it.page.locator('.case summary').first().click()
      await it.press(it.page.getByRole('link', { name: /^Edit and approve/ }).first())
    },
  ],
  [
    'the filters',
    () => moderator,
    async (it) => {
      await it.go('/moderation/filters')
      expect(await it.page.getByRole('link', { name: 'New filter' }).count()).toBe(1)
    },
  ],
  [
    'a new filter with its errors',
    () => moderator,
    async (it) => {
      await it.go('/moderation/filters/new')
      await it.page.getByLabel('Replace', { exact: true }).check()
      await send(it, 'main .form', 'Save filter')
      expect(await it.page.locator('.err').count()).toBe(4)
    },
  ],
  [
    'a filter, rehearsed',
    () => moderator,
    async (it) => {
      await it.go('/moderation/filters/new')
      await it.page.getByLabel('Name', { exact: true }).fill('A common word')
      await it.page.getByLabel('What to look for').fill('the')
      await it.page.getByLabel('Reason').fill('To see.')
      await it.press(it.page.getByRole('button', { name: 'Save filter' }))
      await it.press(it.page.getByRole('button', { name: 'Test on recent comments' }))
      expect(await it.page.locator('mark').count()).toBeGreaterThan(5)
    },
  ],
  ['the classifier', () => moderator, (it) => it.go('/moderation/classifier')],
  ['the closing form', () => moderator, (it) => it.go(`/moderation/closures?article=${idOf(story)}`)],
  [
    'what moderators know of a member',
    () => moderator,
    async (it) => {
      await it.go('/moderation/people/Loud%20Tern')
      expect(await it.page.locator('main summary').count()).toBe(1)
    },
  ],
  ['the form of a warning', () => moderator, (it) => it.go('/moderation/warnings?nic=Loud%20Tern')],
  [
    'the form of a ban with everything to put right, and the bans that hold',
    () => moderator,
    async (it) => {
      await it.go('/moderation/bans')
      expect(await it.page.locator('main tbody tr').count()).toBe(2)
      await it.page.getByLabel('Nic of an account').fill('Nobody')
      await it.page.getByLabel('Or until the end of a day').fill('2080-03-01')
      await send(it, 'main form.form', 'Ban')
      expect(await it.page.locator('.err').count()).toBe(3)
    },
  ],
  [
    'the form that moves a branch, with something to put right',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/moves?comment=${own}`)
      await send(it, 'main form.form', 'Move')
      expect(await it.page.locator('.err').count()).toBe(2)
    },
  ],
  [
    'what is said of a branch that was moved',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/moves?comment=${swept}`)
      await it.page.getByLabel('Or choose a recent one').selectOption({ index: 2 })
      await it.page.getByLabel('Reason').fill(`${'Off topic '.repeat(10)}${'x'.repeat(200)}`)
      await it.press(it.page.getByRole('button', { name: 'Move', exact: true }))
      expect(await it.page.getByRole('button', { name: 'Undo' }).count()).toBe(1)
    },
  ],
  [
    'the line in the place of a branch that was moved',
    () => moderator,
    async (it) => {
      await it.press(it.page.getByRole('link', { name: 'See the note in its old place' }))
      expect(await it.page.locator('.moved').count()).toBe(1)
    },
  ],
  [
    'a sweep with something to put right',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/sweeps?comment=${swept}`)
      const boxes = it.page.getByRole('checkbox')
      expect(await boxes.count()).toBeGreaterThan(1)
      const ticked = await it.page.locator('.sweep input:checked').count()
      await boxes.first().uncheck()
      for (const name of ['Mark as spam', 'Remove'])
        expect(await it.page.getByRole('button', { name: `${name} (${ticked - 1})`, exact: true }).count()).toBe(1)
      await send(it, 'main form.form', `Mark as spam (${ticked - 1})`)
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the private log',
    () => moderator,
    async (it) => {
      await it.go('/moderation/log/private')
      expect(await it.page.locator('main tbody tr').count()).toBeGreaterThan(3)
    },
  ],
])
