// Every counter that pages show, counted afresh from the rows.
import { expect } from 'vitest'
import { pathOf } from '../../src/comments/thread/path.ts'
import { commentStates, countDecisions } from '../../src/moderation/people/record-queries.ts'
import { dayOf } from '../../src/time.ts'
import type { Site } from './site.ts'

/** How many rows each month has, the months in order. */
function perMonth(rows: readonly { day: string }[]): [string, number][] {
  const found = new Map<string, number>()
  for (const { day } of rows) found.set(day.slice(0, 7), (found.get(day.slice(0, 7)) ?? 0) + 1)
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Holds the comments of the queue against the rows: held ones, and live ones with open flags. */
export async function countedQueue({ deps: { db } }: Site): Promise<void> {
  const comments = await db.selectFrom('comments').select(['id', 'article_id', 'state']).orderBy('id').execute()
  const articles = await db.selectFrom('articles').select('id').where('state', '=', 'published').execute()
  const published = new Set(articles.map(({ id }) => id))
  const open = async (table: 'holds' | 'flags') =>
    (await db.selectFrom(table).selectAll().orderBy('created_at').execute()).filter(({ ended_at }) => ended_at === null)
  const [holds, flags] = [await open('holds'), await open('flags')]
  const waiting = comments.flatMap(({ id, article_id, state }) => {
    if (!published.has(article_id)) return []
    const [rows, section] = state === 'held' ? [holds, 'held'] : state === 'live' ? [flags, 'flagged'] : [[], '']
    const first = rows.find(({ comment_id }) => comment_id === id)
    return first === undefined ? [] : [{ comment_id: id, section, since: first.created_at }]
  })
  expect(await db.selectFrom('queue_comments').selectAll().orderBy('comment_id').execute()).toEqual(waiting)
}

/** Holds what the record of each member counts of decisions against the rows. */
export async function countedDecisions({ deps: { db } }: Site): Promise<void> {
  const holds = await db.selectFrom('holds').select('comment_id').execute()
  const removals = await db.selectFrom('removals').select('comment_id').where('ended_at', 'is', null).execute()
  for (const { id } of await db.selectFrom('accounts').select('id').execute()) {
    const comments = await db.selectFrom('comments').select(['id', 'state']).where('account_id', '=', id).execute()
    const of = (rows: readonly { comment_id: number }[]): number =>
      rows.filter(({ comment_id }) => comments.some((one) => one.id === comment_id)).length
    expect(await countDecisions(db, id)).toEqual({ holds: of(holds), removals: of(removals) })
    for (const state of ['held', 'removed', 'spam', 'withdrawn'])
      expect((await commentStates(db, id)).get(state) ?? 0).toBe(comments.filter((one) => one.state === state).length)
  }
}

/** Holds every counter of a site against its rows. */
export async function counted(site: Site) {
  const { db } = site.deps
  await countedQueue(site)
  await countedDecisions(site)
  const comments = await db.selectFrom('comments').selectAll().orderBy('id').execute()
  const live = comments.filter((one) => one.state === 'live')
  const moves = await db.selectFrom('moves').selectAll().execute()
  const articles = await db.selectFrom('articles').selectAll().orderBy('id').execute()
  const published = articles.filter((one) => one.state === 'published')
  for (const article of articles) {
    const mine = live.filter((one) => one.article_id === article.id)
    const last = [...mine].sort((a, b) => a.created_at - b.created_at || a.id - b.id).at(-1)
    const all = comments.filter((one) => one.article_id === article.id)
    // Every number is some comment's, or was before it moved away.
    expect(article.moved_away_count).toBe(article.last_number - all.length)
    if (moves.every((move) => move.article_id !== article.id && move.to_article_id !== article.id))
      expect(article.moved_away_count).toBe(0)
    expect(Math.max(0, ...all.map(({ number }) => number))).toBeLessThanOrEqual(article.last_number)
    expect(article).toMatchObject({
      comment_count: mine.length,
      last_comment_id: last?.id ?? null,
      last_comment_at: last?.created_at ?? null,
      last_comment_nic: last?.nic ?? null,
    })
  }
  for (const account of await db.selectFrom('accounts').selectAll().execute()) {
    const own = (one: { account_id: number | null; name_kind: string }): boolean =>
      one.account_id === account.id && one.name_kind === 'member'
    const answered = (id: number | null): boolean => comments.some((one) => one.id === id && own(one))
    expect(account).toMatchObject({
      comment_count: live.filter((one) => one.account_id === account.id).length,
      own_comment_count: live.filter(own).length,
      reply_count: live.filter((one) => answered(one.parent_id) && !own(one)).length,
      article_count: published.filter((one) => one.account_id === account.id).length,
    })
    const months = await db
      .selectFrom('person_months')
      .select(['month', 'comments'])
      .where('account_id', '=', account.id)
      .where('comments', '>', 0)
      .orderBy('month')
      .execute()
    expect(months).toEqual(perMonth(live.filter(own)).map(([month, found]) => ({ month, comments: found })))
  }
  for (const section of await db.selectFrom('sections').selectAll().execute())
    expect(section.article_count).toBe(published.filter((one) => one.section_id === section.id).length)
  for (const source of await db.selectFrom('sources').selectAll().execute())
    expect(source.article_count).toBe(published.filter((one) => one.source_host === source.host).length)
  const tagged = await db.selectFrom('article_tags').selectAll().execute()
  for (const tag of await db.selectFrom('tags').selectAll().execute()) {
    const mine = tagged.filter((one) => one.tag === tag.name)
    expect(tag.article_count).toBe(mine.filter((one) => published.some(({ id }) => id === one.article_id)).length)
  }
  for (const one of tagged)
    expect(one.published_at).toBe(published.find(({ id }) => id === one.article_id)?.published_at ?? null)
  const months = await db.selectFrom('month_totals').selectAll().orderBy('month').execute()
  for (const total of months) {
    const of = (one: { day: string | null }): boolean => one.day!.startsWith(total.month)
    expect(total).toEqual({
      month: total.month,
      editions: new Set(published.filter(of).map(({ day }) => day)).size,
      articles: published.filter(of).length,
      comments: live.filter(of).length,
    })
  }
  for (const total of await db.selectFrom('day_totals').selectAll().execute()) {
    expect(total).toEqual({
      day: total.day,
      articles: published.filter((one) => one.day === total.day).length,
      comments: live.filter((one) => one.day === total.day).length,
    })
  }
  const under = (root: number): number => comments.filter((one) => one.id === root || one.root_id === root).length
  for (const one of comments) {
    expect(one.day).toBe(dayOf(one.created_at, 'UTC'))
    if (one.depth === 1) expect([one.root_id, one.subtree_count]).toEqual([null, under(one.id)])
    expect(one.recommendation_count).toBe(
      (await db.selectFrom('recommendations').select('account_id').where('comment_id', '=', one.id).execute()).length,
    )
    expect(one.reply_count).toBe(live.filter((other) => other.parent_id === one.id).length)
    const parent = comments.find((other) => other.id === one.parent_id)
    expect(one.depth).toBe((parent?.depth ?? 0) + 1)
    if (parent) expect([one.root_id, one.article_id]).toEqual([parent.root_id ?? parent.id, parent.article_id])
    if (parent) expect(one.number).toBeGreaterThan(parent.number)
    expect(one.path.toString('hex')).toBe(pathOf(parent ?? null, one.number).toString('hex'))
  }
  // A pointer stands where its branch stood: below the same comment, wherever that is by now, under a number that is nobody else's.
  for (const move of moves.filter(({ ended_at }) => ended_at === null)) {
    const parent = comments.find(({ id }) => id === move.parent_id)
    if (parent) expect([move.article_id, move.root_id]).toEqual([parent.article_id, parent.root_id ?? parent.id])
    expect([move.depth, move.path.toString('hex')]).toEqual([
      (parent?.depth ?? 0) + 1,
      pathOf(parent ?? null, move.number).toString('hex'),
    ])
    expect(
      comments.filter(
        (one) => one.article_id === move.article_id && one.number === move.number && one.id !== move.comment_id,
      ),
    ).toEqual([])
  }
  const stray = [
    ...(await db
      .selectFrom('features as f')
      .innerJoin('comments as c', 'c.id', 'f.comment_id')
      .whereRef('f.article_id', '!=', 'c.article_id')
      .select('f.id')
      .execute()),
    ...(await db
      .selectFrom('notices as n')
      .innerJoin('comments as c', 'c.id', 'n.comment_id')
      .whereRef('n.article_id', '!=', 'c.article_id')
      .select('n.id')
      .execute()),
    ...(await db
      .selectFrom('drafts as d')
      .innerJoin('comments as c', 'c.id', 'd.parent_id')
      .whereRef('d.article_id', '!=', 'c.article_id')
      .select('d.id')
      .execute()),
  ]
  expect(stray).toEqual([])
}
