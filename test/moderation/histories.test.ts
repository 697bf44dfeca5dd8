// Random histories of moderation and undos: counters, search, feeds, cached pages and the log chain agree with the tables.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainVerifier, entriesAfter } from '../../src/db/log-chain.ts'
import { waitingAppeals } from '../../src/moderation/appeals/queries.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { counted } from '../support/counted.ts'
import { histories } from '../support/histories.ts'
import { browserOf } from '../support/jar.ts'
import { type Member, openBeside, openSite, type Site } from '../support/site.ts'

/** `which` picks among what exists when its turn comes. */
type Act =
  | { act: 'post'; who: number; which: number }
  | { act: 'decide'; noun: 'approvals' | 'holds' | 'removals' | 'spam' | 'restorations'; which: number; by: number }
  | { act: 'edit' | 'flag' | 'withdraw' | 'sweep'; which: number; by: number }
  | { act: 'person'; noun: 'warnings' | 'mutes' | 'bans' | 'pardons'; who: number; by: number }
  | {
      act: 'thread'
      noun: 'closures' | 'reopenings' | 'thread-holds' | 'slowdowns' | 'thread-notices'
      release: boolean
      by: number
    }
  | { act: 'move'; which: number; into: number; by: number }
  | { act: 'appeal'; which: number; by: number }
  | { act: 'answer'; which: number; by: number; grants: boolean }
  | { act: 'undo'; which: number; by: number }
  | { act: 'wait'; hours: number }

const [which, by] = [fc.nat(40), fc.nat(1)]
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ act: fc.constant('post' as const), who: fc.nat(3), which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('decide' as const),
      noun: fc.constantFrom(
        'approvals' as const,
        'approvals' as const,
        'holds' as const,
        'removals' as const,
        'spam' as const,
        'restorations' as const,
      ),
      which,
      by,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constantFrom('edit' as const, 'flag' as const, 'withdraw' as const, 'sweep' as const),
      which,
      by,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('person' as const),
      noun: fc.constantFrom('warnings' as const, 'mutes' as const, 'bans' as const, 'pardons' as const),
      who: fc.nat(1),
      by,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('thread' as const),
      noun: fc.constantFrom(
        'closures' as const,
        'reopenings' as const,
        'thread-holds' as const,
        'slowdowns' as const,
        'thread-notices' as const,
      ),
      release: fc.boolean(),
      by,
    }),
  },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('move' as const), which, into: fc.nat(1), by }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('appeal' as const), which, by: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('answer' as const), which, by, grants: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('undo' as const), which, by }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 40 }) }) },
)

const release = (wanted: boolean): Record<string, string> => (wanted ? { action: 'release' } : {})
const threadFields: Record<
  Extract<Act, { act: 'thread' }>['noun'],
  (released: boolean, n: number) => Record<string, string>
> = {
  closures: () => ({}),
  reopenings: () => ({}),
  'thread-holds': release,
  slowdowns: (released) => ({ minutes: '5', ...release(released) }),
  'thread-notices': (released, n) => ({ text: released ? '' : `Notice ${n}` }),
}

type Cast = { members: Member[]; staff: Member[]; guest: ReturnType<typeof browserOf> }

const one = <T>(of: readonly T[], at: number): T | undefined => of[at % Math.max(of.length, 1)]

async function perform(site: Site, step: Act, n: number, { members, staff, guest }: Cast): Promise<void> {
  const { db } = site.deps
  // The clock advances past the seven days of the harness's sessions.
  await site.deps.store.writer
    .updateTable('sessions')
    .set({ expires_at: site.deps.clock() + DAY, last_used_at: site.deps.clock() })
    .execute()
  const comments = await db.selectFrom('comments').select(['id', 'state', 'article_id']).orderBy('id').execute()
  const reason = `Reason ${n}`
  const go = async (): Promise<number> => {
    if (step.act === 'post') {
      const parent = one([{ id: '', article_id: 1 }, ...comments.filter(({ state }) => state === 'live')], step.which)!
      const form = {
        article: String(parent.article_id),
        parent: String(parent.id),
        body: `Unlike${n}x words by somebody.`,
      }
      const writer = members[step.who]
      return (
        writer === undefined
          ? await guest.post('/comments', { ...form, nic: 'Walker' })
          : await site.post('/comments', form, writer)
      ).statusCode
    }
    if (step.act === 'wait') {
      site.advance(step.hours * HOUR)
      return 303
    }
    const mo = staff[step.by]!
    if (step.act === 'person')
      return (
        await site.post(
          `/moderation/${step.noun}`,
          {
            nic: members[step.who]!.nic,
            reason,
            ...(step.noun === 'mutes' || step.noun === 'bans' ? { until: 'day' } : {}),
          },
          mo,
        )
      ).statusCode
    if (step.act === 'thread')
      return (
        await site.post(
          `/moderation/${step.noun}`,
          { article: '1', reason, ...threadFields[step.noun](step.release, n) },
          mo,
        )
      ).statusCode
    if (step.act === 'undo') {
      const batch = one(await db.selectFrom('batches').select('id').orderBy('id').execute(), step.which)
      return batch === undefined
        ? 303
        : (await site.post('/moderation/undos', { batch: String(batch.id), reason }, mo)).statusCode
    }
    if (step.act === 'answer') {
      const appeal = one(await db.selectFrom('appeals').select('id').orderBy('id').execute(), step.which)
      return appeal === undefined
        ? 303
        : (
            await site.post(
              '/moderation/answers',
              { appeal: String(appeal.id), answer: reason, action: step.grants ? 'grant' : 'stand' },
              mo,
            )
          ).statusCode
    }
    if (step.act === 'appeal') {
      const gone = one(
        comments.filter(({ state }) => state === 'held' || state === 'removed' || state === 'spam'),
        step.which,
      )
      const url = `/comments/${gone?.id}/appeals`
      return gone === undefined
        ? 303
        : (step.by === 2
            ? await guest.post(url, { body: reason })
            : await site.post(url, { body: reason }, members[step.by])
          ).statusCode
    }
    const comment = one(comments, step.which)?.id
    if (comment === undefined) return 303
    if (step.act === 'move') {
      const others = [1, 2, 3].filter((id) => id !== one(comments, step.which)!.article_id)
      return (
        await site.post('/moderation/moves', { comment: String(comment), reason, into: String(others[step.into]) }, mo)
      ).statusCode
    }
    if (step.act === 'decide')
      return (await site.post(`/moderation/${step.noun}`, { comment: String(comment), reason }, mo)).statusCode
    if (step.act === 'edit')
      return (
        await site.post(
          '/moderation/approvals',
          { comment: String(comment), reason, body: `Unlike${n}x words, changed.` },
          mo,
        )
      ).statusCode
    if (step.act === 'flag')
      return (await site.post(`/comments/${comment}/flags`, { reason }, members[step.by])).statusCode
    if (step.act === 'withdraw')
      return (await site.post(`/comments/${comment}/withdrawals`, {}, members[step.by])).statusCode
    return (
      await site.post(
        '/moderation/sweeps',
        { comment: String(comment), reason, action: step.by === 0 ? 'spam' : 'remove', [`comment-${comment}`]: 'on' },
        mo,
      )
    ).statusCode
  }
  // Refusals and rate limits are accepted; server errors and malformed forms are not.
  expect([303, 403, 404, 409, 410, 429], JSON.stringify(step)).toContain(await go())
}

const articles = ['/articles/1-the-slipway-is-repainted', '/articles/2-the-second', '/articles/3-the-third']

/** Everybody finds the live comments where they are, and nothing else. */
async function found(site: Site): Promise<void> {
  const threads = new Map<number, string>()
  for (const [i, url] of articles.entries()) threads.set(i + 1, (await site.get(url)).body)
  for (const { id, state, source, article_id } of await site.deps.db
    .selectFrom('comments')
    .select(['id', 'state', 'source', 'article_id'])
    .execute()) {
    const word = source.split(' ')[0]!
    const { body } = await site.get(`/search?q=${word}`)
    expect(body.includes(`/comments/${id}"`), `${word}, ${state}`).toBe(state === 'live')
    for (const [article, thread] of threads) {
      expect(thread.includes(word), `${word}, ${state}`).toBe(state === 'live' && article === article_id)
      // Moves never leave an id twice on a page.
      const ids = [...thread.matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
      expect(ids).toEqual([...new Set(ids)])
    }
    if (state === 'live')
      expect(String((await site.get(`/comments/${id}`)).headers.location)).toContain(articles[article_id - 1])
  }
}

/** An appeal is open exactly while nobody has answered it and its decision is in force; each decision has at most one. */
async function appealed({ deps: { db, clock } }: Site): Promise<void> {
  const rows = await db.selectFrom('appeals').selectAll().orderBy('id').execute()
  const inForce = async ({ noun, noun_id, comment_id }: (typeof rows)[number]): Promise<boolean> => {
    if (noun === '') return false
    const act = await db
      .selectFrom(noun as 'removals')
      .select('ended_at')
      .where('id', '=', noun_id)
      .executeTakeFirstOrThrow()
    const { state } = await db
      .selectFrom('comments')
      .select('state')
      .where('id', '=', comment_id!)
      .executeTakeFirstOrThrow()
    return act.ended_at === null && state === { holds: 'held', removals: 'removed', spam_marks: 'spam', bans: '' }[noun]
  }
  const waits: number[] = []
  for (const row of rows) {
    expect(
      row.ended_at === null ? '' : ['granted', 'refused', 'overtaken', 'undone'].includes(row.end_reason!),
      JSON.stringify(row),
    ).toBe(row.ended_at === null ? '' : true)
    expect(row.log_entry_id === null, JSON.stringify(row)).toBe(row.answer === '')
    if (row.ended_at === null) expect(row.answer).toBe('')
    if (row.ended_at === null && (await inForce(row))) waits.push(row.id)
  }
  expect((await waitingAppeals(db, clock(), null, 100)).map(({ id }) => id).sort((a, b) => a - b)).toEqual(waits)
  expect(new Set(rows.map(({ noun, noun_id }) => `${noun} ${noun_id}`)).size).toBe(rows.length)
}

/** Every held, removed or spam comment has exactly one record in force, and every live one has none. */
async function decided({ deps: { db } }: Site): Promise<void> {
  const inForce = async (noun: 'holds' | 'removals' | 'spam_marks', comment: number): Promise<number> =>
    (await db.selectFrom(noun).select('id').where('comment_id', '=', comment).where('ended_at', 'is', null).execute())
      .length
  const comments = await db
    .selectFrom('comments as c')
    .leftJoin('withdrawals as w', (join) => join.onRef('w.comment_id', '=', 'c.id').on('w.ended_at', 'is', null))
    .select(['c.id', 'c.state', 'w.state_before'])
    .execute()
  for (const { id, state, state_before } of comments) {
    // Undoing a withdrawal gives back the state of before, so what held then stays in force.
    const decidedState = state === 'withdrawn' ? state_before : state
    const acts = {
      held: await inForce('holds', id),
      removed: await inForce('removals', id),
      spam: await inForce('spam_marks', id),
    }
    expect(acts, `comment ${id}, ${state}`).toEqual({
      held: decidedState === 'held' ? 1 : 0,
      removed: decidedState === 'removed' ? 1 : 0,
      spam: decidedState === 'spam' ? 1 : 0,
    })
  }
}

test('after any actions and undos of moderators, counters, search, feeds, cached pages and the chain agree with the tables', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 30 }), async (acts) => {
      const site = await openSite()
      await site.article()
      await site.article({ headline: 'The second' })
      await site.article({ headline: 'The third', section: 'Letters' })
      const cast = {
        members: [await site.member('Ada'), await site.member('Bo')],
        staff: [await site.member('Mo', 'moderator'), await site.member('Mi', 'moderator')],
        guest: browserOf(site),
      }
      const pages = [
        '/',
        ...articles,
        '/articles/1-the-slipway-is-repainted?view=newest',
        '/latest',
        '/headlines',
        '/archive',
        '/people/Ada',
        '/moderation/log',
        '/feeds/comments.xml',
        '/feeds/articles/1.xml',
      ]
      const beside = await openBeside(site)
      try {
        for (const [n, step] of acts.entries()) {
          await perform(site, step, n, cast)
          for (const url of pages.filter((_, i) => (i + n) % 3 === 0)) await site.get(url)
          site.advance(60_000)
        }
        await counted(site)
        await found(site)
        await appealed(site)
        await decided(site)
        const chain = chainVerifier()
        for (const entry of await entriesAfter(site.deps.db, 'log_entries', 0, 1000))
          expect(chain.next(entry)).toBeNull()
        await beside.deps.refresh()
        for (const url of pages) {
          beside.deps.pages.clear()
          const made = await beside.get(url)
          const timeless = (body: string): string => body.replace(/(as of|updated) \d\d:\d\d/g, '$1 …')
          expect(timeless((await site.get(url)).body), url).toBe(timeless(made.body))
        }
      } finally {
        await beside.close()
        await site.close()
      }
    }),
    histories,
  )
})
