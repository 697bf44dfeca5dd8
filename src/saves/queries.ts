// What members have saved.
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { Schema } from '../db/schema/database.ts'
import type { SaveKind, SaveTarget } from './rules.ts'

const columnOf = ({ kind }: SaveTarget): 'article_id' | 'comment_id' =>
  kind === 'article' ? 'article_id' : 'comment_id'

/** What a member has saved of one target, also if it was removed. */
export const saveOf = (db: Db, accountId: number, target: SaveTarget) =>
  db
    .selectFrom('saves')
    .select(['id', 'note', 'created_at', 'removed_at'])
    .where('account_id', '=', accountId)
    .where(columnOf(target), '=', target.id)
    .executeTakeFirst()

/** Saves a target, once. A removed one becomes the newest of the list again. */
export async function insertSave(
  db: Tx,
  accountId: number,
  target: SaveTarget,
  note: string,
  at: number,
): Promise<void> {
  await db
    .deleteFrom('saves')
    .where('account_id', '=', accountId)
    .where(columnOf(target), '=', target.id)
    .where('removed_at', 'is not', null)
    .execute()
  await db
    .insertInto('saves')
    .values({
      account_id: accountId,
      article_id: target.kind === 'article' ? target.id : null,
      comment_id: target.kind === 'comment' ? target.id : null,
      note,
      created_at: at,
      removed_at: null,
    })
    .onConflict((on) => on.doNothing())
    .execute()
}

export const setNote = (db: Tx, accountId: number, target: SaveTarget, note: string) =>
  db
    .updateTable('saves')
    .set({ note })
    .where('account_id', '=', accountId)
    .where(columnOf(target), '=', target.id)
    .execute()

/** Removes from the list, or restores. @returns false if that changes nothing */
export const setRemoved = async (db: Tx, accountId: number, target: SaveTarget, at: number | null): Promise<boolean> =>
  (
    await db
      .updateTable('saves')
      .set({ removed_at: at })
      .where('account_id', '=', accountId)
      .where(columnOf(target), '=', target.id)
      .where('removed_at', at === null ? 'is not' : 'is', null)
      .executeTakeFirst()
  ).numUpdatedRows > 0n

/** The article whose thread a target belongs to; a comment that moved belongs to the article where it is now. */
export const threadOfTarget = async (db: Db, { kind, id }: SaveTarget): Promise<number | null> =>
  kind === 'article'
    ? id
    : ((await db.selectFrom('comments').select('article_id').where('id', '=', id).executeTakeFirst())?.article_id ??
      null)

/** Whether a member has saved an article or any of its comments. */
export const hasSavesOf = async (db: Db, accountId: number, articleId: number): Promise<boolean> =>
  (await db
    .selectFrom('saves as s')
    .leftJoin('comments as c', 'c.id', 's.comment_id')
    .select('s.id')
    .where('s.account_id', '=', accountId)
    .where('s.removed_at', 'is', null)
    .where((where) => where.or([where('s.article_id', '=', articleId), where('c.article_id', '=', articleId)]))
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Deletes what was removed before a moment, a bounded number at once. */
export const deleteRemoved = async (db: Tx, before: number, limit: number): Promise<number> =>
  Number(
    (
      await db
        .deleteFrom('saves')
        .where('id', 'in', (from) =>
          from.selectFrom('saves').select('id').where('removed_at', '<', before).orderBy('removed_at').limit(limit),
        )
        .executeTakeFirst()
    ).numDeletedRows,
  )

const ofKind = <O>(
  query: SelectQueryBuilder<Schema & { s: Schema['saves'] }, 's', O>,
  accountId: number,
  kind: SaveKind | null,
) =>
  query
    .where('s.account_id', '=', accountId)
    .where('s.removed_at', 'is', null)
    .$if(kind !== null, (some) => some.where(kind === 'article' ? 's.article_id' : 's.comment_id', 'is not', null))

export type SavedRow = Awaited<ReturnType<typeof savesOf>>[number]

/** A page of a member's list, newest saved first, below one of its rows. Targets that readers cannot see are among them. */
export const savesOf = (db: Db, accountId: number, kind: SaveKind | null, before: number | null, limit: number) =>
  ofKind(db.selectFrom('saves as s'), accountId, kind)
    .leftJoin('comments as c', 'c.id', 's.comment_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .innerJoin('articles as a', (join) => join.on('a.id', '=', sql`coalesce(s.article_id, c.article_id)`))
    .leftJoin('closures as k', (join) => join.onRef('k.article_id', '=', 'a.id').on('k.ended_at', 'is', null))
    .leftJoin('accounts as closer', 'closer.id', 'k.account_id')
    .leftJoin('thread_settings as tw', (join) => join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null))
    .leftJoin('reminders as r', (join) =>
      join.onRef('r.account_id', '=', 's.account_id').onRef('r.article_id', '=', 'a.id').on('r.ended_at', 'is', null),
    )
    .select([
      's.id',
      's.article_id',
      's.comment_id',
      's.note',
      's.created_at',
      'a.id as thread_id',
      'a.slug',
      'a.headline',
      'a.state as article_state',
      'a.comment_count',
      'a.close_after_days',
      'a.reopened_at',
      'c.nic',
      'c.name_kind',
      'c.html',
      'c.state as comment_state',
      'c.created_at as comment_at',
      'p.role',
      'tw.close_after_days as thread_days',
      'k.until_at as closed_until',
      'k.reason as close_reason',
      'closer.nic as closed_by',
      'r.id as reminder_id',
    ])
    .select(sql<number | null>`coalesce(k.starts_at, k.created_at)`.as('closed_at'))
    .select(sql<number>`coalesce(a.published_at, 0)`.as('published_at'))
    .$if(before !== null, (query) => query.where('s.id', '<', before!))
    .orderBy('s.id', 'desc')
    .limit(limit)
    .execute()

/** Ids of a member's list from one on upwards, oldest first. */
export const saveIdsFrom = async (
  db: Db,
  accountId: number,
  kind: SaveKind | null,
  from: number,
  limit: number,
): Promise<number[]> =>
  (
    await ofKind(db.selectFrom('saves as s'), accountId, kind)
      .select('s.id')
      .where('s.id', '>=', from)
      .orderBy('s.id')
      .limit(limit)
      .execute()
  ).map(({ id }) => id)

/** One target with its thread, in any state; undefined if there is none. A draft of an article is none. */
export const targetRow = (db: Db, { kind, id }: SaveTarget) =>
  db
    .selectFrom('articles as a')
    .leftJoin('comments as c', (join) =>
      join.onRef('c.article_id', '=', 'a.id').on('c.id', '=', kind === 'comment' ? id : 0),
    )
    .leftJoin('closures as k', (join) => join.onRef('k.article_id', '=', 'a.id').on('k.ended_at', 'is', null))
    .leftJoin('accounts as closer', 'closer.id', 'k.account_id')
    .leftJoin('thread_settings as tw', (join) => join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null))
    .select([
      'a.id as thread_id',
      'a.slug',
      'a.headline',
      'a.state as article_state',
      'a.close_after_days',
      'a.reopened_at',
      'c.nic',
      'c.html',
      'c.state as comment_state',
      'tw.close_after_days as thread_days',
      'k.until_at as closed_until',
      'k.reason as close_reason',
      'closer.nic as closed_by',
    ])
    .select(sql<number | null>`coalesce(k.starts_at, k.created_at)`.as('closed_at'))
    .select(sql<number>`coalesce(a.published_at, 0)`.as('published_at'))
    .$if(kind === 'article', (query) => query.where('a.id', '=', id))
    .$if(kind === 'comment', (query) => query.where('c.id', '=', id))
    .executeTakeFirst()
