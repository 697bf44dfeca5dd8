// Random actions: the counters equal a fresh count, and cached pages equal uncached ones.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import { recordRemoval } from '../../src/moderation/decisions/removal-actions.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { topic } from '../../src/topics.ts'
import { counted } from '../support/counted.ts'
import { histories } from '../support/histories.ts'
import { type Member, openBeside, openSite, type Site } from '../support/site.ts'

type Act =
  | { act: 'post'; who: number; article: number; parent: number; picked: boolean; twice: boolean }
  | { act: 'close' | 'reopen'; article: number }
  | { act: 'remove'; comment: number }
  | { act: 'recommend'; who: number; comment: number; wish: 'give' | 'take' }
  | { act: 'wait'; hours: number }

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('post' as const),
      who: fc.nat(3),
      article: fc.nat(2),
      parent: fc.nat(12),
      picked: fc.boolean(),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constantFrom('close' as const, 'reopen' as const), article: fc.nat(2) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('remove' as const), comment: fc.nat(30) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('recommend' as const),
      who: fc.nat(3),
      comment: fc.nat(30),
      wish: fc.constantFrom('give' as const, 'give' as const, 'take' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 200 }) }) },
)

async function perform(site: Site, one: Act, n: number, people: Member[], articles: number[]): Promise<void> {
  const { db } = site.deps
  // Sessions of the harness live seven days, and the clock goes on.
  await site.deps.store.writer
    .updateTable('sessions')
    .set({ expires_at: site.deps.clock() + DAY, last_used_at: site.deps.clock() })
    .execute()
  const mo = people[3]!
  if (one.act === 'post') {
    const article = articles[one.article]!
    const there = await db.selectFrom('comments').select('id').where('article_id', '=', article).orderBy('id').execute()
    const parent = one.parent === 0 ? '' : String(there[one.parent % (there.length + 1)]?.id ?? '')
    const form = { article: String(article), parent, nic: one.picked ? `Picked ${one.who}` : '', body: `Words ${n}.` }
    const answer = await site.post('/comments', form, people[one.who]!)
    expect([303, 409, 422]).toContain(answer.statusCode)
    if (one.twice) {
      const again = (await site.post('/comments', form, people[one.who]!)).headers.location
      expect(again?.replace('?done=again', '')).toBe(answer.headers.location?.replace('?done=again', ''))
    }
  } else if (one.act === 'remove') {
    const live = await db.selectFrom('comments').selectAll().where('state', '=', 'live').orderBy('id').execute()
    const row = live[one.comment % Math.max(live.length, 1)]
    if (!row) return
    await write(site.deps, (tx) => recordRemoval(tx, mo, { ...row, wasLive: true }, `Reason ${n}`, site.deps.clock()))
    site.deps.pages.drop(topic.article(row.article_id), topic.lists, topic.log)
  } else if (one.act === 'recommend') {
    const all = await db.selectFrom('comments').select('id').orderBy('id').execute()
    const row = all[one.comment % Math.max(all.length, 1)]
    if (row)
      expect([303, 403, 410]).toContain(
        (await site.post(`/comments/${row.id}/recommendations`, { action: one.wish }, people[one.who]!)).statusCode,
      )
  } else if (one.act === 'wait') site.advance(one.hours * HOUR)
  else
    expect([303, 409]).toContain(
      (
        await site.post(
          `/moderation/${one.act === 'close' ? 'closures' : 'reopenings'}`,
          { article: String(articles[one.article]), reason: `Reason ${n}` },
          mo,
        )
      ).statusCode,
    )
}

test('after any actions the counters equal the rows, and cached pages equal uncached ones', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      const site = await openSite()
      const articles = [
        await site.article(),
        await site.article({
          headline: 'The second',
          tags: ['tides', 'Rope'],
          source: { url: 'https://www.example.org/a' },
        }),
        await site.article({ headline: 'The third', section: 'Letters', closeAfterDays: 3 }),
      ]
      const people = [
        await site.member('Ada'),
        await site.member('Bo'),
        await site.member('Cy', 'editor'),
        await site.member('Mo', 'moderator'),
      ]
      const urls = [
        '/',
        '/articles/1-the-slipway-is-repainted',
        '/articles/2-the-second',
        '/articles/3-the-third',
        '/articles/1-the-slipway-is-repainted?view=newest',
        '/articles/1-the-slipway-is-repainted?view=recommended',
        '/archive',
        '/archive/2030/03/12',
        '/headlines',
        '/latest',
        '/areas/town',
        '/sections',
        '/sections/harbour',
        '/tags/tides',
        '/sources/example.org',
        '/people/Ada',
        '/moderation/log',
      ]
      const beside = await openBeside(site)
      try {
        for (const [n, one] of acts.entries()) {
          await perform(site, one, n, people, articles)
          for (const url of urls.filter((_, i) => (i + n) % 3 === 0)) await site.get(url)
        }
        await counted(site)
        for (const url of urls) {
          beside.deps.pages.clear()
          const made = await beside.get(url)
          // The hour at which a page was made may stand on it.
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
