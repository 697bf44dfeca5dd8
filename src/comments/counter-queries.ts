// Counters of comments: of articles, days, months, accounts and parents.
import { type Expression, sql } from 'kysely'
import { addToDay, addToPersonMonth } from '../articles/totals-queries.ts'
import type { Tx } from '../db/open.ts'
import { prepared } from '../db/prepared.ts'
import type { CommentsTable } from '../db/schema/comments.ts'

type Counted = Pick<
  CommentsTable,
  'article_id' | 'parent_id' | 'account_id' | 'name_kind' | 'created_at' | 'day' | 'nic'
> & { id: number }

/** The last comment of an article is this one, unless there is a later one. */
const lastComment = (at: Expression<number>, id: Expression<number>, nic: Expression<string>) => {
  const ifLast = <T>(value: Expression<T>, column: 'last_comment_id' | 'last_comment_at' | 'last_comment_nic') =>
    sql<T>`case when last_comment_at is null or last_comment_at <= ${at} then ${value} else ${sql.ref(column)} end`
  return {
    last_comment_id: ifLast(id, 'last_comment_id'),
    last_comment_at: ifLast(at, 'last_comment_at'),
    last_comment_nic: ifLast(nic, 'last_comment_nic'),
  }
}

type InArticle = { article: number; at: number; id: number; nic: string }

const countNew = prepared<InArticle & { number: number }>()((db, { article, at, id, nic, number }) =>
  db
    .updateTable('articles')
    .set({ comment_count: sql`comment_count + 1`, last_number: number, ...lastComment(at, id, nic) })
    .where('id', '=', article),
)

const countShown = prepared<InArticle>()((db, { article, at, id, nic }) =>
  db
    .updateTable('articles')
    .set({ comment_count: sql`comment_count + 1`, ...lastComment(at, id, nic) })
    .where('id', '=', article),
)

/**
 * Counts a comment everywhere.
 * @param by 1 if it became live, -1 if it ceased to be
 * @param lastNumber the article's new last number, for a new comment
 */
export async function countLive(db: Tx, comment: Counted, by: 1 | -1, lastNumber?: number): Promise<void> {
  const { article_id: article, created_at: at, id, nic } = comment
  if (by === -1)
    await db.updateTable('articles').set({ comment_count: sql`comment_count - 1` }).where('id', '=', article).execute()
  else if (lastNumber === undefined) await countShown(db, { article, at, id, nic })
  else await countNew(db, { article, at, id, nic, number: lastNumber })
  await addToDay(db, comment.day, { comments: by })
  await countPerson(db, comment, by)
  if (by === -1) await updateLastComment(db, article)
}

const addToAccount = prepared<{ id: number; by: number; own: number }>()((db, { id, by, own }) =>
  db
    .updateTable('accounts')
    .set({ comment_count: sql`comment_count + ${by}`, own_comment_count: sql`own_comment_count + ${own}` })
    .where('id', '=', id),
)

/** Counts for accounts. Public counters contain only comments under the member's own nic, so that they do not reveal picked names. */
async function countPerson(db: Tx, comment: Counted, by: 1 | -1): Promise<void> {
  const own = comment.name_kind === 'member' ? comment.account_id : null
  if (comment.account_id !== null) await addToAccount(db, { id: comment.account_id, by, own: own === null ? 0 : by })
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
