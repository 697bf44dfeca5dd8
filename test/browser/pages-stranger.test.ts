// Every page as a reader without an account sees it.
import { beforeAll, expect, inject } from 'vitest'
import { reportToken } from '../../src/comments/reports/tokens.ts'
import { write } from '../../src/db/write.ts'
import { urls } from '../../src/urls.ts'
import { browserHalf, type Reader } from '../support/browser.ts'
import { idOf, send, walk } from './walk.ts'

const half = browserHalf()
const GONE = 'Against the second spoon'

let stranger: Reader
let story = ''
let closed = ''
let gone = ''
let reported = { comment: 0, receipt: '' }

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  gone = await site.addressOf(GONE)
  await write(site.deps, (db) =>
    db.updateTable('articles').set({ state: 'unpublished' }).where('headline', '=', GONE).execute(),
  )
  const { id: comment } = await site.deps.db
    .selectFrom('comments')
    .select('id')
    .where('state', '=', 'live')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const { secret, random } = site.deps
  reported = { comment, receipt: urls.report(reportToken(secret, 1, random.token())) }
  stranger = await half.reader(site)
  await stranger.go('/')
  story = (await stranger.page.locator('#lead a').getAttribute('href'))!
  closed = (await stranger.page.locator('.rank a', { hasText: 'Bunting in Rope Walk' }).getAttribute('href'))!
})

walk([
  ['the front page', () => stranger, (it) => it.go('/')],
  ['an article with a long thread', () => stranger, (it) => it.go(story)],
  ['the same thread, flat', () => stranger, (it) => it.go(`${story}?view=flat`)],
  ['a thread of top-level comments, with what is folded', () => stranger, (it) => it.go(`${story}?depth=1&long=20`)],
  ['marking, of a stranger', () => stranger, (it) => it.go('/marks')],
  [
    'the form that reports a comment, with what is wrong',
    () => stranger,
    async (it) => {
      await it.go(`/comments/${reported.comment}/flags`)
      expect(it.at()).toBe(`/comments/${reported.comment}/reports`)
      await send(it, 'main form', 'Send report')
      expect(await it.page.locator('.err').count()).toBe(2)
    },
  ],
  [
    'a report sent, to be confirmed',
    () => stranger,
    async (it) => {
      await it.page.getByLabel('What is wrong with it').fill('This is libel.')
      await it.page.getByLabel('Your e-mail address').fill('reader@example.org')
      await it.press(it.page.getByRole('button', { name: 'Send report' }))
      expect(await it.page.locator('.notice.ok').count()).toBe(1)
    },
  ],
  ['the receipt of a report', () => stranger, (it) => it.go(reported.receipt)],
  [
    'the receipt of a confirmed report',
    () => stranger,
    async (it) => {
      await it.press(it.page.getByRole('button', { name: 'Confirm and send the report' }))
      expect(await it.page.locator('main form').count()).toBe(0)
    },
  ],
  ['a closed article', () => stranger, (it) => it.go(`${closed}?view=threaded`)],
  ['what the site is', () => stranger, (it) => it.go('/about')],
  ['the register page', () => stranger, (it) => it.go('/accounts/register')],
  ['the sign-in page after a password was set', () => stranger, (it) => it.go('/accounts/login?done=password')],
  [
    'the form of a forgotten password, with its error',
    () => stranger,
    async (it) => {
      await it.go('/accounts/password/forgot')
      await send(it, 'main form', 'Send the link')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'a link that was sent for a forgotten password',
    () => stranger,
    async (it) => {
      await it.go('/accounts/password/forgot')
      await it.page.getByLabel(/^E-mail/).fill('nobody@mail.example')
      await it.press(it.page.getByRole('button', { name: 'Send the link' }))
      expect(await it.page.locator('.notice.ok').count()).toBe(1)
    },
  ],
  [
    'the register page with its errors',
    () => stranger,
    async (it) => {
      await it.go('/accounts/register')
      await it.page.getByLabel('Password').fill('tide')
      await send(it, 'main form', 'Register')
      expect(await it.page.locator('.err').count()).toBe(3)
    },
  ],
  ['the sign-in page', () => stranger, (it) => it.go('/accounts/login')],
  ['how a stranger reads', () => stranger, (it) => it.go('/theme')],
  ['the archive', () => stranger, (it) => it.go('/archive')],
  ['a year', () => stranger, (it) => it.go('/archive/2080')],
  ['a month', () => stranger, (it) => it.go('/archive/2080/03')],
  ['a day without an edition', () => stranger, (it) => it.go('/archive/2080/02/05')],
  ['an unknown member', () => stranger, (it) => it.go('/people/Bitern')],
  ['an unknown receipt', () => stranger, (it) => it.go('/comments/receipts/none')],
  ['an edition', () => stranger, (it) => it.go('/archive/2080/03/11')],
  ['the headlines', () => stranger, (it) => it.go('/headlines')],
  ['the headlines of a day', () => stranger, (it) => it.go('/headlines/2080/03/11')],
  ['the areas', () => stranger, (it) => it.go('/areas')],
  ['an area', () => stranger, (it) => it.go('/areas/town')],
  ['a tag', () => stranger, (it) => it.go('/tags/letters')],
  ['the tags', () => stranger, (it) => it.go('/tags')],
  [
    'a source',
    () => stranger,
    async (it) => {
      await it.go('/sources')
      await it.press(it.page.locator('.words a').first())
    },
  ],
  ['the sources', () => stranger, (it) => it.go('/sources')],
  ['the latest comments', () => stranger, (it) => it.go('/latest')],
  [
    'a later page of a list',
    () => stranger,
    async (it) => {
      await it.go('/latest')
      await it.press(it.page.getByRole('link', { name: 'Older', exact: true }))
    },
  ],
  ['the stories of a person', () => stranger, (it) => it.go('/people/Bittern/articles')],
  ['a section', () => stranger, (it) => it.go('/sections/science')],
  ['a section by the latest comment', () => stranger, (it) => it.go('/sections/science?sort=activity')],
  ['the sections', () => stranger, (it) => it.go('/sections')],
  ['a person', () => stranger, (it) => it.go('/people/Bittern')],
  ['the feeds', () => stranger, (it) => it.go('/feeds')],
  [
    'the edition by e-mail, with a slip',
    () => stranger,
    async (it) => {
      await it.go('/editions/subscriptions')
      await it.page.getByLabel('E-mail address').fill('guest@mail')
      await it.press(it.page.getByRole('button', { name: 'E-mail me the edition' }))
      expect(await it.page.locator('#email-h').innerText()).toContain('does not look like an e-mail address')
    },
  ],
  ['the moderation log', () => stranger, (it) => it.go('/moderation/log')],
  [
    'the moderation log narrowed, with what cannot be looked for',
    () => stranger,
    (it) => it.go('/moderation/log?by=Nobody&act=shout&person=Nobody&article=rope'),
  ],
  ['what is thrown away', () => stranger, (it) => it.go('/moderation/purges')],
  ['what a search finds', () => stranger, (it) => it.go('/search?q=harbour')],
  [
    'a search with a slip, whose filters are open in a wide window',
    () => stranger,
    async (it) => {
      await it.go('/search?q=harbour+section%3Anowhere')
      expect(await it.page.locator('#q-h').innerText()).toContain('there is no section “nowhere”.')
      expect(await it.page.getByLabel('Section', { exact: true }).isVisible()).toBe(true)
    },
  ],
  ['the help on markup', () => stranger, (it) => it.go('/comments/markup')],
  [
    'a page that is not there',
    () => stranger,
    async (it) => {
      await it.go('/nowhere')
      expect(await it.page.locator('.code').innerText()).toBe('404')
    },
  ],
  [
    'a day without an edition',
    () => stranger,
    async (it) => {
      await it.go('/archive/1999/01/02')
      expect(await it.page.getByRole('link', { name: /^Next edition/ }).count()).toBe(1)
    },
  ],
  [
    'a story that was taken down',
    () => stranger,
    async (it) => {
      await it.go(gone)
      expect(await it.page.locator('.code').innerText()).toBe('410')
    },
  ],
  [
    'an error whose form can be sent again',
    () => stranger,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page.getByLabel('Your comment', { exact: true }).fill('It is not lost.')
      await it.page.getByLabel('Your e-mail').fill('nobody@example.org')
      await it.ask(`document.querySelector('#post').setAttribute('action', '/moderation/closures')`)
      await send(it, '#post', 'Post comment')
      expect(await it.page.getByRole('button', { name: 'Send it again' }).count()).toBe(1)
    },
  ],
  [
    'the list of keys',
    () => stranger,
    async (it) => {
      await it.go(closed)
      await it.page.keyboard.press('?')
      expect(await it.page.locator('#keys').isVisible()).toBe(true)
    },
  ],
  [
    'an error that gives a text back',
    () => stranger,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page.getByLabel('Your comment', { exact: true }).fill('It is not lost.')
      await it.ask(`document.querySelector('#website').name = 'fax'`)
      await send(it, '#post', 'Post comment')
      expect(await it.page.getByLabel('Your text').inputValue()).toBe('It is not lost.')
    },
  ],
])
