// Queries about decisions on comments and appeals against them, as the comment's author sees them.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import type { FilterKind } from '../../db/schema/filters.ts'
import { holdingFilterKind, isPurged } from '../holds/queries.ts'

type CommentNoun = 'holds' | 'removals' | 'spam_marks'

export type AppealNoun = CommentNoun | 'bans'

/** The table of the decision behind each state that can be appealed. */
const decisionTables: Partial<Record<string, CommentNoun>> = { held: 'holds', removed: 'removals', spam: 'spam_marks' }

/** A decision as its author sees it. `rule` and `kind` are set if a rule held the comment, not a moderator. */
export type DecisionRow = {
  noun: CommentNoun
  id: number
  account_id: number | null
  by_nic: string | null
  reason: string
  created_at: number
  log_entry_id: number | null
  rule: string | null
  form_signs: string | null
  kind: FilterKind | null
}

/** The decision in force about a comment, if it can be appealed. */
export async function decisionAbout(db: Db, comment: { id: number; state: string }): Promise<DecisionRow | undefined> {
  const noun = decisionTables[comment.state]
  // A purged text cannot be restored, so an appeal could change nothing.
  if (noun === undefined || (await isPurged(db, comment.id))) return undefined
  const row = await db
    .selectFrom(`${noun as 'removals'} as x`)
    .leftJoin('accounts as m', 'm.id', 'x.account_id')
    .select(['x.id', 'x.account_id', 'm.nic as by_nic', 'x.reason', 'x.created_at', 'x.log_entry_id'])
    .where('x.comment_id', '=', comment.id)
    .where('x.ended_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const hold =
    noun === 'holds'
      ? await db
          .selectFrom('holds')
          .select(['rule', 'form_signs', holdingFilterKind('holds.comment_id').as('kind')])
          .where('id', '=', row.id)
          .executeTakeFirst()
      : undefined
  return { ...row, noun, rule: hold?.rule ?? null, form_signs: hold?.form_signs ?? null, kind: hold?.kind ?? null }
}

/** A writer's held and spam comments in a thread with the decision about each, oldest first. */
export async function ownHiddenComments(
  db: Db,
  articleId: number,
  writer: { account: number } | { guest: string },
  limit: number,
): Promise<(DecisionRow & { comment_id: number; html: string; state: string; posted_at: number })[]> {
  const rows = await db
    .selectFrom('comments as c')
    .leftJoin('holds as h', (join) => join.onRef('h.comment_id', '=', 'c.id').on('h.ended_at', 'is', null))
    .leftJoin('spam_marks as s', (join) => join.onRef('s.comment_id', '=', 'c.id').on('s.ended_at', 'is', null))
    .leftJoin('accounts as m', (join) =>
      join.on('m.id', '=', sql<number>`case c.state when 'held' then h.account_id else s.account_id end`),
    )
    .select([
      'c.id as comment_id',
      'c.html',
      'c.state',
      'c.created_at as posted_at',
      'm.nic as by_nic',
      'h.rule',
      'h.form_signs',
    ])
    .select(holdingFilterKind('c.id').as('kind'))
    .select(
      (['id', 'account_id', 'reason', 'created_at', 'log_entry_id'] as const).map((column) =>
        sql<never>`case c.state when 'held' then ${sql.ref(`h.${column}`)} else ${sql.ref(`s.${column}`)} end`.as(
          column,
        ),
      ),
    )
    // Index hint: the subquery uses the partial index of held and spam comments; the unary plus below keeps SQLite from scanning all of the writer's comments.
    .where(
      'c.id',
      'in',
      sql<number>`(select u.id from comments as u where u.article_id = ${articleId} and u.state in ('held', 'spam'))`,
    )
    .$if('account' in writer, (query) =>
      query.where(sql<number>`+c.account_id`, '=', (writer as { account: number }).account),
    )
    .$if('guest' in writer, (query) =>
      query.where('c.account_id', 'is', null).where('c.id', 'in', (from) =>
        from
          .selectFrom('receipts')
          .select('comment_id')
          .where('guest', '=', (writer as { guest: string }).guest),
      ),
    )
    .where((where) => where.or([where('h.id', 'is not', null), where('s.id', 'is not', null)]))
    .orderBy('c.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, noun: row.state === 'held' ? 'holds' : 'spam_marks' }))
}

export const appealRows = (db: Db) =>
  db
    .selectFrom('appeals as q')
    .leftJoin('accounts as a', 'a.id', 'q.ended_by')
    .select([
      'q.id',
      'q.noun',
      'q.noun_id',
      'q.comment_id',
      'q.account_id',
      'q.body',
      'q.created_at',
      'q.ended_at',
      'q.end_reason',
      'q.answer',
      'q.log_entry_id',
      'a.nic as answered_by',
    ])

export type AppealRow = Awaited<ReturnType<typeof appealsAbout>>[number]

/** The last appeals about a comment, newest first. */
export const appealsAbout = (db: Db, commentId: number) =>
  appealRows(db).where('q.comment_id', '=', commentId).orderBy('q.id', 'desc').limit(20).execute()
