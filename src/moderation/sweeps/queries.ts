// Queries of the comments that a sweep can remove, with their authors and network addresses.
import type { Db } from '../../db/open.ts'
import type { Range } from '../../ip-ranges.ts'
import type { Role } from '../../permissions.ts'

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

/** Comments in any state, by their ids. */
export const sweptComments = (db: Db, ids: readonly number[]) =>
  ids.length === 0 ? Promise.resolve([]) : swept(db).select(columns).where('c.id', 'in', ids).execute()

/** What limits the comments of a sweep: `except` is the viewer, whose own comments are left out, as are those of other roles. */
export type SweepRange = { since: number; roles: readonly Role[]; except: number; limit: number }

/** Live and held comments since a moment that a moderator may sweep: ids and times. The callers order them, the newest first. */
const eligible = (db: Db, { since, roles, except, limit }: SweepRange) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.state', 'in', ['live', 'held'])
    .where('c.created_at', '>', since)
    .where('a.state', '=', 'published')
    .where((where) =>
      where.or([
        where('c.account_id', 'is', null),
        where.and([where('p.role', 'in', roles), where('p.id', '!=', except)]),
      ]),
    )
    .select(['c.id', 'c.created_at'])
    .limit(limit)

export type SweepCandidate = Awaited<ReturnType<typeof sameAccount>>[number]

export const sameAccount = (db: Db, accountId: number, range: SweepRange) =>
  eligible(db, range)
    .where('c.account_id', '=', accountId)
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .execute()

/** Comments of guests that were written with the browser of a comment. */
export const sameBrowser = (db: Db, commentId: number, range: SweepRange) =>
  eligible(db, range)
    .innerJoin('receipts as r', 'r.comment_id', 'c.id')
    .where('r.guest', 'in', (from) =>
      from.selectFrom('receipts as mine').select('mine.guest').where('mine.comment_id', '=', commentId),
    )
    .orderBy('c.id', 'desc')
    .execute()

export const sameTrait = (db: Db, trait: string, range: SweepRange) =>
  eligible(db, range)
    .innerJoin('comment_traits as t', 't.comment_id', 'c.id')
    .where('t.trait', '=', trait)
    .where('t.created_at', '>', range.since)
    .orderBy('t.created_at', 'desc')
    .orderBy('t.comment_id', 'desc')
    .execute()

export const sameAddresses = (db: Db, near: Range, range: SweepRange) =>
  eligible(db, range)
    .innerJoin('comment_addresses as d', 'd.comment_id', 'c.id')
    .where('d.address', '>=', near.from)
    .where('d.address', '<=', near.to)
    .where('d.created_at', '>', range.since)
    .orderBy('c.id', 'desc')
    .execute()

/** Live and held comments of an account, of guests with an e-mail address, or of guests from an address range, since a moment, the newest first. */
export const commentsFrom = (
  db: Db,
  who: { person_id: number } | { email: string } | { address: Range },
  since: number,
  limit: number,
) =>
  swept(db)
    .select(columns)
    .where('c.state', 'in', ['live', 'held'])
    .where('c.created_at', '>', since)
    .where('a.state', '=', 'published')
    .$if('person_id' in who, (query) => query.where('c.account_id', '=', (who as { person_id: number }).person_id))
    .$if('email' in who, (query) => query.where('c.email_folded', '=', (who as { email: string }).email))
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
