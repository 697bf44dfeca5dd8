// Queries about queue items: their authors' records, the last log entry of a comment, and how much each moderator decided.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'
import { keysOf } from '../../log-acts.ts'

/** How many of a member's newest comments the record looks at. */
export const RECORD_COMMENTS = 50

/**
 * The record of members: their comments by state, their warnings, and how many of their newest comments were approved by
 * a moderator or had a flag upheld.
 */
export const memberRecords = async (db: Db, accounts: readonly number[]) => {
  const newest = sql`(select x.id from comments as x where x.account_id = p.id order by x.created_at desc, x.id desc limit ${RECORD_COMMENTS}) as l`
  // `<> 'live'` on purpose: SQLite uses the partial index only if the predicate matches it exactly.
  const taken = (state: 'removed' | 'spam') =>
    sql<number>`(select count(*) from comments as x where x.account_id = p.id and x.state <> 'live' and x.state = ${state})`
  return accounts.length === 0
    ? []
    : db
        .selectFrom('accounts as p')
        .where('p.id', 'in', accounts)
        .select([
          'p.id',
          'p.created_at',
          'p.comment_count',
          'p.article_count',
          taken('removed').as('removed'),
          taken('spam').as('spam'),
          sql<number>`(select count(*) from warnings as w where w.person_id = p.id and w.end_reason is not 'undone')`.as(
            'warnings',
          ),
          sql<number>`(select count(*) from articles as r where r.account_id = p.id and r.state = 'rejected')`.as(
            'declined',
          ),
          sql<number>`(select count(*) from ${newest} cross join approvals as v on v.comment_id = l.id where v.ended_at is null)`.as(
            'approved',
          ),
          sql<number>`(select count(distinct f.comment_id) from ${newest} cross join flags as f on f.comment_id = l.id where f.end_reason = 'upheld')`.as(
            'upheld',
          ),
        ])
        .execute()
}

export type MemberRecord = Awaited<ReturnType<typeof memberRecords>>[number]

/** How many comments from the same browser, or network address, a guest's record looks at. */
export const MAX_NEIGHBORS = 100

/** The records of guests, by their comments in the queue: what else came from the same browser and from the same network address. */
export const guestRecords = async (db: Db, comments: readonly number[]) => {
  const others = (what: string, from: string) =>
    sql.raw(`(select ${what} from (${from} limit ${MAX_NEIGHBORS}) as l cross join comments as o on o.id = l.id)`)
  const browser =
    'select other.comment_id as id from receipts as own cross join receipts as other on other.guest = own.guest where own.comment_id = c.id and other.comment_id <> c.id'
  const network =
    'select other.comment_id as id from comment_addresses as own cross join comment_addresses as other on other.address = own.address where own.comment_id = c.id and other.comment_id <> c.id'
  const taken = `coalesce(sum(o.state in ('removed', 'spam')), 0)`
  return comments.length === 0
    ? []
    : db
        .selectFrom('comments as c')
        .where('c.id', 'in', comments)
        .select([
          'c.id',
          sql<number>`exists (select 1 from receipts as own where own.comment_id = c.id)`.as('known'),
          sql<number>`${others('count(*)', browser)}`.as('before'),
          sql<number>`${others(taken, browser)}`.as('taken'),
          sql<number>`${others(`coalesce(sum(exists (select 1 from approvals as v where v.comment_id = o.id and v.ended_at is null)), 0)`, browser)}`.as(
            'approved',
          ),
          sql<number>`exists (select 1 from comment_addresses as own where own.comment_id = c.id)`.as('placed'),
          sql<number>`${others('count(*)', network)}`.as('nearby'),
          sql<number>`${others('count(o.account_id)', network)}`.as('nearby_members'),
          sql<number>`${others(taken, network)}`.as('nearby_taken'),
        ])
        .execute()
}

export type GuestRecord = Awaited<ReturnType<typeof guestRecords>>[number]

/** Log acts that are decisions on a comment or an appeal. */
const decisionActs = [
  'approve',
  'edit-approve',
  'remove',
  'spam',
  'hold',
  'restore',
  'grant-appeal',
  ...keysOf('deny-appeal'),
]

/** Decisions of each moderator since a moment, without undone ones, the most active first. `today` counts those since the later moment. */
export const decisionCounts = (db: Db, since: number, today: number) =>
  db
    .selectFrom('batches as b')
    .select(['b.actor', countAll().as('n'), sql<number>`cast(sum(b.created_at >= ${today}) as integer)`.as('today')])
    .where('b.created_at', '>=', since)
    .where('b.act', 'in', decisionActs)
    .where((where) =>
      where.not(where.exists(where.selectFrom('batches as u').select('u.id').whereRef('u.undoes', '=', 'b.id'))),
    )
    .groupBy('b.actor')
    .orderBy('n', 'desc')
    .orderBy('b.actor')
    .execute()

/** The newest log entry about a comment. */
export const lastEntryOf = (db: Db, commentId: number) =>
  db
    .selectFrom('log_entries')
    .select(['id', 'act', 'actor', 'created_at'])
    .where('subject', '=', 'comment')
    .where('subject_id', '=', commentId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The id of the newest log entry about each comment, for those that have one. */
export const lastEntries = async (db: Db, commentIds: readonly number[]): Promise<Map<number, number>> =>
  new Map(
    commentIds.length === 0
      ? []
      : (
          await db
            .selectFrom('log_entries')
            .select((all) => ['subject_id', all.fn.max('id').as('id')])
            .where('subject', '=', 'comment')
            .where('subject_id', 'in', commentIds)
            .groupBy('subject_id')
            .execute()
        ).map((row) => [row.subject_id, row.id]),
  )

/** When a moderator last made a decision. */
export const lastDecision = async (db: Db): Promise<number | null> =>
  (
    await db
      .selectFrom('batches')
      .select('created_at')
      .where('act', 'in', decisionActs)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.created_at ?? null
