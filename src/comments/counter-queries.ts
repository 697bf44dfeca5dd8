// What is counted of comments: in their article, their day and month, for whoever wrote them, and for what they answer.
import { sql } from 'kysely'
import { addToDay, addToPersonMonth } from '../articles/totals-queries.ts'
import type { Tx } from '../db/open.ts'
import type { CommentsTable } from '../db/schema/comments.ts'

type Counted = Pick<
  CommentsTable,
  'article_id' | 'parent_id' | 'account_id' | 'name_kind' | 'created_at' | 'day' | 'nic'
> & { id: number }

/** Counts a comment that became live (1), or ceased to be (-1), in its article, its day, its account and what it answers. */
export async function countLive(db: Tx, comment: Counted, by: 1 | -1): Promise<void> {
  await db
    .updateTable('articles')
    .set({ comment_count: sql`comment_count + ${by}` })
    .where('id', '=', comment.article_id)
    .execute()
  await addToDay(db, comment.day, { comments: by })
  await countPerson(db, comment, by)
  if (by === 1) {
    await db
      .updateTable('articles')
      .set({ last_comment_id: comment.id, last_comment_at: comment.created_at, last_comment_nic: comment.nic })
      .where('id', '=', comment.article_id)
      .where((where) =>
        where.or([where('last_comment_at', 'is', null), where('last_comment_at', '<=', comment.created_at)]),
      )
      .execute()
  } else await findLastComment(db, comment.article_id)
}

/** What a member's page tells must not tell who is behind a picked nic: only voices that everybody can see are told apart. */
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

/** Counts an answer, or no longer, in what it answers and for whoever wrote that; nobody's own answers to themselves count for them. */
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

/** Finds anew which live comment of a thread is the newest. */
export async function findLastComment(db: Tx, articleId: number): Promise<void> {
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
