// Queries about filters: versions, switches, catches and rehearsals, and the texts they are compared with.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { preparedRows } from '../db/prepared.ts'
import type { FilterCatchesTable, FiltersTable, RehearsalsTable } from '../db/schema/filters.ts'
import { countAll } from '../db/sql.ts'

/** What a filter looks for, and what follows. */
const matching = [
  'f.id',
  'f.name',
  'f.kind',
  'f.match_text',
  'f.whole_words',
  'f.action',
  'f.replacement',
  'f.applies_to',
  'f.form_sign',
] as const

const columns = [...matching, 'f.first_version_id', 'f.reason', 'f.created_at', 'f.ended_at', 'f.end_reason'] as const

/** The number of a filter: the id of its first version. */
const originOfFilter = sql<number>`coalesce(f.first_version_id, f.id)`

const versions = (db: Db) =>
  db
    .selectFrom('filters as f')
    .leftJoin('accounts as maker', 'maker.id', 'f.account_id')
    .leftJoin('filter_switches as s', (join) => join.onRef('s.filter_id', '=', 'f.id').on('s.ended_at', 'is', null))
    .leftJoin('accounts as switcher', 'switcher.id', 's.account_id')
    .select([
      ...columns,
      originOfFilter.as('number'),
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

const readWhatIsOn = preparedRows<Record<never, never>>()((db) =>
  db
    .selectFrom(sql<{ one: number }>`(select 1 as one)`.as('always'))
    .leftJoin('classifier_switches as c', (join) => join.on('c.ended_at', 'is', null))
    .leftJoin(
      (from) =>
        from
          .selectFrom('filters as f')
          .innerJoin('filter_switches as s', 's.filter_id', 'f.id')
          .select(matching)
          .where('f.ended_at', 'is', null)
          .where('s.ended_at', 'is', null)
          .as('f'),
      (join) => join.onTrue(),
    )
    .select(matching)
    .select('c.threshold')
    .orderBy('f.id'),
)

type EnabledFilter = Pick<
  FiltersTable,
  'name' | 'kind' | 'match_text' | 'whole_words' | 'action' | 'replacement' | 'applies_to' | 'form_sign'
> & { id: number }

/** Filters that are on, the oldest version first, and the threshold of the classifier; null while that is off. One statement. */
export async function whatIsOn(db: Db): Promise<{ filters: EnabledFilter[]; threshold: number | null }> {
  const rows = await readWhatIsOn(db, {})
  const filters = rows.flatMap(({ threshold: _, ...filter }) => (filter.id === null ? [] : [filter as EnabledFilter]))
  return { filters, threshold: rows[0]?.threshold ?? null }
}

/** All versions of a filter: the one in force, then the newest first. @param number the id of the first version */
export const versionsOf = (db: Db, number: number, limit: number) =>
  versions(db)
    .where(originOfFilter, '=', number)
    .orderBy(sql`f.ended_at is not null`)
    .orderBy('f.id', 'desc')
    .limit(limit)
    .execute()

export const insertFilter = async (
  db: Tx,
  filter: Omit<FiltersTable, 'id' | 'ended_at' | 'ended_by' | 'end_reason'>,
): Promise<number> => (await db.insertInto('filters').values(filter).returning('id').executeTakeFirstOrThrow()).id

/** The number of the next filter, in the transaction that inserts it. */
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

/** What became of a comment, in one word. */
const outcomeOfComment = sql<'stood' | 'approved' | 'removed' | 'spam' | 'withdrawn' | 'waiting'>`case c.state
  when 'removed' then 'removed' when 'spam' then 'spam' when 'withdrawn' then 'withdrawn' when 'held' then 'waiting'
  else case when exists (select 1 from approvals as a where a.comment_id = c.id and a.ended_at is null) then 'approved' else 'stood' end end`

/** How many comments each filter has caught since a moment, by what it did and what became of them; `decided` is null for refused texts. */
export const catchesSince = (db: Db, since: number) =>
  db
    .selectFrom('filter_catches as k')
    .innerJoin('filters as f', 'f.id', 'k.filter_id')
    .leftJoin('comments as c', 'c.id', 'k.comment_id')
    .where('k.created_at', '>', since)
    .select([
      originOfFilter.as('number'),
      'k.action',
      sql<string | null>`case when c.id is null then null else ${outcomeOfComment} end`.as('decided'),
      sql<number>`cast(count(distinct coalesce(k.comment_id, -k.id)) as integer)`.as('n'),
    ])
    .groupBy([originOfFilter, 'k.action', 'decided'])
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

/** Where a rehearsal of at most `most` comments since a moment starts. */
export const rehearsalStart = async (
  db: Db,
  since: number,
  most: number,
): Promise<{ created_at: number; id: number }> =>
  (await db
    .selectFrom('comments')
    .select(['created_at', 'id'])
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .offset(most)
    .executeTakeFirst()) ?? { created_at: since, id: Number.MAX_SAFE_INTEGER }

/** The number of an author's live comments when a comment was written, counted up to `most`. */
const liveBefore = (most: number) => sql<number>`case
  when c.account_id is not null then (select count(*) from (select 1 from comments as p where p.account_id = c.account_id and p.created_at < c.created_at and p.state = 'live' limit ${most}))
  else (select count(*) from (select distinct p.id from receipts as mine join receipts as r on r.guest = mine.guest join comments as p on p.id = r.comment_id where mine.comment_id = c.id and p.created_at < c.created_at and p.state = 'live' limit ${most})) end`

/** Comments after one, the oldest first. @param liveComments how far to count the author's earlier comments */
export const commentsToRehearse = (
  db: Db,
  after: { created_at: number; id: number },
  liveComments: number,
  limit: number,
) =>
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
      outcomeOfComment.as('verdict'),
      (liveComments === 0 ? sql<number>`0` : liveBefore(liveComments)).as('live_comments'),
    ])
    .orderBy('c.created_at')
    .orderBy('c.id')
    .limit(limit)
    .execute()

/** Recent texts of about a length. @param except the id of a comment to leave out */
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

/** Comments by their ids, as shown in examples. */
export const exampleComments = (db: Db, ids: readonly number[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('comments as c')
        .select(['c.id', 'c.nic', 'c.source', 'c.html', 'c.state', 'c.created_at'])
        .where('c.id', 'in', ids)
        .execute()

/** The role of an account. */
export const roleOf = async (db: Db, accountId: number): Promise<string | undefined> =>
  (await db.selectFrom('accounts').select('role').where('id', '=', accountId).executeTakeFirst())?.role

/** The number of live comments of an account. */
export const countLiveOfAccount = async (db: Db, accountId: number): Promise<number> =>
  (await db.selectFrom('accounts').select('comment_count').where('id', '=', accountId).executeTakeFirst())
    ?.comment_count ?? 0

/** The number of live comments of a guest. */
export const countLiveOfGuest = async (db: Db, guest: string): Promise<number> =>
  (
    await db
      .selectFrom('comments')
      .select(countAll().as('n'))
      .where('state', '=', 'live')
      .where('id', 'in', (from) => from.selectFrom('receipts').select('comment_id').where('guest', '=', guest))
      .executeTakeFirstOrThrow()
  ).n
