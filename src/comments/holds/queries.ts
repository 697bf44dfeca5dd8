// What is stored of comments that wait for a moderator: the rule that held each, and what became of it.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'

/** Lets a comment wait: by a rule, or for a moderator who wants a second look. */
export const insertHold = async (
  db: Tx,
  hold: {
    comment_id: number
    rule: string
    matched_text: string
    created_at: number
    account_id?: number
    reason?: string
    log_entry_id?: number
  },
): Promise<number> =>
  (
    await db
      .insertInto('holds')
      .values({ account_id: null, reason: '', log_entry_id: null, ...hold })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

export const insertSpamMark = async (
  db: Tx,
  mark: { comment_id: number; account_id: number; reason: string; log_entry_id: number; created_at: number },
): Promise<number> => (await db.insertInto('spam_marks').values(mark).returning('id').executeTakeFirstOrThrow()).id

export const spamHolding = (db: Db, commentId: number) =>
  db
    .selectFrom('spam_marks')
    .select('id')
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
export const removalHolding = (db: Db, commentId: number) =>
  db
    .selectFrom('removals')
    .select('id')
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** Why a comment waits, as long as it does; `kind` is the filter's, where one caught it. */
export const holdInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('holds')
    .select((from) => [
      'id',
      'rule',
      'matched_text',
      'reason',
      'created_at',
      from
        .selectFrom('filter_catches as k')
        .innerJoin('filters as f', 'f.id', 'k.filter_id')
        .whereRef('k.comment_id', '=', 'holds.comment_id')
        .where('k.action', '=', 'hold')
        .orderBy('k.id', 'desc')
        .select('f.kind')
        .limit(1)
        .as('kind'),
    ])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertApproval = async (
  db: Tx,
  approval: {
    comment_id: number
    account_id: number
    reason: string
    log_entry_id: number
    created_at: number
    edited?: number
  },
): Promise<number> => (await db.insertInto('approvals').values(approval).returning('id').executeTakeFirstOrThrow()).id

/** That a comment was let through, as long as it counts. */
export const approvalInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('approvals')
    .select(['id', 'edited'])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** A comment that was let through is not any more: its writer has changed it. */
export const endApprovals = (db: Tx, commentId: number, at: number) =>
  db
    .updateTable('approvals')
    .set({ ended_at: at, end_reason: 'changed' })
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .execute()

/** The holds in force come first, whatever the number of comments: a unary plus keeps the planner from beginning elsewhere. */
const waiting = (db: Db) =>
  db
    .selectFrom('holds as h')
    .innerJoin('comments as c', (join) => join.on('c.id', '=', sql<number>`+h.comment_id`))
    .innerJoin('articles as a', (join) => join.on('a.id', '=', sql<number>`+c.article_id`))
    .where('h.ended_at', 'is', null)
    .where('c.state', '=', 'held')
    .where('a.state', '=', 'published')

/** Held comments with what they answer, the oldest first. @param after the hold to go on after, or null for the first page */
export const waitingComments = (db: Db, after: { created_at: number; id: number } | null, limit: number) =>
  waiting(db)
    .leftJoin('comments as above', 'above.id', 'c.parent_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .select(['h.id as hold_id', 'h.rule', 'h.matched_text', 'h.reason', 'h.created_at as held_at'])
    .select(caseColumns)
    .$if(after !== null, (query) =>
      query.where((where) =>
        where.or([
          where('h.created_at', '>', after!.created_at),
          where.and([where('h.created_at', '=', after!.created_at), where('h.id', '>', after!.id)]),
        ]),
      ),
    )
    .orderBy('h.created_at')
    .orderBy('h.id')
    .limit(limit)
    .execute()

export const heldTally = async (db: Db): Promise<Tally> =>
  waiting(db)
    .select((all) => [countAll().as('n'), all.fn.min('h.created_at').as('since')])
    .executeTakeFirstOrThrow()

/** What is written to the writer beside a decision. */
export const insertDecisionNote = (db: Tx, note: { log_entry_id: number; comment_id: number; body: string }) =>
  db.insertInto('decision_notes').values(note).execute()

/** What was last written to the writer of a comment beside a decision that has not been undone. */
export const decisionNote = async (db: Db, commentId: number): Promise<string> =>
  (
    await db
      .selectFrom('decision_notes as w')
      .innerJoin('log_entries as l', 'l.id', 'w.log_entry_id')
      .leftJoin('batches as u', 'u.undoes', 'l.batch_id')
      .select('w.body')
      .where('w.comment_id', '=', commentId)
      .where('u.id', 'is', null)
      .orderBy('w.log_entry_id', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.body ?? ''

export const holdById = (db: Db, id: number) =>
  db.selectFrom('holds').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst()

/** How long the last decisions of moderators took, in milliseconds; the newest first. */
export const lastWaits = async (db: Db, limit: number): Promise<number[]> =>
  (
    await db
      .selectFrom('holds')
      .select(['created_at', 'ended_at'])
      .where('ended_by', 'is not', null)
      .orderBy('ended_at', 'desc')
      .limit(limit)
      .execute()
  ).map((row) => row.ended_at! - row.created_at)

/** Why a comment is down, as its tombstone says it, whether readers see that or not. */
export const removalInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('removals as r')
    .leftJoin('accounts as p', 'p.id', 'r.account_id')
    .select([
      'r.reason as removal_reason',
      'r.created_at as removed_at',
      'r.log_entry_id as removal_entry',
      'p.nic as removed_by',
    ])
    .where('r.comment_id', '=', commentId)
    .where('r.ended_at', 'is', null)
    .executeTakeFirst()

/** How many wait in a section, and since when the oldest does; null where none does. */
export type Tally = { n: number; since: number | null }

/** Columns of a case about a comment: `c` itself, `p` its account, `a` its article, `above` what it answers. */
export const caseColumns = [
  'c.id',
  'c.article_id',
  'c.account_id',
  'c.nic',
  'c.name_kind',
  'c.email',
  'c.website',
  'c.html',
  'c.state',
  'c.created_at',
  'p.role',
  'p.nic as account_nic',
  'p.comment_count',
  'a.slug',
  'a.headline',
  'above.id as above_id',
  'above.nic as above_nic',
  'above.html as above_html',
  'above.state as above_state',
] as const

/** Whether nothing is left of what a comment said. */
export const isPurged = async (db: Db, commentId: number): Promise<boolean> =>
  (await db
    .selectFrom('purged_texts')
    .select('comment_id')
    .where('comment_id', '=', commentId)
    .where('version', '=', 0)
    .executeTakeFirst()) !== undefined
