// Counters of comments: of articles, days, months, accounts and parents.
import { sql } from 'kysely'
import { addToDay, addToPersonMonth } from '../articles/totals-queries.ts'
import type { Tx } from '../db/open.ts'
import type { CommentsTable } from '../db/schema/comments.ts'

type Counted = Pick<
  CommentsTable,
  'article_id' | 'parent_id' | 'account_id' | 'name_kind' | 'created_at' | 'day' | 'nic'
> & { id: number }

/**
 * Counts a comment everywhere.
 * @param by 1 if it became live, -1 if it ceased to be
 * @param lastNumber the article's new last number, for a new comment
 */
export async function countLive(db: Tx, comment: Counted, by: 1 | -1, lastNumber?: number): Promise<void> {
  const ifLast = <T>(value: T, column: 'last_comment_id' | 'last_comment_at' | 'last_comment_nic') =>
    sql<T>`case when last_comment_at is null or last_comment_at <= ${comment.created_at} then ${value} else ${sql.ref(column)} end`
  await db
    .updateTable('articles')
    .set({ comment_count: sql`comment_count + ${by}`, ...(lastNumber !== undefined && { last_number: lastNumber }) })
    .$if(by === 1, (query) =>
      query.set({
        last_comment_id: ifLast(comment.id, 'last_comment_id'),
        last_comment_at: ifLast(comment.created_at, 'last_comment_at'),
        last_comment_nic: ifLast(comment.nic, 'last_comment_nic'),
      }),
    )
    .where('id', '=', comment.article_id)
    .execute()
  await addToDay(db, comment.day, { comments: by })
  await countPerson(db, comment, by)
  if (by === -1) await updateLastComment(db, comment.article_id)
}

/** Counts for accounts. Public counters contain only comments under the member's own nic, so that they do not reveal picked names. */
async function countPerson(db: Tx, comment: Counted, by: 1 | -1): Promise<void> {
  const own = comment.name_kind === 'member' ? comment.account_id : null
  if (comment.account_id !== null) {
    await db
      .updateTable('accounts')
      .set({
        comment_count: sql`comment_count + ${by}`,
        own_comment_count: sql`own_comment_count + ${own === null ? 0 : by}`,
      })
      .where('id', '=', comment.account_id)
      .execute()
  }
  if (own !== null) await addToPersonMonth(db, own, comment.day, by)
  if (comment.parent_id !== null) await countReply(db, comment.parent_id, comment, by)
}

/** Counts a reply for its parent and for the parent's author, unless they reply to themselves. */
export async function countReply(
  db: Tx,
  parentId: number,
  reply: Pick<Counted, 'account_id' | 'name_kind'>,
  by: 1 | -1,
): Promise<void> {
  const own = reply.name_kind === 'member' ? reply.account_id : null
  const parent = await db
    .updateTable('comments')
    .set({ reply_count: sql`reply_count + ${by}` })
    .where('id', '=', parentId)
    .returning(['account_id', 'name_kind'])
    .executeTakeFirstOrThrow()
  if (parent.name_kind === 'member' && parent.account_id !== null && parent.account_id !== own) {
    await db
      .updateTable('accounts')
      .set({ reply_count: sql`reply_count + ${by}` })
      .where('id', '=', parent.account_id)
      .execute()
  }
}

/** Sets the newest live comment of an article. */
export async function updateLastComment(db: Tx, articleId: number): Promise<void> {
  const last = await db
    .selectFrom('comments')
    .select(['id', 'created_at', 'nic'])
    .where('article_id', '=', articleId)
    .where('state', '=', 'live')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  await db
    .updateTable('articles')
    .set({
      last_comment_id: last?.id ?? null,
      last_comment_at: last?.created_at ?? null,
      last_comment_nic: last?.nic ?? null,
    })
    .where('id', '=', articleId)
    .execute()
}
