// What is stored of filters: their versions, whether they are on, what they caught, and how they were rehearsed.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { FilterCatchesTable, FiltersTable, RehearsalsTable } from '../db/schema/filters.ts'
import { countAll } from '../db/sql.ts'

const columns = [
  'f.id',
  'f.first_version_id',
  'f.name',
  'f.kind',
  'f.match_text',
  'f.whole_words',
  'f.action',
  'f.replacement',
  'f.applies_to',
  'f.reason',
  'f.created_at',
  'f.ended_at',
  'f.end_reason',
] as const

/** The number under which all versions of a filter go: that of the first. */
const originOf = sql<number>`coalesce(f.first_version_id, f.id)`

const versions = (db: Db) =>
  db
    .selectFrom('filters as f')
    .leftJoin('accounts as maker', 'maker.id', 'f.account_id')
    .leftJoin('filter_switches as s', (join) => join.onRef('s.filter_id', '=', 'f.id').on('s.ended_at', 'is', null))
    .leftJoin('accounts as switcher', 'switcher.id', 's.account_id')
    .select([
      ...columns,
      originOf.as('number'),
      'maker.nic as made_by',
      's.id as switch_id',
      's.created_at as on_since',
      'switcher.nic as switched_by',
    ])

export type FilterRow = Awaited<ReturnType<typeof filtersInForce>>[number]

/** Filters in force, on or off, by name. */
export const filtersInForce = (db: Db, limit: number) =>
  versions(db).where('f.ended_at', 'is', null).orderBy('f.name').orderBy('f.id').limit(limit).execute()

export const countFilters = async (db: Db): Promise<number> =>
  (await db.selectFrom('filters').select(countAll().as('n')).where('ended_at', 'is', null).executeTakeFirstOrThrow()).n

/** Those that are on, in the order in which they were made. */
export const filtersOn = (db: Db) =>
  versions(db).where('f.ended_at', 'is', null).where('s.id', 'is not', null).orderBy('f.id').execute()

/** All versions of a filter: the one in force, then the newest first. @param number that of the first */
export const versionsOf = (db: Db, number: number, limit: number) =>
  versions(db)
    .where(originOf, '=', number)
    .orderBy(sql`f.ended_at is not null`)
    .orderBy('f.id', 'desc')
    .limit(limit)
    .execute()

export const insertFilter = async (
  db: Tx,
  filter: Omit<FiltersTable, 'id' | 'ended_at' | 'ended_by' | 'end_reason'>,
): Promise<number> => (await db.insertInto('filters').values(filter).returning('id').executeTakeFirstOrThrow()).id

/** The number that the next filter gets: in the transaction that inserts it. */
export const nextFilter = async (db: Tx): Promise<number> =>
  ((await db.selectFrom('filters').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 0) + 1

export const insertSwitch = async (
  db: Tx,
  row: { filter_id: number; account_id: number; reason: string; log_entry_id: number; created_at: number },
): Promise<number> => (await db.insertInto('filter_switches').values(row).returning('id').executeTakeFirstOrThrow()).id

export const insertCatches = async (db: Tx, rows: readonly Omit<FilterCatchesTable, 'id'>[]): Promise<void> => {
  if (rows.length > 0)
    await db
      .insertInto('filter_catches')
      .values([...rows])
      .execute()
}

/** What moderators decided about a comment, in one word. */
const verdictOf = sql<'stood' | 'approved' | 'removed' | 'spam' | 'withdrawn' | 'waiting'>`case c.state
  when 'removed' then 'removed' when 'spam' then 'spam' when 'withdrawn' then 'withdrawn' when 'held' then 'waiting'
  else case when exists (select 1 from approvals as a where a.comment_id = c.id and a.ended_at is null) then 'approved' else 'stood' end end`

/** How many comments each filter has caught since a moment, by what it did and what was decided; `decided` is null for texts that were refused. */
export const catchesSince = (db: Db, since: number) =>
  db
    .selectFrom('filter_catches as k')
    .innerJoin('filters as f', 'f.id', 'k.filter_id')
    .leftJoin('comments as c', 'c.id', 'k.comment_id')
    .where('k.created_at', '>', since)
    .select([
      originOf.as('number'),
      'k.action',
      sql<string | null>`case when c.id is null then null else ${verdictOf} end`.as('decided'),
      sql<number>`cast(count(distinct coalesce(k.comment_id, -k.id)) as integer)`.as('n'),
    ])
    .groupBy([originOf, 'k.action', 'decided'])
    .execute()

export const insertRehearsal = (db: Tx, rehearsal: Omit<RehearsalsTable, 'id'>) =>
  db.insertInto('rehearsals').values(rehearsal).execute()

/** The last rehearsal of a version. */
export const lastRehearsal = (db: Db, filterId: number) =>
  db
    .selectFrom('rehearsals')
    .select(['days', 'comment_count', 'match_count', 'result', 'created_at'])
    .where('filter_id', '=', filterId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Where a look at the newest comments since a moment begins, when there are more than so many. */
export const startOf = async (db: Db, since: number, most: number): Promise<{ created_at: number; id: number }> =>
  (await db
    .selectFrom('comments')
    .select(['created_at', 'id'])
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .offset(most)
    .executeTakeFirst()) ?? { created_at: since, id: Number.MAX_SAFE_INTEGER }

/** Comments of a writer that stood before one was written, as far as is asked. */
const standingBefore = (most: number) => sql<number>`case
  when c.account_id is not null then (select count(*) from (select 1 from comments as p where p.account_id = c.account_id and p.created_at < c.created_at and p.state = 'live' limit ${most}))
  else (select count(*) from (select distinct p.id from receipts as mine join receipts as r on r.guest = mine.guest join comments as p on p.id = r.comment_id where mine.comment_id = c.id and p.created_at < c.created_at and p.state = 'live' limit ${most})) end`

/** Comments after one, the oldest first; those of the staff, whom filters leave alone, are not among them. @param standing how far to count what stood before */
export const commentsAfter = (db: Db, after: { created_at: number; id: number }, standing: number, limit: number) =>
  db
    .selectFrom('comments as c')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where(sql<boolean>`(c.created_at, c.id) > (${after.created_at}, ${after.id})`)
    .select([
      'c.id',
      'c.created_at',
      'c.source',
      'c.html',
      'c.account_id',
      'p.role',
      verdictOf.as('verdict'),
      (standing === 0 ? sql<number>`0` : standingBefore(standing)).as('standing'),
    ])
    .orderBy('c.created_at')
    .orderBy('c.id')
    .limit(limit)
    .execute()

/** Texts of about a length that were posted lately, the newest first. @param except a comment that is not meant */
export const recentTexts = (
  db: Db,
  since: number,
  length: { least: number; most: number },
  except: number,
  among: number,
) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom('comments')
        .select(['id', 'source', 'created_at'])
        .where('created_at', '>', since)
        .orderBy('created_at', 'desc')
        .limit(among)
        .as('c'),
    )
    .where('c.id', '!=', except)
    .where(sql<boolean>`length(c.source) between ${length.least} and ${length.most}`)
    .select(['c.source', 'c.created_at'])
    .execute()

/** Comments by their ids, as examples show them. */
export const examplesNamed = (db: Db, ids: readonly number[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('comments as c')
        .select(['c.id', 'c.nic', 'c.source', 'c.html', 'c.state', 'c.created_at'])
        .where('c.id', 'in', ids)
        .execute()

/** The role of whoever wrote with an account. */
export const roleOf = async (db: Db, accountId: number): Promise<string | undefined> =>
  (await db.selectFrom('accounts').select('role').where('id', '=', accountId).executeTakeFirst())?.role

/** Comments of an account that stand. */
export const standingOfAccount = async (db: Db, accountId: number): Promise<number> =>
  (await db.selectFrom('accounts').select('comment_count').where('id', '=', accountId).executeTakeFirst())
    ?.comment_count ?? 0

/** The same of the guest who wrote a comment. */
export const standingOfGuest = async (db: Db, guest: string): Promise<number> =>
  (
    await db
      .selectFrom('comments')
      .select(countAll().as('n'))
      .where('state', '=', 'live')
      .where('id', 'in', (from) => from.selectFrom('receipts').select('comment_id').where('guest', '=', guest))
      .executeTakeFirstOrThrow()
  ).n
