// Pages that are joined from parts: letter for letter the pages that are made as a whole, whatever has happened.
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyMarkCookie, serializeMarkCookie } from '../../src/marks/cookie.ts'
import { visitSite } from '../../src/marks/rules.ts'
import { signToken } from '../../src/random.ts'
import { HOUR, MINUTE } from '../../src/time.ts'
import { histories, keepSessions, lookPreferences, randomSteps } from '../support/histories.ts'
import { aThread, type Member, NOON, openSite, preparedSite, type Site } from '../support/site.ts'

const first = '/articles/1-the-slipway-is-repainted'
const second = '/articles/2-the-second'

const prepared = preparedSite(async (site) => {
  await site.article({ comments: aThread('a', [null, 0, 1, null, 3, 3, null, 6, 7, 8, null, null]) })
  await site.article({ headline: 'The second', comments: aThread('b', [null, 0, null]) })
  await site.article({ headline: 'The third' })
})

/** Every order of the thread, filters and folds, which are made as a whole, and an article beside it. */
const addresses = [first, `${first}?view=flat`, `${first}?view=newest&depth=1`, `${first}?view=flat&long=3`, second]

/** What differs from one making of a page to the next: the key of a form. */
const masked = (body: string): string => body.replace(/name="key" value="[^"]*"/g, '')

/** A prefetch moves no mark, so that both pages are read of the same moment. */
const quiet = { 'sec-purpose': 'prefetch' }

/** A reader without an account, whose browser has these cookies. */
const guest = (nic: string, cookie: string): Member => ({ id: 0, nic, role: 'member', cookie })

const details = Buffer.from(JSON.stringify(['Walker', 'walker@mail.example', ''])).toString('base64url')

/** Guests by what their browsers remember: details, marks, and both with a theme. */
const guests = [
  guest('a guest with details', `bs_details=${details}`),
  guest('a guest with marks', `bs_read=${serializeMarkCookie({ ...emptyMarkCookie, site: visitSite(null, NOON) })}`),
  guest('a guest in the dark', `bs_details=${details}; bs_theme=dark`),
]

/** A guest whose browser has a key, as after the first draft or comment that waits. */
const keyOf = ({ deps }: Site): string => signToken(deps.secret, 'guest-key', 'k'.repeat(43))

/** @param reads which of them read, so that pages are kept for them, instead of fetching ahead */
async function expectSame(
  site: Site,
  readers: readonly Member[],
  what: string,
  urls = addresses,
  reads: readonly Member[] = [],
): Promise<void> {
  for (const url of urls) {
    const cached = await textOf(site, url, null, {})
    site.deps.parts.isOn = false
    const whole = masked((await site.get(url, unlisted, quiet)).body)
    site.deps.parts.isOn = true
    expect(cached, `${what}: ${url} for a stranger`).toBe(whole)
  }
  const drafting = guest('a guest with a key', `bs_draft=${keyOf(site)}`)
  for (const reader of [...readers, ...guests, drafting])
    for (const url of urls) {
      const isKept = reads.includes(reader) || reader === drafting || reader.cookie === guests[0]!.cookie
      // The first reading may mark comments as read, and the second is kept.
      if (isKept) for (let i = 0; i < 2; i++) await textOf(site, url, reader, {})
      const joined = await textOf(site, url, reader, isKept ? {} : quiet)
      site.deps.parts.isOn = false
      const whole = masked((await site.get(url, reader, quiet)).body)
      site.deps.parts.isOn = true
      expect(joined, `${what}: ${url} for ${reader.nic}`).toBe(whole)
    }
}

/** A cookie that is not in the list makes a page its reader's own, and changes nothing on it. */
const unlisted = guest('a stranger', 'bs_other=1')

/** A page as a browser gets it: a page that is kept is gzip. */
async function textOf(
  site: Site,
  url: string,
  reader: Member | null,
  headers: Record<string, string>,
): Promise<string> {
  const answer = await site.get(url, reader, { ...headers, 'accept-encoding': 'gzip' })
  const isPacked = answer.headers['content-encoding'] === 'gzip'
  return masked((isPacked ? gunzipSync(answer.rawPayload) : answer.rawPayload).toString())
}

type Act = { act: keyof typeof acts; who: number; which: number; on: boolean }
type Cast = { members: Member[]; mo: Member }

const one = <T>(of: readonly T[], at: number): T | undefined => of[at % Math.max(of.length, 1)]

type Doing = {
  site: Site
  cast: Cast
  who: Member
  comment: string
  article: string
  /** Who wrote the comment. */
  nic: string
  on: boolean
  n: number
}

const decide =
  (noun: string) =>
  ({ site, cast, comment, n }: Doing) =>
    site.post(`/moderation/${noun}`, { comment, reason: `Reason ${n}` }, cast.mo)

/** What can be done to a thread and to what a reader sees of it, each by its own form. */
const acts = {
  comment: ({ site, who, article, n }: Doing) =>
    site.post('/comments', { article, parent: '', body: `Unlike${n}x words by somebody.` }, who),
  reply: async ({ site, who, article, comment, n }: Doing) =>
    site.post('/comments', { article, parent: comment, body: `Answer${n}x to the harbour.` }, who),
  guestComment: ({ site, article, n }: Doing) =>
    site.post(
      '/comments',
      { article, parent: '', nic: 'Walker', email: '', website: '', body: `Guest${n}x by the sea.` },
      guest('', `bs_guest=${keyOf(site)}`),
    ),
  guestDraft: ({ site, article, on, n }: Doing) =>
    site.post(
      '/comments',
      { article, parent: '', nic: '', email: '', website: '', body: on ? `Draft${n}x.` : '', action: 'preview' },
      guest('', `bs_guest=${keyOf(site)}`),
    ),
  edit: ({ site, who, comment, n }: Doing) => site.post(`/comments/${comment}/edits`, { body: `Edited${n}x.` }, who),
  withdraw: ({ site, who, comment }: Doing) => site.post(`/comments/${comment}/withdrawals`, {}, who),
  recommend: ({ site, who, comment, on }: Doing) =>
    site.post(`/comments/${comment}/recommendations`, { action: on ? 'give' : 'take' }, who),
  save: ({ site, who, comment }: Doing) => site.post('/saves', { comment }, who),
  saveArticle: ({ site, who, article }: Doing) => site.post(`/articles/${article}/saves`, {}, who),
  follow: ({ site, who, article, on }: Doing) =>
    site.post(`/articles/${article}/follows`, { action: on ? 'follow' : 'unfollow', next: '' }, who),
  fold: ({ site, who, comment, on }: Doing) =>
    site.post('/comments/folds', { comment, state: on ? 'folded' : 'opened' }, who),
  mutePerson: ({ site, who, nic, on }: Doing) =>
    site.post('/mutes', { kind: 'person', value: nic, action: on ? 'mute' : 'unmute', next: '' }, who),
  muteWord: ({ site, who, on }: Doing) =>
    site.post('/mutes', { kind: 'word', value: 'harbour', action: on ? 'mute' : 'unmute', next: '' }, who),
  remove: decide('removals'),
  restore: decide('restorations'),
  hold: decide('holds'),
  approve: decide('approvals'),
  spam: decide('spam'),
  feature: decide('features'),
  move: ({ site, cast, comment, article, n }: Doing) =>
    site.post('/moderation/moves', { comment, into: article === '1' ? '2' : '1', reason: `Reason ${n}` }, cast.mo),
  close: ({ site, cast, article, on, n }: Doing) =>
    site.post(`/moderation/${on ? 'closures' : 'reopenings'}`, { article, reason: `Reason ${n}` }, cast.mo),
  slow: ({ site, cast, article, on }: Doing) =>
    site.post(
      '/moderation/slowdowns',
      { article, reason: 'Heat', minutes: '5', action: on ? 'slow' : 'release' },
      cast.mo,
    ),
  silence: ({ site, cast, who, n }: Doing) =>
    site.post('/moderation/silences', { nic: who.nic, reason: `Reason ${n}`, until: 'day' }, cast.mo),
  ban: ({ site, cast, who, n }: Doing) =>
    site.post('/moderation/bans', { nic: who.nic, reason: `Reason ${n}`, until: 'day' }, cast.mo),
  pardon: ({ site, cast, who, n }: Doing) =>
    site.post('/moderation/pardons', { nic: who.nic, reason: `Reason ${n}` }, cast.mo),
  rename: ({ site, n }: Doing) => site.set('siteName', `The Bell ${n}`),
  recommendations: ({ site, on }: Doing) => site.set('recommendations', on),
  read: ({ site, who, article }: Doing) => site.get(article === '1' ? first : second, who),
  unread: ({ site, who, article }: Doing) => site.post(`/articles/${article}/unreads`, {}, who),
  minutes: ({ site }: Doing) => site.advance(5 * MINUTE),
  hours: ({ site }: Doing) => site.advance(7 * HOUR),
} satisfies Record<string, (doing: Doing) => unknown>

async function perform(site: Site, step: Act, n: number, cast: Cast): Promise<void> {
  const { deps } = site
  await keepSessions(site)
  const rows = await deps.db.selectFrom('comments').select(['id', 'article_id', 'nic']).orderBy('id').execute()
  const row = one(rows, step.which)!
  await acts[step.act]({
    site,
    cast,
    who: one([...cast.members, cast.mo], step.who)!,
    comment: String(row.id),
    article: String(row.article_id),
    nic: row.nic,
    on: step.on,
    n,
  })
}

const steps = randomSteps(acts)

describe('A page that is joined from parts', () => {
  test('is letter for letter the page that is made as a whole, whatever has happened', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const site = await prepared()
        const members = [await site.member('Ada'), await site.member('Bo')]
        const cast = { members, mo: await site.member('Mo', 'moderator') }
        await expectSame(site, [...members, cast.mo], 'at first')
        for (const [n, step] of list.entries()) {
          await perform(site, step, n, cast)
          const urls = [...new Set([first, one(addresses, n)!])]
          const all = [...members, cast.mo]
          await expectSame(site, all, `after ${n} ${JSON.stringify(step)}`, urls, [members[0]!, cast.mo])
        }
        expect(site.deps.answers.size().parts).toBeGreaterThan(0)
        await site.close()
      }),
      histories,
    )
  })

  test('is one gzip member that says the same as the page without compression', async () => {
    const site = await prepared()
    const ada = await site.member('Ada')
    const plain = await site.get(first, ada, quiet)
    const packed = await site.get(first, ada, { ...quiet, 'accept-encoding': 'gzip' })
    expect([packed.headers['content-encoding'], Number(packed.headers['content-length'])]).toEqual([
      'gzip',
      packed.rawPayload.length,
    ])
    expect(masked(gunzipSync(packed.rawPayload).toString())).toBe(masked(plain.body))
  })

  test('is not kept for a reader of another role, zone, style or theme', async () => {
    const site = await openSite()
    await site.article({ comments: aThread('a', [null, 0]) })
    const [ada, bo, mo] = [await site.member('Ada'), await site.member('Bo'), await site.member('Mo', 'moderator')]
    await site.get(first, ada)
    for await (const what of lookPreferences(site, bo.id)) await expectSame(site, [ada, bo, mo], what)
  })
})
