// Random histories of editors and undos: counters, lists, feeds, search and cached pages agree with the tables.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currentText } from '../../src/articles/change-actions.ts'
import { openCorrections } from '../../src/articles/correction-queries.ts'
import { articleForChange } from '../../src/articles/revision-queries.ts'
import { runBatch } from '../../src/batches/actions.ts'
import { chainVerifier, entriesAfter } from '../../src/db/log-chain.ts'
import { nextScheduledAt } from '../../src/desk/schedule/queries.ts'
import { DAY, dayOf, HOUR, timeOf } from '../../src/time.ts'
import { counted } from '../support/counted.ts'
import { histories } from '../support/histories.ts'
import { type Member, openBeside, openSite, type Site } from '../support/site.ts'
import { submission } from './news.ts'

/** `which` picks among the articles that exist when its turn comes. */
type Act =
  | { act: 'send'; who: number }
  | { act: 'decide'; noun: string; which: number; into: number; by: number }
  | { act: 'revise'; which: number; by: number }
  | { act: 'lead'; which: number; by: number }
  | { act: 'position'; which: number; by: number }
  | { act: 'comment'; which: number; by: number }
  | { act: 'quote'; which: number; by: number }
  | { act: 'correct'; which: number; by: number; accepts: boolean }
  | { act: 'undo'; which: number; by: number }
  | { act: 'amend'; which: number; by: number }
  | { act: 'withdraw'; which: number; by: number }
  | { act: 'restore'; which: number; by: number }
  | { act: 'wait'; hours: number }

const [which, by] = [fc.nat(30), fc.nat(1)]
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('send' as const), who: fc.nat(2) }) },
  {
    weight: 9,
    arbitrary: fc.record({
      act: fc.constant('decide' as const),
      noun: fc.constantFrom(
        'acceptances',
        'acceptances',
        'schedulings',
        'schedulings',
        'returns',
        'rejections',
        'merges',
        'moves',
        'unpublishings',
      ),
      which,
      into: which,
      by,
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('revise' as const), which, by }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('lead' as const, 'position' as const, 'comment' as const, 'quote' as const),
      which,
      by,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('correct' as const), which, by, accepts: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('undo' as const), which, by }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constantFrom('amend' as const, 'amend' as const, 'withdraw' as const, 'restore' as const),
      which,
      by,
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait' as const), hours: fc.constantFrom(1, 7, 26) }) },
)

type Cast = { editors: Member[]; writers: Member[] }

async function perform(site: Site, step: Act, n: number, { editors, writers }: Cast): Promise<void> {
  const { db } = site.deps
  await site.deps.store.writer
    .updateTable('sessions')
    .set({ expires_at: site.deps.clock() + DAY, last_used_at: site.deps.clock() })
    .execute()
  const ids = (await db.selectFrom('articles').select('id').orderBy('id').execute()).map(({ id }) => id)
  const pick = (at: number): number => ids[at % ids.length]!
  const post = async (url: string, form: Record<string, string>, as: Member): Promise<number> =>
    (await site.post(url, form, as)).statusCode
  const go = async (): Promise<number> => {
    if (step.act === 'wait') {
      site.advance(step.hours * HOUR)
      return 303
    }
    if (step.act === 'send') {
      await submission(site, {
        headline: `News${n}x of the day`,
        body: `Text${n}x.`,
        by: writers[step.who] ?? null,
        tags: step.who === 0 ? ['Boats'] : ['Boats', 'Birds'],
        url: step.who === 1 ? `https://example.org/${n}` : null,
      })
      return 303
    }
    const ed = editors[step.by]!
    const article = pick(step.which)
    if (step.act === 'undo') {
      const batches = await db.selectFrom('batches').select('id').orderBy('id').execute()
      const batch = batches[step.which % Math.max(batches.length, 1)]
      return batch === undefined ? 303 : post('/moderation/undos', { batch: String(batch.id) }, ed)
    }
    if (step.act === 'withdraw' || step.act === 'restore')
      return post(`/desk/submissions/${article}/withdrawals`, { action: step.act }, writers[step.by]!)
    if (step.act === 'amend')
      return post(
        `/desk/submissions/${article}/edits`,
        {
          headline: `Amended${n}x headline`,
          lede: 'Lede.',
          url: `https://example.org/${n}`,
          body: 'Text.',
          section: 'harbour',
        },
        writers[step.by]!,
      )
    if (step.act === 'comment')
      return post('/comments', { article: String(article), body: `Word${n}x.` }, writers[step.by]!)
    if (step.act === 'quote') {
      const comments = await db.selectFrom('comments').select('id').execute()
      const comment = comments[step.which % Math.max(comments.length, 1)]
      return comment === undefined ? 303 : post('/desk/quotes', { comment: String(comment.id), action: 'choose' }, ed)
    }
    if (step.act === 'correct') return correct(site, article, n, step.accepts, writers[step.by]!, ed)
    if (step.act === 'lead') return post('/desk/leads', { article: String(article), action: 'choose' }, ed)
    if (step.act === 'position') return post('/desk/positions', { article: String(article), action: 'up' }, ed)
    if (step.act === 'revise') {
      const text = await currentText(db, (await articleForChange(db, article))!)
      await runBatch(site.deps, { ...ed, commentCount: 0, trusted: false }, 'edit-article', `Note ${n}`, (_, batch) =>
        batch
          .revise(article, { ...text, headline: `Fresh${n}x headline`, tags: ['Birds'] }, `Note ${n}`)
          .then(() => batch.log({ subject: 'article', subjectId: article, articleId: article }))
          .then(() => undefined),
      )
      return 303
    }
    const { into } = step
    const at = site.deps.clock() + 5 * HOUR
    const fields: Record<string, Record<string, string>> = {
      schedulings: { at: `${dayOf(at, 'UTC')}T${timeOf(at, 'UTC')}` },
      returns: { reason: `Word ${n}` },
      rejections: { reason: 'Not news' },
      merges: { into: String(pick(into)) },
      moves: { at: dayOf(site.deps.clock() - (1 + (into % 3)) * DAY, 'UTC') },
      unpublishings: { reason: `Reason ${n}` },
    }
    return post(`/desk/${step.noun}`, { article: String(article), ...fields[step.noun] }, ed)
  }
  expect([303, 403, 404, 409, 410, 422, 429], JSON.stringify(step)).toContain(await go())
}

/** A reader corrects the headline of an article, and an editor decides about the oldest correction that waits. */
async function correct(
  site: Site,
  article: number,
  n: number,
  accepts: boolean,
  reader: Member,
  ed: Member,
): Promise<number> {
  const row = (await articleForChange(site.deps.db, article))!
  const body = `Right${n}x headline`
  const sent = await site.post(`/articles/${article}/corrections`, { passage: row.headline, body }, reader)
  const [open] = await openCorrections(site.deps.db, 0, 1)
  if (open === undefined) return sent.statusCode
  const url = `/desk/corrections/${open.id}`
  if (!accepts) return (await site.post(`${url}/declines`, { reason: `Reason ${n}` }, ed)).statusCode
  const now = (await articleForChange(site.deps.db, open.article_id))!
  const text = await currentText(site.deps.db, now)
  const section = await site.deps.db
    .selectFrom('sections')
    .select('slug')
    .where('id', '=', text.section_id)
    .executeTakeFirstOrThrow()
  const form = {
    url: text.source_url ?? '',
    headline: open.body,
    lede: text.lede,
    body: text.body_source,
    section: section.slug,
    tags: text.tags.join(', '),
    note: `Note ${n}`,
    base: String(now.revision),
  }
  return (await site.post(`${url}/acceptances`, form, ed)).statusCode
}

/** Corrections are decided exactly while an acceptance or a decline is in force. */
async function corrected({ deps: { db } }: Site): Promise<void> {
  for (const { id, decided_at } of await db.selectFrom('corrections').select(['id', 'decided_at']).execute()) {
    let inForce = 0
    for (const table of ['correction_acceptances', 'correction_declines'] as const)
      inForce += (
        await db.selectFrom(table).select('id').where('correction_id', '=', id).where('ended_at', 'is', null).execute()
      ).length
    expect(inForce, `correction ${id}`).toBe(decided_at === null ? 0 : 1)
  }
}

/** Each article is found by search and at its address exactly while it is published; others answer 404, 410 or lead on. */
async function found(site: Site): Promise<void> {
  const rows = await site.deps.db
    .selectFrom('articles')
    .select(['id', 'slug', 'state', 'headline', 'day', 'published_at', 'scheduled_at'])
    .execute()
  for (const row of rows) {
    const what = `${row.id} ${row.state}`
    const isPublished = row.state === 'published'
    const { statusCode } = await site.get(`/articles/${row.id}-${row.slug}`)
    expect(isPublished ? [200] : [301, 404, 410], what).toContain(statusCode)
    const search = await site.get(`/search?q=${row.headline.split(' ')[0]}`)
    expect(search.body.includes(`/articles/${row.id}-`), what).toBe(isPublished)
    if (isPublished) expect([row.day, row.scheduled_at], what).toEqual([dayOf(row.published_at!, 'UTC'), null])
    if (row.state === 'scheduled') expect(row.scheduled_at, what).toBeGreaterThan(site.deps.clock())
  }
}

/** The records in force fit the states: one rejection for each rejected article that was not merged, and so on. */
async function decided({ deps: { db } }: Site): Promise<void> {
  const rows = await db.selectFrom('articles').select(['id', 'state']).execute()
  for (const { id, state } of rows) {
    const inForce = async (table: 'rejections' | 'returns' | 'merges' | 'unpublishings'): Promise<number> =>
      (await db.selectFrom(table).select('id').where('article_id', '=', id).where('ended_at', 'is', null).execute())
        .length
    const merged = await inForce('merges')
    const expected = {
      rejections: state === 'rejected' ? 1 - merged : 0,
      // What was sent back and withdrawn is sent back again when that is undone.
      returns: state === 'withdrawn' ? await inForce('returns') : state === 'returned' ? 1 : 0,
      unpublishings: state === 'unpublished' ? 1 - merged : 0,
    }
    expect(
      {
        rejections: await inForce('rejections'),
        returns: await inForce('returns'),
        unpublishings: await inForce('unpublishings'),
      },
      `${id} ${state}`,
    ).toEqual(expected)
    const withdrawn = await db
      .selectFrom('article_withdrawals')
      .select('id')
      .where('article_id', '=', id)
      .where('ended_at', 'is', null)
      .execute()
    expect(withdrawn.length, `${id} ${state}`).toBe(state === 'withdrawn' ? 1 : 0)
    if (merged > 0) expect(['rejected', 'unpublished'], `${id} ${state}`).toContain(state)
  }
  for (const { id, revision } of await db.selectFrom('articles').select(['id', 'revision']).execute()) {
    const numbers = (
      await db.selectFrom('article_revisions').select('number').where('article_id', '=', id).orderBy('number').execute()
    ).map(({ number }) => number)
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    if (numbers.length > 0) expect(revision).toBe(numbers.length)
  }
}

test('after any actions and undos of editors, counters, lists, feeds, search and cached pages agree with the tables', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 30 }), async (acts) => {
      const site = await openSite()
      await site.article({ tags: ['Boats'] })
      await site.article({ headline: 'Another story', section: 'Letters' })
      const cast = {
        editors: [await site.member('Ed', 'editor'), await site.member('Emma', 'editor')],
        writers: [await site.member('Ada'), await site.member('Bo')],
      }
      const pages = [
        '/',
        '/headlines',
        '/archive',
        '/archive/2030/03/12',
        '/sections/harbour',
        '/tags/Boats',
        '/people/Ada',
        '/latest',
        '/articles/1-the-slipway-is-repainted',
        '/moderation/log',
        '/feeds/articles.xml',
        '/feeds/articles.json',
        '/feeds/sections/harbour.xml',
        '/feeds/tags/Boats.xml',
        '/feeds/people/Ada.xml',
        '/feeds/corrections.xml',
        '/corrections',
        '/articles/1/history',
        '/sitemap.xml',
      ]
      const beside = await openBeside(site)
      try {
        for (const [n, step] of acts.entries()) {
          await perform(site, step, n, cast)
          for (const url of pages.filter((_, i) => (i + n) % 3 === 0)) await site.get(url)
          site.advance(60_000)
        }
        // A request publishes what is due; then everything has to agree.
        await site.get('/')
        await counted(site)
        await found(site)
        await decided(site)
        await corrected(site)
        expect((await nextScheduledAt(site.deps.db)) ?? Infinity).toBe(site.deps.schedule.next || Infinity)
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
