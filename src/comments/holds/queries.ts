// Queries about held, approved, removed and spam comments.
import { expressionBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { preparedRows } from '../../db/prepared.ts'
import type { Schema } from '../../db/schema/database.ts'
import { countAll, inSpan, type Span } from '../../db/sql.ts'
import type { Tally } from './rules.ts'

const insertHoldRow = preparedRows<{
  comment_id: number
  rule: string
  matched_text: string
  form_signs: string
  created_at: number
  account_id: number | null
  reason: string
  log_entry_id: number | null
}>()((db, hold) =>
  db
    .insertInto('holds')
    .values({
      ...{ comment_id: hold.comment_id, rule: hold.rule, matched_text: hold.matched_text, form_signs: hold.form_signs },
      ...{ created_at: hold.created_at, account_id: hold.account_id, reason: hold.reason },
      log_entry_id: hold.log_entry_id,
    })
    .returning('id'),
)

/** Holds a comment, by a rule or by a moderator. */
export const insertHold = async (
  db: Tx,
  hold: {
    comment_id: number
    rule: string
    matched_text: string
    form_signs?: string
    created_at: number
    account_id?: number
    reason?: string
    log_entry_id?: number
  },
): Promise<number> =>
  (await insertHoldRow(db, { form_signs: '', account_id: null, reason: '', log_entry_id: null, ...hold }))[0]!.id

export const insertSpamMark = async (
  db: Tx,
  mark: { comment_id: number; account_id: number; reason: string; log_entry_id: number; created_at: number },
): Promise<number> => (await db.insertInto('spam_marks').values(mark).returning('id').executeTakeFirstOrThrow()).id

export const spamMarkInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('spam_marks')
    .select('id')
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
export const activeRemoval = (db: Db, commentId: number) =>
  db
    .selectFrom('removals')
    .select('id')
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** The kind of the latest filter that held a comment, as a subquery. @param comment reference to the comment's id */
export const holdingFilterKind = (comment: string) =>
  expressionBuilder<Schema>()
    .selectFrom('filter_catches as k')
    .innerJoin('filters as f', 'f.id', 'k.filter_id')
    .where('k.comment_id', '=', sql.ref<number>(comment))
    .where('k.action', '=', 'hold')
    .orderBy('k.id', 'desc')
    .select('f.kind')
    .limit(1)

/** The hold in force of a comment. `kind` is that of the filter that caught it, if any. */
export const holdInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('holds')
    .select([
      'id',
      'rule',
      'matched_text',
      'form_signs',
      'reason',
      'created_at',
      holdingFilterKind('holds.comment_id').as('kind'),
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

/** The approval in force of a comment. */
export const approvalInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('approvals')
    .select(['id', 'edited'])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** Ends the approvals of a comment that its author has edited. */
export const endApprovals = (db: Tx, commentId: number, at: number) =>
  db
    .updateTable('approvals')
    .set({ ended_at: at, end_reason: 'changed' })
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .execute()

/** Index hint: with the unary plus SQLite starts from the holds in force, which are few. */
const heldComments = (db: Db) =>
  db
    .selectFrom('holds as h')
    .innerJoin('comments as c', (join) => join.on('c.id', '=', sql<number>`+h.comment_id`))
    .innerJoin('articles as a', (join) => join.on('a.id', '=', sql<number>`+c.article_id`))
    .where('h.ended_at', 'is', null)
    .where('c.state', '=', 'held')
    .where('a.state', '=', 'published')

/** Held comments with their parents, oldest first. @param after the last hold of the page before, or null */
export const heldQueueItems = (db: Db, after: { id: number } | null, limit: number) =>
  heldComments(db)
    .leftJoin('comments as above', 'above.id', 'c.parent_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .select(['h.id as hold_id', 'h.rule', 'h.matched_text', 'h.form_signs', 'h.reason', 'h.created_at as held_at'])
    .select(queueItemColumns)
    .$if(after !== null, (query) => query.where('h.id', '>', after!.id))
    .orderBy('h.id')
    .limit(limit)
    .execute()

/**
 * Number of comments that wait in a section of the queue, and since when the first one does.
 * @param span only comments that began to wait in it
 */
export const queueCommentsTally = (db: Db, section: 'held' | 'flagged', span?: Span): Promise<Tally> =>
  db
    .selectFrom('queue_comments')
    .where('section', '=', section)
    .$if(span !== undefined, (query) => query.where(inSpan('since', span!)))
    .select((all) => [countAll().as('n'), all.fn.min('since').as('since')])
    .executeTakeFirstOrThrow()

/** Saves a moderator's note to the author of a comment. */
export const insertDecisionNote = (db: Tx, note: { log_entry_id: number; comment_id: number; body: string }) =>
  db.insertInto('decision_notes').values(note).execute()

/** The last note to the author of a comment whose decision was not undone; empty for none. */
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

/** Durations of the last decisions in milliseconds, newest first. */
export const recentDecisionTimes = async (db: Db, limit: number): Promise<number[]> =>
  (
    await db
      .selectFrom('holds')
      .select(['created_at', 'ended_at'])
      .where('ended_by', 'is not', null)
      .orderBy('ended_at', 'desc')
      .limit(limit)
      .execute()
  ).map((row) => row.ended_at! - row.created_at)

/** The removal in force of a comment, as its tombstone shows it. */
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

/** Columns of a queue item: `c` is the comment, `p` its account, `a` its article, `above` its parent. */
export const queueItemColumns = [
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

/** Whether the text of a comment was purged. */
export const isPurged = async (db: Db, commentId: number): Promise<boolean> =>
  (await db
    .selectFrom('purged_texts')
    .select('comment_id')
    .where('comment_id', '=', commentId)
    .where('version', '=', 0)
    .executeTakeFirst()) !== undefined
