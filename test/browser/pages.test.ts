// Every page as a browser and axe see it: three widths, of which axe looks at the outer two, light and dark, nothing wider than the window, nothing in the console.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, expect, inject } from 'vitest'
import { byAccount } from '../../src/comments/authorship-checks.ts'
import { editComment } from '../../src/comments/edits/actions.ts'
import { postComment } from '../../src/comments/posting/actions.ts'
import { write } from '../../src/db/write.ts'
import { appealBan, appealComment } from '../../src/moderation/appeals/actions.ts'
import { holdComment, markSpam, removeComment } from '../../src/moderation/decisions/actions.ts'
import { blankVersion } from '../../src/moderation/decisions/feature-actions.ts'
import { recordRemoval } from '../../src/moderation/decisions/removal-actions.ts'
import * as people from '../../src/moderation/people/actions.ts'
import { linkToBan } from '../../src/sanctions/appeal-link-actions.ts'
import { typedRange } from '../../src/sanctions/ip-ranges.ts'
import { DAY } from '../../src/time.ts'
import { urls } from '../../src/urls.ts'
import { type Account, browserHalf, inBrowser, OVERFLOW, type Reader, type Served } from '../support/browser.ts'
import { scriptFaults } from '../support/scripts.ts'

const half = browserHalf()

/** The axe of @axe-core/playwright, put into a page once for its four looks and asked for violations alone: five times as fast as its builder. */
const axe = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
)

const widths = [320, 768, 1280]

/** Whatever is shown stands on the page at one of these; between them only lines break anew. */
const looked = [320, 1280]

/** A scheme changes colours and nothing else, so in the dark these are all that axe can see anew. */
const colours = ['color-contrast', 'link-in-text-block']

/** Of the longest thread axe goes through every one of its 182 comments once, and else through the first branches. */
const LATER = '.thread > ol > li:nth-child(n+4)'

let stranger: Reader
let moderator: Reader
let guest: Reader
let warned: Reader
/** On a site of their own, where something was appealed. */
let appellant: Reader
let outsider: Reader
let story = ''
let closed = ''
let gone = ''
let receipt = ''
let own = 0
let appealed = 0
let ban = ''
let swept = 0

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  const account = await site.account('Fair Lead', 'moderator')
  gone = await site.addressOf('Against the second spoon')
  await write(site.deps, (db) =>
    db
      .updateTable('articles')
      .set({ state: 'unpublished' })
      .where('headline', '=', 'Against the second spoon')
      .execute(),
  )
  own = await changedComment(site, account.nic)
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
  const elsewhere = await half.site()
  const judge = await elsewhere.account('Fair Lead', 'moderator')
  appealed = await appeals(elsewhere, judge.nic)
  ban = await bannedWithAppeal(elsewhere, judge.nic)
  appellant = await half.reader(elsewhere, {}, judge)
  outsider = await half.reader(elsewhere)
  stranger = await half.reader(site)
  moderator = await half.reader(site, {}, account)
  guest = await half.reader(site)
  warned = await half.reader(site, {}, await judged(site, account.nic))
  await stranger.go('/')
  story = (await stranger.page.locator('#lead a').getAttribute('href'))!
  closed = (await stranger.page.locator('.rank a', { hasText: 'Bunting in Rope Walk' }).getAttribute('href'))!
})

/** A member of whom there is a note with an earlier version, who was muted and pardoned, and is warned; and a ban of mail and of network addresses. */
async function judged({ deps, account }: Served, by: string): Promise<Account> {
  const member = await account('Loud Tern')
  const row = (nic: string) =>
    deps.db.selectFrom('accounts').select(['id', 'nic', 'role']).where('nic', '=', nic).executeTakeFirstOrThrow()
  const [moderator, person] = [{ ...(await row(by)), commentCount: 0 }, await row(member.nic)]
  await people.note(deps, moderator, person, 'Shouts at gulls.', null)
  await people.note(deps, moderator, person, 'Shouts at gulls, mostly.', 1)
  await people.silence(deps, moderator, person, null, 'Shouting')
  await people.pardon(deps, moderator, person, 'The gulls have gone')
  await people.warn(deps, moderator, person, 'Shouting again')
  const network = typedRange('192.0.2.0/24')
  if ('from' in network) await people.ban(deps, moderator, { address: network }, null, 'A raid', null)
  await people.ban(deps, moderator, { email: 'ropes@example.org' }, deps.clock() + DAY, 'Sells ropes', null)
  return member
}

/** Comments of a moderator that another has held and removed, one of each appealed against, one not; the removed one's id, which is not. */
async function appeals(site: Served, nic: string): Promise<number> {
  const { deps } = site
  const row = (name: string) =>
    deps.db.selectFrom('accounts').select(['id', 'nic', 'role']).where('nic', '=', name).executeTakeFirstOrThrow()
  await site.account('Windlass', 'moderator')
  await site.account('Sour Plum')
  const [viewer, writer, other] = [
    { ...(await row(nic)), commentCount: 0 },
    { ...(await row('Sour Plum')), commentCount: 0 },
    { ...(await row('Windlass')), commentCount: 0 },
  ]
  const article = String(
    (
      await deps.db
        .selectFrom('articles')
        .select('id')
        .where('headline', '=', 'Market to try a stall for things that are nearly finished')
        .executeTakeFirstOrThrow()
    ).id,
  )
  const say = async (who: typeof viewer, body: string): Promise<number> => {
    const outcome = await postComment(deps, who, {
      article,
      parent: '',
      nic: '',
      email: '',
      website: '',
      body,
      key: '',
      action: '',
      tool: '',
    })
    if (outcome.kind !== 'posted') throw new Error('The comment was not posted.')
    return outcome.id
  }
  const [held, spam, mine] = [
    await say(writer, 'The stall smells of plums.'),
    await say(writer, 'Plums, by the crate.'),
    await say(viewer, 'Sour plums indeed.'),
  ]
  await holdComment(deps, viewer, held, 'Is this about a person?')
  await markSpam(deps, other, spam, 'Advertising')
  await removeComment(deps, other, mine, 'Personal remark')
  for (const id of [held, spam])
    await appealComment(deps, byAccount(writer), id, 'It is about plums.\nEverybody knows that they smell.')
  return mine
}

/** Whoever is banned and has appealed: the address at which they read of it. */
async function bannedWithAppeal({ deps, account }: Served, by: string): Promise<string> {
  await account('Squall')
  const row = (nic: string) =>
    deps.db.selectFrom('accounts').select(['id', 'nic', 'role']).where('nic', '=', nic).executeTakeFirstOrThrow()
  const person = await row('Squall')
  await people.ban(deps, { ...(await row(by)), commentCount: 0 }, { person }, null, 'Threats', null)
  await appealBan(deps, person.id, 'It was somebody else, who knew my password.')
  return urls.banAppeal(await write(deps, (db) => linkToBan(deps, db, { account: person.id }, deps.clock())))
}

/** A comment that was changed twice, its first version blanked, with a run of removed answers; all by one account. */
async function changedComment(site: Served, nic: string): Promise<number> {
  const { deps } = site
  const account = await deps.db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role'])
    .where('nic', '=', nic)
    .executeTakeFirstOrThrow()
  const viewer = { ...account, commentCount: 0 }
  const article = String(
    (
      await deps.db
        .selectFrom('articles')
        .select('id')
        .where('headline', '=', 'Market to try a stall for things that are nearly finished')
        .executeTakeFirstOrThrow()
    ).id,
  )
  const say = async (body: string, parent = ''): Promise<number> => {
    const outcome = await postComment(deps, viewer, {
      article,
      parent,
      nic: '',
      email: '',
      website: '',
      body,
      key: '',
      action: '',
      tool: '',
    })
    if (outcome.kind !== 'posted') throw new Error('The comment was not posted.')
    return outcome.id
  }
  const id = await say('The stall stands on a Monday.')
  for (const answer of ['One.', 'Two.', 'Three.']) {
    const row = await deps.db
      .selectFrom('comments')
      .selectAll()
      .where('id', '=', await say(answer, String(id)))
      .executeTakeFirstOrThrow()
    await write(deps, (db) => recordRemoval(db, account, { ...row, wasLive: true }, 'It says nothing.', deps.clock()))
  }
  for (const day of ['Tuesday', 'Wednesday'])
    await editComment(
      deps,
      byAccount(viewer),
      id,
      `The stall stands on a ${day}, ${'and so on '.repeat(20)}${'x'.repeat(200)}.`,
    )
  await blankVersion(deps, viewer, { id, article_id: Number(article) }, 1, 'A name')
  return id
}

/** What axe and the eye hold against a page that is open, at every width, in light and dark. */
async function faults(reader: Reader): Promise<string[]> {
  const { page } = reader
  const found = await scriptFaults(reader)
  await page.evaluate(axe)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    for (const scheme of looked.includes(width) ? (['light', 'dark'] as const) : []) {
      await page.emulateMedia({ colorScheme: scheme })
      const context = {
        exclude: width === 320 && scheme === 'light' && !reader.at().includes('view=') ? [] : [[LATER]],
      }
      const options = { resultTypes: ['violations'], ...(scheme === 'dark' ? { runOnly: colours } : {}) }
      const violations = await reader.ask<string[]>(`axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)})
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ' at ' + nodes.map((node) => node.html.slice(0, 120)).join(' and ')))`)
      found.push(...violations.map((violation) => `${width} ${scheme}: ${violation}`))
    }
    const over = await reader.ask<number>(OVERFLOW)
    if (over > 0) found.push(`${width}: ${over} pixels too wide`)
  }
  return found
}

/** Sends a form as no browser would by itself: with fields that its own checks would hold back. */
async function send(reader: Reader, form: string, button: string): Promise<void> {
  await reader.ask(`document.querySelector('${form}').noValidate = true`)
  await reader.press(reader.page.locator(form).getByRole('button', { name: button, exact: true }).last())
}

const idOf = (path: string): string => /\d+/.exec(path)![0]

const pages: [name: string, who: () => Reader, open: (reader: Reader) => Promise<void>][] = [
  ['the front page', () => stranger, (it) => it.go('/')],
  ['an article with a long thread', () => stranger, (it) => it.go(story)],
  ['the same thread, flat', () => stranger, (it) => it.go(`${story}?view=flat`)],
  ['a thread of top-level comments, with what is folded', () => stranger, (it) => it.go(`${story}?depth=1&long=20`)],
  [
    'a thread with marks and a stub',
    () => moderator,
    async (it) => {
      await it.go('/mutes?kind=person&value=Marram')
      await it.press(it.page.getByRole('button', { name: 'Mute', exact: true }))
      await it.go(`${closed}?view=threaded`)
    },
  ],
  ['what a member has muted', () => moderator, (it) => it.go('/mutes')],
  [
    'the mutes with an error',
    () => moderator,
    async (it) => {
      await it.go('/mutes')
      await it.page.getByLabel('Name, section, tag or word').fill('?')
      await it.press(it.page.getByRole('button', { name: 'Mute', exact: true }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  ['marking, of a stranger', () => stranger, (it) => it.go('/marks')],
  ['marking, of a member', () => moderator, (it) => it.go('/marks?done=forgotten')],
  [
    'the form that features a comment',
    () => moderator,
    async (it) => {
      await it.go(story)
      await it.press(it.page.getByRole('link', { name: /^Feature/ }).first())
    },
  ],
  ['a closed article', () => stranger, (it) => it.go(`${closed}?view=threaded`)],
  [
    'the reply page',
    () => moderator,
    async (it) => {
      await it.go(closed)
      await it.press(it.page.getByRole('link', { name: /^Reply to/ }).first())
    },
  ],
  [
    'the reply page with its errors',
    () => moderator,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page.getByLabel('Your name').fill('B1ttern')
      await it.page.getByLabel('Your e-mail').fill('nowhere')
      await it.page.getByLabel('Website').fill('nowhere')
      await send(it, '#post', 'Post comment')
      expect(await it.page.locator('.err').count()).toBe(4)
    },
  ],
  [
    'the comment form with a preview',
    () => moderator,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page
        .getByLabel('Your comment')
        .fill(
          '<b>So</b>.\n\n> Quoted.\n\n<ul><li>One</ul><squish>Folded, because it is so very long.</squish>\n<pre>a  line  that  is  longer  than  a  telephone  is  wide  and  has  no  end</pre>\n\n' +
            `https://example.org/${'a'.repeat(200)} ${'x'.repeat(300)}\n\n${'>'.repeat(40)} deep`,
        )
      await it.press(it.page.locator('#post').getByRole('button', { name: 'Preview', exact: true }).last())
    },
  ],
  [
    'the form that changes a comment, with an error',
    () => moderator,
    async (it) => {
      await it.go(`/comments/${own}/edits`)
      await it.page.getByLabel('Your comment').fill(' ')
      await send(it, '#post', 'Store the change')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  ['the form that takes a comment back', () => moderator, (it) => it.go(`/comments/${own}/withdrawals`)],
  [
    'the history of a comment, with a blanked version',
    () => moderator,
    async (it) => {
      await it.go(`/comments/${own}/history`)
      expect(await it.page.locator('.diff ins').count()).toBe(1)
      expect(await it.page.getByText('Blanked by Fair Lead').count()).toBe(1)
    },
  ],
  ['the form that blanks a version', () => moderator, (it) => it.go(`/moderation/blankings?comment=${own}&version=2`)],
  [
    'the thread with a mark, a run of tombstones and the acts of its writer',
    () => moderator,
    async (it) => {
      await it.go(`/comments/${own}`)
      expect(await it.page.getByText('3 comments removed', { exact: true }).count()).toBe(1)
    },
  ],
  [
    'the receipt of a guest',
    () => guest,
    async (it) => {
      await it.go(story)
      await it.page.getByLabel('Your name').fill('Passer-by')
      await it.page.getByLabel('Your comment').fill(`A word from the road, ${'x'.repeat(300)}.`)
      await send(it, '#post', 'Post comment')
      receipt = it.at()
      expect(receipt).toContain('/comments/receipts/')
    },
  ],
  [
    'the receipt of a guest with an error',
    () => guest,
    async (it) => {
      await it.go(receipt)
      await it.page.getByLabel('Your comment').fill(' ')
      await send(it, '#post', 'Store the change')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the form of a guest with what is wrong',
    () => guest,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page.getByLabel('Your name').fill('Bittern')
      await it.page.getByLabel('Tell me of replies by e-mail').check()
      await it.page.getByLabel('Your comment').fill('https://example.org/1 https://example.org/2 https://example.org/3')
      await send(it, '#post', 'Post comment')
      expect(await it.page.locator('.err').count()).toBe(3)
    },
  ],
  [
    'the drafts of a guest',
    () => guest,
    async (it) => {
      await it.go('/comments/drafts')
      expect(await it.page.locator('.case').count()).toBe(1)
    },
  ],
  [
    'a form with a draft in it',
    () => guest,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      expect(await it.page.getByText('Your draft, not posted yet.').count()).toBe(1)
    },
  ],
  ['the drafts of whoever has none', () => moderator, (it) => it.go('/comments/drafts')],
  [
    'a text that came too late',
    () => guest,
    async (it) => {
      await it.ask(
        `fetch('/comments', { method: 'POST', body: new URLSearchParams({ article: '${idOf(closed)}', nic: 'Passer-by', body: 'Too late, ${'x'.repeat(200)}.' }) }).then(() => {})`,
      )
      it.complaints()
      await it.go(`/comments/new?article=${idOf(closed)}`)
      expect(await it.page.getByRole('button', { name: 'Send it to the editors' }).count()).toBe(1)
    },
  ],
  [
    'the confirmation of a letter',
    () => guest,
    (it) => it.press(it.page.getByRole('button', { name: 'Send it to the editors' })),
  ],
  [
    'the letters to the editors',
    () => moderator,
    async (it) => {
      await it.go('/desk/letters')
      expect(await it.page.locator('.case').count()).toBe(1)
    },
  ],
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
      await it.press(it.page.getByRole('button', { name: 'Leave it for the next' }))
      await it.go('/moderation')
      await it.press(it.page.getByRole('button', { name: 'Go on duty' }))
      await it.press(it.page.getByRole('button', { name: /^I’m looking at it/ }))
      expect(await it.page.locator('.case .tag.solid').count()).toBe(1)
      expect(await it.page.locator('.queue > .notice').count()).toBe(1)
    },
  ],
  [
    'duty and notes, with what is wrong',
    () => moderator,
    async (it) => {
      await it.go('/moderation/handovers')
      await it.page.getByLabel('What the next moderator should know').fill(' ')
      await send(it, 'main form:has(textarea)', 'Leave it for the next')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the queue with a reason missing',
    () => moderator,
    async (it) => {
      await it.go('/moderation')
      await it.press(it.page.getByRole('button', { name: /^Remove/ }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the order of a thread, with an error',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/threads?article=${idOf(story)}`)
      await it.press(it.page.getByRole('button', { name: 'Hold the thread' }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the form that closes a thread, with what is wrong',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/closures?article=${idOf(story)}`)
      await it.page.getByLabel('Reason', { exact: true }).fill('Said enough')
      await it.page.getByLabel(/^Close it at/).fill('2001-01-01T10:00')
      await send(it, 'main form', 'Close the thread')
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
      await send(it, 'main form', 'Reopen the thread')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  ['the form that closes old threads', () => moderator, (it) => it.go('/moderation/closures/older')],
  [
    'the form that flags a comment',
    () => moderator,
    async (it) => {
      await it.go(story)
      await it.press(it.page.getByRole('link', { name: /^Flag/ }).first())
    },
  ],
  [
    'the form that changes a held comment',
    () => moderator,
    async (it) => {
      await it.go('/moderation')
      await it.press(it.page.getByRole('link', { name: /^Change it first/ }).first())
    },
  ],
  [
    'the filters',
    () => moderator,
    async (it) => {
      await it.go('/moderation/filters')
      expect(await it.page.getByRole('link', { name: 'Make a filter' }).count()).toBe(1)
    },
  ],
  [
    'a new filter with its errors',
    () => moderator,
    async (it) => {
      await it.go('/moderation/filters/new')
      await it.page.getByLabel('Replace', { exact: true }).check()
      await send(it, 'main .form', 'Make the filter')
      expect(await it.page.locator('.err').count()).toBe(4)
    },
  ],
  [
    'a filter, rehearsed',
    () => moderator,
    async (it) => {
      await it.go('/moderation/filters/new')
      await it.page.getByLabel('Name', { exact: true }).fill('A common word')
      await it.page.getByLabel('What exactly').fill('the')
      await it.page.getByLabel('Reason').fill('To see.')
      await it.press(it.page.getByRole('button', { name: 'Make the filter' }))
      await it.press(it.page.getByRole('button', { name: 'Rehearse it' }))
      expect(await it.page.locator('mark').count()).toBeGreaterThan(5)
    },
  ],
  [
    'the appeals in the queue, two against the moderator’s own decisions',
    () => appellant,
    async (it) => {
      await it.go('/moderation')
      expect(await it.page.getByText('You decided this.').count()).toBe(2)
    },
  ],
  [
    'an appeal with an answer to put right',
    () => appellant,
    async (it) => {
      await it.go('/moderation/answers')
      await it.page
        .getByLabel(/^Answer/)
        .nth(1)
        .fill('  ')
      await it.press(it.page.getByRole('button', { name: /^Refuse/ }).first())
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the form of an appeal with something to put right',
    () => appellant,
    async (it) => {
      await it.go(`/comments/${appealed}/appeals`)
      await it.page.getByLabel('Why you think that it is wrong').fill(' ')
      await it.press(it.page.getByRole('button', { name: 'Send the appeal' }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'an appeal that waits',
    () => appellant,
    async (it) => {
      await it.go(`/comments/${appealed}/appeals`)
      await it.page.getByLabel('Why you think that it is wrong').fill('It was about the fruit.')
      await it.press(it.page.getByRole('button', { name: 'Send the appeal' }))
      expect(await it.page.locator('.preview').count()).toBe(2)
    },
  ],
  [
    'what whoever is banned is told, and appealed',
    () => outsider,
    async (it) => {
      await it.go(ban)
      expect(await it.page.locator('.preview').count()).toBe(1)
    },
  ],
  ['the appeals of whoever is not banned', () => outsider, (it) => it.go('/accounts/appeals')],
  ['the classifier', () => moderator, (it) => it.go('/moderation/classifier')],
  ['the register page', () => stranger, (it) => it.go('/accounts/register')],
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
  ['the settings of a member', () => moderator, (it) => it.go('/accounts/settings')],
  ['the names that a member also writes under, before there is one', () => moderator, (it) => it.go('/accounts/nics')],
  [
    'those names, one removed and one refused',
    () => moderator,
    async (it) => {
      for (const nic of ['Ebb Bell', 'Neap', 'Bittern']) {
        await it.go('/accounts/nics')
        await it.page.getByRole('textbox', { name: 'Name' }).fill(nic)
        await it.press(it.page.getByRole('button', { name: 'Keep this name' }))
        if (nic === 'Neap') await it.press(it.page.getByRole('button', { name: /^Remove.*Neap/ }))
      }
      expect(await it.page.getByRole('button', { name: /^Take up again.*Neap/ }).count()).toBe(1)
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the comment form of a member who keeps names',
    () => moderator,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      expect(await it.page.locator('datalist#nics option').count()).toBe(1)
    },
  ],
  ['the archive', () => stranger, (it) => it.go('/archive')],
  ['a year', () => stranger, (it) => it.go('/archive/2080')],
  ['a month', () => stranger, (it) => it.go('/archive/2080/03')],
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
  ['the sections', () => stranger, (it) => it.go('/sections')],
  ['a person', () => stranger, (it) => it.go('/people/Bittern')],
  ['the feeds', () => stranger, (it) => it.go('/feeds')],
  [
    'the feeds of a member with the address of their private one',
    () => moderator,
    async (it) => {
      await it.go('/feeds')
      await it.press(it.page.getByRole('button', { name: 'Make my private feed' }))
      expect(await it.page.getByLabel('Address, Atom').inputValue()).toMatch(/\/feeds\/replies\/[\w-]{43}\.xml$/)
    },
  ],
  ['the moderation log', () => stranger, (it) => it.go('/moderation/log')],
  [
    'the moderation log narrowed, with what cannot be looked for',
    () => stranger,
    (it) => it.go('/moderation/log?by=Nobody&act=shout&person=Nobody&article=rope'),
  ],
  ['what is thrown away', () => stranger, (it) => it.go('/moderation/purges')],
  ['the closing form', () => moderator, (it) => it.go(`/moderation/closures?article=${idOf(story)}`)],
  [
    'what moderators know of a member',
    () => moderator,
    async (it) => {
      await it.go('/moderation/people/Loud%20Tern')
      expect(await it.page.locator('summary').count()).toBe(1)
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
      await it.page.getByLabel('Or to the end of a day').fill('2080-03-01')
      await send(it, 'main form.form', 'Ban')
      expect(await it.page.locator('.err').count()).toBe(3)
    },
  ],
  [
    'the form that moves a branch, with something to put right',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/moves?comment=${own}`)
      await send(it, 'main form.form', 'Move it')
      expect(await it.page.locator('.err').count()).toBe(2)
    },
  ],
  [
    'what is said of a branch that was moved',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/moves?comment=${swept}`)
      await it.page.getByLabel('Or one of the newest').selectOption({ index: 2 })
      await it.page.getByLabel('Reason').fill(`${'Off topic '.repeat(10)}${'x'.repeat(200)}`)
      await it.press(it.page.getByRole('button', { name: 'Move it' }))
      expect(await it.page.getByRole('button', { name: 'Undo' }).count()).toBe(1)
    },
  ],
  [
    'the line in the place of a branch that was moved',
    () => moderator,
    async (it) => {
      await it.press(it.page.getByRole('link', { name: 'See what stands in its place' }))
      expect(await it.page.locator('.moved').count()).toBe(1)
    },
  ],
  [
    'a sweep with something to put right',
    () => moderator,
    async (it) => {
      await it.go(`/moderation/sweeps?comment=${swept}`)
      expect(await it.page.getByRole('checkbox').count()).toBeGreaterThan(1)
      await send(it, 'main form.form', 'Mark as spam')
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
  [
    'the comment form of somebody who was warned',
    () => warned,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      expect(await it.page.getByRole('button', { name: 'Post comment' }).isDisabled()).toBe(true)
    },
  ],
  ['what the moderators have to say to somebody', () => warned, (it) => it.go('/moderation/acknowledgements')],
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
      expect(await it.page.getByRole('link', { name: /^The edition after/ }).count()).toBe(1)
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
      await it.page.getByLabel('Your comment').fill('It is not lost.')
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
      await it.page.getByLabel('Your comment').fill('It is not lost.')
      await it.ask(`document.querySelector('#website').name = 'fax'`)
      await send(it, '#post', 'Post comment')
      expect(await it.page.getByLabel('What you wrote').inputValue()).toBe('It is not lost.')
    },
  ],
]

for (const [name, who, open] of pages) {
  inBrowser(
    `${name} is without fault for axe, no wider than the window and silent at 320, 768 and 1280 pixels, in light and dark`,
    async () => {
      await open(who())
      expect(await faults(who())).toEqual([])
      expect(who().complaints()).toEqual([])
    },
  )
}

inBrowser(
  'with the largest text no page is wider than a telephone of 320 pixels, and nothing reaches out of its place',
  async () => {
    const site = await half.site()
    const reader = await half.reader(
      site,
      { viewport: { width: 320, height: 700 } },
      await site.account('Far Sight', 'moderator'),
    )
    const { page } = reader
    await reader.go('/accounts/settings')
    await page.getByLabel('Larger').check()
    await reader.press(page.getByRole('button', { name: 'Save settings' }))
    expect(await page.locator('html').getAttribute('data-text')).toBe('larger')
    for (const url of [
      '/',
      '/headlines',
      await site.addressOf('The Constance may keep her whistle'),
      '/archive',
      '/archive/2080',
      '/archive/2080/03',
      '/latest',
      '/people/Bittern',
      '/search?q=harbour',
      '/moderation/log',
      '/accounts/settings',
      '/marks',
      '/mutes',
      '/comments/markup',
      '/comments/new?article=1',
    ]) {
      await reader.go(url)
      expect(await reader.ask<number>(OVERFLOW), url).toBe(0)
      expect(
        await reader.ask<string[]>(
          '[...document.querySelectorAll("main *")].filter((one) => one.checkVisibility() && !one.closest(".vh") && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80))',
        ),
        url,
      ).toEqual([])
    }
    await reader.end()
  },
)
