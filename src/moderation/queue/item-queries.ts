// What the queue asks of every comment in it, and of whoever wrote it; how much waits, and what was decided.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'
import { keysOf } from '../../log-acts.ts'

/** Newest comments of a writer of which the record tells how they were judged. */
export const RECORD = 50

/**
 * What is known of members: all their comments by what became of them, warnings, and of the newest comments how many a
 * moderator has read and let stand, and how many members were right to flag.
 */
export const memberRecords = async (db: Db, accounts: readonly number[]) => {
  const newest = sql`(select x.id from comments as x where x.account_id = p.id order by x.created_at desc, x.id desc limit ${RECORD}) as l`
  // The index of what was taken is found by its own words alone.
  const taken = (state: 'removed' | 'spam') =>
    sql<number>`(select count(*) from comments as x where x.account_id = p.id and x.state in ('removed', 'spam') and x.state = ${state})`
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

/** Comments of the same browser, or network, that a guest's record looks at. */
export const NEIGHBOURS = 100

/** What is known of guests by the comments of theirs that wait: what else came from the same browser, and from the same network address. */
export const guestRecords = async (db: Db, comments: readonly number[]) => {
  const others = (what: string, from: string) =>
    sql.raw(`(select ${what} from (${from} limit ${NEIGHBOURS}) as l cross join comments as o on o.id = l.id)`)
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

/** The keys of batches that decide about a comment or answer an appeal, former keys included. */
const decisions = (
  ['approve', 'edit-approve', 'remove', 'spam', 'hold', 'restore', 'grant-appeal', 'deny-appeal'] as const
).flatMap(keysOf)

/** How many decisions every moderator has made since a moment, undone ones apart; whoever made most first. `lately` counts those since a later one. */
export const decisionsBy = (db: Db, since: number, later: number) =>
  db
    .selectFrom('batches as b')
    .select(['b.actor', countAll().as('n'), sql<number>`cast(sum(b.created_at >= ${later}) as integer)`.as('lately')])
    .where('b.created_at', '>=', since)
    .where('b.act', 'in', decisions)
    .where((where) =>
      where.not(where.exists(where.selectFrom('batches as u').select('u.id').whereRef('u.undoes', '=', 'b.id'))),
    )
    .groupBy('b.actor')
    .orderBy('n', 'desc')
    .orderBy('b.actor')
    .execute()

/** What the log said last of a comment. */
export const lastSaidOf = (db: Db, commentId: number) =>
  db
    .selectFrom('log_entries')
    .select(['id', 'act', 'actor', 'created_at'])
    .where('subject', '=', 'comment')
    .where('subject_id', '=', commentId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The newest entry of the log about each of some comments, as far as there is one. */
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

/** When a moderator last decided anything. */
export const lastDecision = async (db: Db): Promise<number | null> =>
  (
    await db
      .selectFrom('batches')
      .select('created_at')
      .where('act', 'in', decisions)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.created_at ?? null
