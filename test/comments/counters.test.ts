// Whatever happened: the counters that pages show agree with a fresh count, and the kept pages with fresh ones.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pino } from 'pino'
import { buildApp } from '../../src/app.ts'
import { write } from '../../src/db/write.ts'
import { recordRemoval } from '../../src/moderation/actions.ts'
import { openDeps } from '../../src/open-deps.ts'
import { systemRandom } from '../../src/random.ts'
import { DAY, dayOf, HOUR } from '../../src/time.ts'
import { topic } from '../../src/web/cache.ts'
import { openSite, type Member, type Site } from '../support/site.ts'

type Act =
  | { act: 'post'; who: number; article: number; parent: number; picked: boolean; twice: boolean }
  | { act: 'close' | 'reopen'; article: number }
  | { act: 'remove'; comment: number }
  | { act: 'recommend'; who: number; comment: number; wish: 'give' | 'take' }
  | { act: 'wait'; hours: number }

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('post' as const), who: fc.nat(3), article: fc.nat(2), parent: fc.nat(12), picked: fc.boolean(), twice: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('close' as const, 'reopen' as const), article: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('remove' as const), comment: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('recommend' as const), who: fc.nat(3), comment: fc.nat(30), wish: fc.constantFrom('give' as const, 'give' as const, 'take' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 200 }) }) },
)

async function perform(site: Site, one: Act, n: number, people: Member[], articles: number[]): Promise<void> {
  const { db } = site.deps
  // Sessions of the harness live seven days, and the clock goes on.
  await site.deps.store.writer.updateTable('sessions').set({ expires_at: site.deps.clock() + DAY, seen_at: site.deps.clock() }).execute()
  const mo = people[3]!
  if (one.act === 'post') {
    const article = articles[one.article]!
    const there = await db.selectFrom('comments').select('id').where('article_id', '=', article).orderBy('id').execute()
    const parent = one.parent === 0 ? '' : String(there[one.parent % (there.length + 1)]?.id ?? '')
    const form = { article: String(article), parent, nic: one.picked ? `Picked ${one.who}` : '', body: `Words ${n}.` }
    const answer = await site.post('/comments', form, people[one.who]!)
    expect([303, 409, 422]).toContain(answer.statusCode)
    if (one.twice) expect((await site.post('/comments', form, people[one.who]!)).headers.location).toBe(answer.headers.location)
  } else if (one.act === 'remove') {
    const live = await db.selectFrom('comments').selectAll().where('state', '=', 'live').orderBy('id').execute()
    const row = live[one.comment % Math.max(live.length, 1)]
    if (!row) return
    await write(site.deps, (tx) => recordRemoval(tx, mo, { ...row, wasLive: true }, `Reason ${n}`, site.deps.clock()))
    site.deps.pages.drop(topic.article(row.article_id), topic.lists, topic.log)
  } else if (one.act === 'recommend') {
    const all = await db.selectFrom('comments').select('id').orderBy('id').execute()
    const row = all[one.comment % Math.max(all.length, 1)]
    if (row) expect([303, 403, 410]).toContain((await site.post(`/comments/${row.id}/recommendations`, { action: one.wish }, people[one.who]!)).statusCode)
  } else if (one.act === 'wait') site.advance(one.hours * HOUR)
  else expect([303, 409]).toContain((await site.post(`/moderation/${one.act === 'close' ? 'closures' : 'reopenings'}`, { article: String(articles[one.article]), reason: `Reason ${n}` }, mo)).statusCode)
}

/** How many rows each month has, the months in order. */
function perMonth(rows: readonly { day: string }[]): [string, number][] {
  const found = new Map<string, number>()
  for (const { day } of rows) found.set(day.slice(0, 7), (found.get(day.slice(0, 7)) ?? 0) + 1)
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Every counter, counted afresh from the rows. */
async function counted({ deps: { db } }: Site) {
  const comments = await db.selectFrom('comments').selectAll().orderBy('id').execute()
  const live = comments.filter((one) => one.state === 'live')
  const articles = await db.selectFrom('articles').selectAll().orderBy('id').execute()
  for (const article of articles) {
    const mine = live.filter((one) => one.article_id === article.id)
    const last = [...mine].sort((a, b) => a.created_at - b.created_at || a.id - b.id).at(-1)
    expect(article).toMatchObject({
      comment_count: mine.length,
      last_number: comments.filter((one) => one.article_id === article.id).length,
      last_comment_id: last?.id ?? null,
      last_comment_at: last?.created_at ?? null,
      last_comment_nic: last?.nic ?? null,
    })
  }
  for (const account of await db.selectFrom('accounts').selectAll().execute()) {
    const own = (one: { account_id: number | null; voice: string }): boolean => one.account_id === account.id && one.voice === 'member'
    const answered = (id: number | null): boolean => comments.some((one) => one.id === id && own(one))
    expect(account).toMatchObject({
      comment_count: live.filter((one) => one.account_id === account.id).length,
      own_comment_count: live.filter(own).length,
      reply_count: live.filter((one) => answered(one.parent_id) && !own(one)).length,
      article_count: articles.filter((one) => one.account_id === account.id).length,
    })
    const months = await db.selectFrom('person_months').select(['month', 'comments']).where('account_id', '=', account.id).where('comments', '>', 0).orderBy('month').execute()
    expect(months).toEqual(perMonth(live.filter(own)).map(([month, found]) => ({ month, comments: found })))
  }
  for (const section of await db.selectFrom('sections').selectAll().execute()) expect(section.article_count).toBe(articles.filter((one) => one.section_id === section.id).length)
  const months = await db.selectFrom('month_totals').selectAll().orderBy('month').execute()
  for (const total of months) {
    const of = (one: { day: string | null }): boolean => one.day!.startsWith(total.month)
    expect(total).toEqual({ month: total.month, editions: new Set(articles.filter(of).map(({ day }) => day)).size, articles: articles.filter(of).length, comments: live.filter(of).length })
  }
  for (const total of await db.selectFrom('day_totals').selectAll().execute()) {
    expect(total).toEqual({ day: total.day, articles: articles.filter((one) => one.day === total.day).length, comments: live.filter((one) => one.day === total.day).length })
  }
  const under = (root: number): number => comments.filter((one) => one.id === root || one.root_id === root).length
  for (const one of comments) {
    expect(one.day).toBe(dayOf(one.created_at, 'UTC'))
    if (one.depth === 1) expect([one.root_id, one.subtree_count]).toEqual([null, under(one.id)])
    expect(one.recommendation_count).toBe((await db.selectFrom('recommendations').select('account_id').where('comment_id', '=', one.id).execute()).length)
    expect(one.reply_count).toBe(live.filter((other) => other.parent_id === one.id).length)
    const parent = comments.find((other) => other.id === one.parent_id)
    expect(one.depth).toBe((parent?.depth ?? 0) + 1)
    if (parent) expect([one.root_id, one.article_id]).toEqual([parent.root_id ?? parent.id, parent.article_id])
  }
}

test('after any acts the counters agree with the rows, and kept pages with pages made afresh beside them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      const site = await openSite()
      const articles = [await site.article(), await site.article({ headline: 'The second', tags: ['tides', 'Rope'], source: { url: 'https://www.example.org/a' } }), await site.article({ headline: 'The third', section: 'Letters', closeAfterDays: 3 })]
      const people = [await site.member('Ada'), await site.member('Bo'), await site.member('Cy', 'editor'), await site.member('Mo', 'moderator')]
      const urls = ['/', '/articles/1-the-slipway-is-repainted', '/articles/2-the-second', '/articles/3-the-third', '/articles/1-the-slipway-is-repainted?view=newest', '/articles/1-the-slipway-is-repainted?view=recommended', '/archive', '/archive/2030/03/12', '/headlines', '/latest', '/areas/town', '/sections', '/sections/harbour', '/tags/tides', '/sources/example.org', '/people/Ada', '/moderation/log']
      const fresh = await openDeps(site.deps.config, { clock: site.deps.clock, random: systemRandom, log: pino({ level: 'silent' }) })
      const beside = await buildApp(fresh)
      try {
        for (const [n, one] of acts.entries()) {
          await perform(site, one, n, people, articles)
          for (const url of urls.filter((_, i) => (i + n) % 3 === 0)) await site.get(url)
        }
        await counted(site)
        for (const url of urls) {
          fresh.pages.clear()
          const made = await beside.inject({ url, headers: { host: 'localhost:3000' } })
          // The hour at which a page was made may stand on it.
          const timeless = (body: string): string => body.replace(/(as of|updated) \d\d:\d\d/g, '$1 …')
          expect(timeless((await site.get(url)).body), url).toBe(timeless(made.body))
        }
      } finally {
        await beside.close()
        await fresh.store.close()
      }
    }),
    { numRuns: 12 },
  )
})
