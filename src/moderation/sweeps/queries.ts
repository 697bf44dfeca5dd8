// Queries of the comments that a sweep can remove, with their authors and network addresses.
import type { Db } from '../../db/open.ts'
import type { Range } from '../../sanctions/ip-ranges.ts'

const columns = [
  'c.id',
  'c.article_id',
  'c.account_id',
  'c.nic',
  'c.name_kind',
  'c.html',
  'c.state',
  'c.created_at',
  'c.email',
  'p.email_folded',
  'p.nic as account_nic',
  'p.role',
  'd.address',
  'a.slug',
  'a.headline',
] as const

const swept = (db: Db) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .leftJoin('comment_addresses as d', 'd.comment_id', 'c.id')

export type SweptRow = NonNullable<Awaited<ReturnType<typeof sweptComment>>>

/** A comment in any state. */
export const sweptComment = (db: Db, id: number) => swept(db).select(columns).where('c.id', '=', id).executeTakeFirst()

/** Live comments that were written, and held ones that were held, since a moment, the newest first; at most `limit` of each. */
export async function recentComments(db: Db, since: number, limit: number): Promise<SweptRow[]> {
  const live = await swept(db)
    .select(columns)
    .where('c.state', '=', 'live')
    .where('c.created_at', '>', since)
    .where('a.state', '=', 'published')
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()
  const held = await swept(db)
    .innerJoin('holds as h', 'h.comment_id', 'c.id')
    .select(columns)
    .where('h.ended_at', 'is', null)
    .where('h.created_at', '>', since)
    .where('c.state', '=', 'held')
    .where('a.state', '=', 'published')
    .orderBy('h.created_at', 'desc')
    .limit(limit)
    .execute()
  return [...live, ...held].sort((a, b) => b.created_at - a.created_at || b.id - a.id)
}

/** Live and held comments of an account, or of guests from an address range, since a moment, the newest first. */
export const commentsFrom = (db: Db, who: { person_id: number } | { address: Range }, since: number, limit: number) =>
  swept(db)
    .select(columns)
    .where('c.state', 'in', ['live', 'held'])
    .where('c.created_at', '>', since)
    .where('a.state', '=', 'published')
    .$if('person_id' in who, (query) => query.where('c.account_id', '=', (who as { person_id: number }).person_id))
    .$if('address' in who, (query) =>
      query
        .where('c.account_id', 'is', null)
        .where('d.address', '>=', (who as { address: Range }).address.from)
        .where('d.address', '<=', (who as { address: Range }).address.to),
    )
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()
