// The front page and lists of stories of a member that are joined from parts: letter for letter the page that is made as a whole, whatever has happened.
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { setConfirmedEmail, setEmail } from '../../src/accounts/email/queries.ts'
import { write } from '../../src/db/write.ts'
import { forgetMarks } from '../../src/marks/queries.ts'
import { DAY, HOUR, MINUTE, nextMidnight } from '../../src/time.ts'
import { wordsOn } from '../comments/page.ts'
import { histories, keepSessions, lookPreferences, randomSteps } from '../support/histories.ts'
import { aThread, type Member, NOON, preparedSite, type Site } from '../support/site.ts'

const YEAR = 365 * DAY
const morning = NOON - (NOON % DAY) + 8 * HOUR

const prepared = preparedSite(async (site) => {
  await site.article({ headline: 'Loud', comments: aThread('a', [null, 0, 1, null, 3]) })
  await site.article({ headline: 'The harbour wall', comments: aThread('b', [null, 0, null]) })
  await site.article({ headline: 'A tagged one', section: 'Letters', tags: ['gulls'], nic: 'Purser' })
  await site.article({
    headline: 'Of yesterday',
    postedAt: morning - DAY,
    comments: aThread('d', [null], morning - HOUR),
  })
  await site.article({
    headline: 'Of last year',
    postedAt: morning - YEAR,
    comments: aThread('e', [null], morning - YEAR + HOUR),
  })
})

const addresses = ['1-loud', '2-the-harbour-wall', '3-a-tagged-one', '4-of-yesterday', '5-of-last-year']

/** A prefetch moves no mark, so that both pages are read of the same moment. */
const quiet: Record<string, string> = { 'sec-purpose': 'prefetch' }

const lists = [
  '/sections/harbour',
  '/sections/harbour?sort=activity',
  '/sections/harbour?sort=recommended',
  '/tags/gulls',
  '/archive/2030/03/12',
  '/archive/2030/03/11',
]

/** @returns whether the first page was joined: only one made as a whole is sent in brotli */
async function expectSame(site: Site, reader: Member, what: string, url = '/', headers = quiet): Promise<boolean> {
  const joined = await site.get(url, reader, headers)
  const packed = await site.get(url, reader, { ...headers, 'accept-encoding': 'gzip, br' })
  site.deps.parts.isOn = false
  const whole = await site.get(url, reader, quiet)
  site.deps.parts.isOn = true
  expect(joined.body, `${what}: ${url} for ${reader.nic}`).toBe(whole.body)
  if (packed.headers['content-encoding'] !== 'gzip') return false
  expect(gunzipSync(packed.rawPayload).toString(), `${what}: ${url} for ${reader.nic}, packed`).toBe(whole.body)
  return true
}

type Act = { act: keyof typeof acts; who: number; which: number; on: boolean }
type Cast = { members: Member[]; ed: Member }
type Doing = { site: Site; cast: Cast; who: Member; comment: string; article: number; on: boolean; n: number }

const one = <T>(of: readonly T[], at: number): T => of[at % of.length]!

const decide =
  (noun: string) =>
  ({ site, cast, comment, n }: Doing) =>
    site.post(`/moderation/${noun}`, { comment, reason: `Reason ${n}` }, cast.ed)

const mute =
  (kind: string, value: string) =>
  ({ site, who, on }: Doing) =>
    site.post('/mutes', { kind, value, action: on ? 'mute' : 'unmute', next: '' }, who)

/** What can be done to an edition and to what a reader sees of it. */
const acts = {
  comment: ({ site, who, article, n }: Doing) =>
    site.post('/comments', { article: String(article), parent: '', body: `Unlike${n}x words by somebody.` }, who),
  withdraw: ({ site, who, comment }: Doing) => site.post(`/comments/${comment}/withdrawals`, {}, who),
  publish: ({ site, n }: Doing) => site.article({ headline: `News ${n}`, tags: n % 2 === 0 ? ['gulls'] : [] }),
  correct: ({ site, article }: Doing) =>
    write(site.deps, (db) =>
      db.updateTable('articles').set({ corrected_at: site.deps.clock() }).where('id', '=', article).execute(),
    ).then(() => site.deps.pages.clear()),
  lead: ({ site, cast, article, on }: Doing) =>
    site.post('/desk/leads', { article: String(article), action: on ? 'choose' : 'clear' }, cast.ed),
  mutePerson: mute('person', 'Purser'),
  muteSection: mute('section', 'Letters'),
  muteTag: mute('tag', 'gulls'),
  muteWord: mute('word', 'harbour'),
  muteNothing: mute('word', 'zeppelin'),
  remove: decide('removals'),
  restore: decide('restorations'),
  hold: decide('holds'),
  approve: decide('approvals'),
  move: ({ site, cast, comment, article, n }: Doing) =>
    site.post('/moderation/moves', { comment, into: String(article), reason: `Reason ${n}` }, cast.ed),
  close: ({ site, cast, article, on, n }: Doing) =>
    site.post(`/moderation/${on ? 'closures' : 'reopenings'}`, { article: String(article), reason: `R ${n}` }, cast.ed),
  rename: ({ site, n }: Doing) => site.set('siteName', `The Bell ${n}`),
  email: ({ site, who, on, n }: Doing) =>
    write(site.deps, async (db) => {
      await setEmail(db, who.id, `a${n}@example.org`, `a${n}@example.org`)
      if (on) await setConfirmedEmail(db, who.id, `a${n}@example.org`, site.deps.clock())
    }),
  read: ({ site, who, article }: Doing) => site.get(`/articles/${addresses[article - 1] ?? addresses[0]}`, who),
  visit: ({ site, who }: Doing) => site.get('/', who),
  unread: ({ site, who, article }: Doing) => site.post(`/articles/${article}/unreads`, {}, who),
  marks: ({ site, who, on }: Doing) => site.post('/marks', { action: on ? 'on' : 'off' }, who),
  forget: ({ site, who }: Doing) => site.post('/marks', { action: 'forget' }, who),
  flush: ({ site }: Doing) => site.deps.flushMarks(),
  minutes: ({ site }: Doing) => site.advance(4 * MINUTE),
  hours: ({ site }: Doing) => site.advance(5 * HOUR),
} satisfies Record<string, (doing: Doing) => unknown>

async function perform(site: Site, step: Act, n: number, cast: Cast): Promise<void> {
  const { deps } = site
  await keepSessions(site)
  const rows = await deps.db.selectFrom('comments').select('id').orderBy('id').execute()
  await acts[step.act]({
    site,
    cast,
    who: one([...cast.members, cast.ed], step.who),
    comment: String(one(rows, step.which).id),
    article: (step.which % addresses.length) + 1,
    on: step.on,
    n,
  })
}

const steps = randomSteps(acts)

async function open() {
  const site = await prepared()
  const members = [await site.member('Ada'), await site.member('Bo')]
  return { site, members, ed: await site.member('Ed', 'admin') }
}

describe('A front page, or a list of stories, that is joined from parts', () => {
  test('is letter for letter the page that is made as a whole, whatever has happened', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const { site, members, ed } = await open()
        for (const reader of [...members, ed])
          for (const url of ['/', ...lists])
            expect([url, await expectSame(site, reader, 'at first', url)]).toEqual([url, !url.endsWith('recommended')])
        for (const [n, step] of list.entries()) {
          await perform(site, step, n, { members, ed })
          for (const reader of [...members, ed])
            for (const url of ['/', one(lists, n)]) {
              // Bo fetches ahead. For those who read, the page is kept.
              const headers = reader === members[1] ? quiet : {}
              await expectSame(site, reader, `after ${n} ${JSON.stringify(step)}`, url, headers)
            }
        }
        expect(site.deps.answers.size().parts).toBeGreaterThan(0)
        await site.close()
      }),
      histories,
    )
  })

  test('says what is new to its reader alone, in one gzip member', async () => {
    const { site, members } = await open()
    const [ada, bo] = members as [Member, Member]
    await site.get('/articles/1-loud', ada)
    await site.get('/articles/2-the-harbour-wall', bo)
    await site.post('/comments', { article: '1', parent: '', body: 'Nobody has said this yet.' }, bo)
    const read = async (as: Member): Promise<string> => {
      const packed = await site.get('/', as, { ...quiet, 'accept-encoding': 'gzip, br' })
      expect(packed.headers['content-encoding']).toBe('gzip')
      expect(Number(packed.headers['content-length'])).toBe(packed.rawPayload.length)
      const body = gunzipSync(packed.rawPayload).toString()
      expect(body).toBe((await site.get('/', as, quiet)).body)
      return wordsOn(body)
    }
    expect(await read(ada)).toContain('+1 new')
    expect(await read(bo)).not.toContain('+1 new')
    for (const as of [ada, bo]) await expectSame(site, as, 'after a comment')
  })

  test('is made as a whole for a reader who has muted something on it, and only for them', async () => {
    const { site, members, ed } = await open()
    const [ada, bo] = members as [Member, Member]
    await site.post('/mutes', { kind: 'word', value: 'zeppelin', action: 'mute', next: '' }, bo)
    await site.post('/mutes', { kind: 'tag', value: 'gulls', action: 'mute', next: '' }, ada)
    expect(await expectSame(site, ada, 'a muted tag')).toBe(false)
    expect(await expectSame(site, bo, 'a muted word that is nowhere')).toBe(true)
    // A quotation beside the lead, of a comment that is not among the latest.
    await site.post('/desk/leads', { article: '2', action: 'choose' }, ed)
    for (let i = 0; i < 6; i++)
      await site.post('/comments', { article: '1', parent: '', body: `Remark ${i}${'x'.repeat(i)} of Bo.` }, bo)
    const eve = await site.member('Eve')
    expect(await expectSame(site, eve, 'nothing muted')).toBe(true)
    await site.post('/mutes', { kind: 'word', value: 'number', action: 'mute', next: '' }, eve)
    expect(await expectSame(site, eve, 'a muted word in a quotation')).toBe(false)
    expect(wordsOn((await site.get('/', ada)).body)).not.toContain('A tagged one')
    expect(wordsOn((await site.get('/', bo)).body)).toContain('A tagged one')
  })

  test('is not kept for a reader of another zone, style or theme', async () => {
    const { site, members, ed } = await open()
    const bo = members[1]!
    for await (const what of lookPreferences(site, bo.id))
      for (const reader of [...members, ed])
        for (const url of ['/', ...lists]) await expectSame(site, reader, what, url)
  })

  test('says of its own time what is true: the minute, midnight of the reader, views, the end of a visit', async () => {
    const { site, members, ed } = await open()
    const [ada, bo] = members as [Member, Member]
    const check = async (what: string): Promise<void> => {
      for (const as of members) for (const url of ['/', '/sections/harbour']) await expectSame(site, as, what, url)
    }
    await write(site.deps, (db) =>
      db
        .insertInto('preferences')
        .values({
          account_id: bo.id,
          theme: 'auto',
          text_size: 'usual',
          date_style: 'long',
          keys: 1,
          time_zone: 'Asia/Tokyo',
        } as never)
        .execute(),
    )
    // Nothing up to the newest comment of a first visit is new until that visit ends.
    await site.post('/moderation/holds', { comment: '5', reason: 'Later' }, ed)
    await site.get('/articles/1-loud', ada)
    await site.post('/moderation/approvals', { comment: '5', reason: 'Now' }, ed)
    await check('at first')
    site.advance(25 * MINUTE)
    await check('during the visit')
    site.advance(6 * MINUTE)
    await check('after the visit')
    expect(wordsOn((await site.get('/', ada, quiet)).body)).toContain('+1 new')
    site.advance(nextMidnight(site.deps.clock(), 'Asia/Tokyo') - site.deps.clock() - MINUTE)
    await check('before midnight in Tokyo')
    site.advance(2 * MINUTE)
    await check('after midnight in Tokyo')
    await site.deps.store.writer.updateTable('articles').set({ view_count: 1234 }).execute()
    site.advance(10 * MINUTE)
    await check('after views')
  })

  test('forgets what a reader has of their own as soon as that changes', async () => {
    const { site, members } = await open()
    const [ada, bo] = members as [Member, Member]
    const says = async (): Promise<string> => {
      await expectSame(site, ada, 'now')
      return wordsOn((await site.get('/', ada, quiet)).body)
    }
    // Visits that are written down between the pages.
    for (let i = 0; i < 3; i++) {
      await site.get('/', ada)
      await site.deps.flushMarks()
      await says()
      site.advance(2 * HOUR)
    }
    await says()
    await site.get('/articles/1-loud', ada)
    await site.post('/comments', { article: '1', parent: '', body: 'Nobody has said this yet.' }, bo)
    expect(await says()).toContain('+1 new')
    await site.get('/articles/1-loud', ada)
    expect(await says()).not.toContain('+1 new')
    await site.post('/comments', { article: '1', parent: '', body: 'And nobody has said that.' }, bo)
    await site.deps.flushMarks()
    expect(await says()).toContain('+1 new')
    // A mark that is moved and written down between two pages.
    await site.get('/articles/1-loud', ada)
    await site.deps.flushMarks()
    expect(await says()).not.toContain('+1 new')
    await site.post('/comments', { article: '1', parent: '', body: 'Nor has anybody said this.' }, bo)
    expect(await says()).toContain('+1 new')
    await write(site.deps, (db) => forgetMarks(db, ada.id))
    expect(await says()).not.toContain('+1 new')
    await write(site.deps, (db) => setEmail(db, ada.id, 'ada@example.org', 'ada@example.org'))
    expect(await says()).toContain('Confirm your e-mail address')
    await write(site.deps, (db) => setConfirmedEmail(db, ada.id, 'ada@example.org', site.deps.clock()))
    expect(await says()).not.toContain('Confirm your e-mail address')
  })
})
