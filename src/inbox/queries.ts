// What is stored of notices and of followed threads; what has left a thread meanwhile is in no list and no count.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { NoticesTable } from '../db/schema-inbox.ts'
import type { Following, Kind } from './rules.ts'

/** Notices as readers see them: of comments that stand in their thread, and decisions, which stay whatever they were about. */
const standing = (db: Db) =>
  db
    .selectFrom('notices as n')
    .leftJoin('comments as c', 'c.id', 'n.comment_id')
    .leftJoin('articles as a', 'a.id', 'n.article_id')
    .where((where) =>
      where.or([
        where('n.kind', '=', 'decision'),
        where.and([where('c.state', '=', 'live'), where('a.state', '=', 'published')]),
      ]),
    )

/** All that a page or a mail says of notices. */
const told = (db: Db) =>
  standing(db)
    .leftJoin('comments as above', (join) => join.onRef('above.id', '=', 'c.parent_id').on('above.state', '=', 'live'))
    .leftJoin('log_entries as l', 'l.id', 'n.log_entry_id')
    .leftJoin('decision_notes as w', (join) =>
      join.onRef('w.log_entry_id', '=', 'n.log_entry_id').onRef('w.comment_id', '=', 'n.comment_id'),
    )
    .select([
      'n.id',
      'n.kind',
      'n.created_at',
      'n.read_at',
      'n.comment_id',
      'n.log_entry_id',
      'c.nic',
      'c.html',
      'c.created_at as said_at',
      'c.state as comment_state',
      'above.html as above_html',
      'above.account_id as above_account',
      'a.headline',
      'a.slug',
      'a.state as article_state',
      'l.act',
      'l.reason',
      'l.actor',
      'w.body as note',
    ])
    .select(sql<number>`coalesce(n.article_id, 0)`.as('article_id'))

export type NoticeRow = Awaited<ReturnType<typeof noticesOf>>[number]

/** A member's notices, newest first, below one of them. @param kind null for all kinds */
export const noticesOf = (db: Db, accountId: number, kind: Kind | null, before: number | null, limit: number) =>
  told(db)
    .where('n.account_id', '=', accountId)
    .$if(kind !== null, (query) => query.where('n.kind', '=', kind!))
    .$if(before !== null, (query) => query.where('n.id', '<', before!))
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute()

/** Ids of a member's notices from one on upwards, oldest first. */
export const noticesUp = async (
  db: Db,
  accountId: number,
  kind: Kind | null,
  from: number,
  limit: number,
): Promise<number[]> =>
  (
    await standing(db)
      .select('n.id')
      .where('n.account_id', '=', accountId)
      .$if(kind !== null, (query) => query.where('n.kind', '=', kind!))
      .where('n.id', '>=', from)
      .orderBy('n.id')
      .limit(limit)
      .execute()
  ).map((row) => row.id)

/** Unread notices, as far as mutes go by them. */
export const unreadOf = (db: Db, accountId: number, limit: number) =>
  standing(db)
    .select(['n.kind', 'c.nic', 'c.html'])
    .select(sql<number>`coalesce(n.article_id, 0)`.as('article_id'))
    .where('n.account_id', '=', accountId)
    .where('n.read_at', 'is', null)
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute()

/** Unread notices that no mail has told of, oldest first. @param since what was told before is not mailed */
export const unmailedOfAccount = (db: Db, accountId: number, since: number, limit: number) =>
  told(db)
    .where('n.account_id', '=', accountId)
    .where('n.read_at', 'is', null)
    .where('n.mailed_at', 'is', null)
    .where('n.created_at', '>=', since)
    .orderBy('n.id')
    .limit(limit)
    .execute()

export const unmailedOfSubscription = (db: Db, subscriptionId: number, limit: number) =>
  told(db)
    .where('n.subscription_id', '=', subscriptionId)
    .where('n.mailed_at', 'is', null)
    .orderBy('n.id')
    .limit(limit)
    .execute()

export const setMailed = (db: Tx, ids: readonly number[], mailId: number, at: number) =>
  db.updateTable('notices').set({ mailed_at: at, mail_id: mailId }).where('id', 'in', ids).execute()

/** Whether any notice that a mail tells of is still worth telling: it stands, and is unread. */
export const stillToTell = async (db: Db, mailId: number): Promise<boolean> =>
  (await standing(db)
    .select('n.id')
    .where('n.mail_id', '=', mailId)
    .where('n.read_at', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** A new live comment, as far as it decides who is told of it. */
export const toldComment = (db: Db, id: number) =>
  db
    .selectFrom('comments as c')
    .leftJoin('comments as above', 'above.id', 'c.parent_id')
    .select([
      'c.id',
      'c.article_id',
      'c.parent_id',
      'c.account_id',
      'c.email',
      'c.html',
      'above.account_id as above_account',
    ])
    .where('c.id', '=', id)
    .where('c.state', '=', 'live')
    .executeTakeFirst()

/** Whether a comment was taken in from elsewhere. */
export const wasImported = async (db: Db, commentId: number): Promise<boolean> =>
  (await db
    .selectFrom('import_keys')
    .select('noun_id')
    .where('noun', '=', 'comment')
    .where('noun_id', '=', commentId)
    .executeTakeFirst()) !== undefined

type Told = { id: number; article_id: number; account_id: number | null }

const columns = ['account_id', 'kind', 'comment_id', 'article_id', 'created_at'] as const

/** Tells these members of a comment, but not its writer, nor who has silenced the thread, nor anybody a second time. @returns who is told now */
export async function tellAccounts(
  db: Tx,
  accountIds: readonly number[],
  kind: Kind,
  comment: Told,
  at: number,
): Promise<number[]> {
  if (accountIds.length === 0) return []
  const rows = await db
    .insertInto('notices')
    .columns([...columns])
    .expression(
      db
        .selectFrom('accounts as p')
        .leftJoin('follows as f', (join) =>
          join
            .onRef('f.account_id', '=', 'p.id')
            .on('f.article_id', '=', comment.article_id)
            .on('f.state', '=', 'silenced'),
        )
        .select((select) => [
          'p.id',
          select.val(kind).as('kind'),
          select.val(comment.id).as('comment_id'),
          select.val(comment.article_id).as('article_id'),
          select.val(at).as('created_at'),
        ])
        .where('p.id', 'in', accountIds)
        .where('p.id', '!=', comment.account_id ?? 0)
        .where('f.account_id', 'is', null),
    )
    .onConflict((on) => on.doNothing())
    .returning('account_id')
    .execute()
  return rows.flatMap((row) => row.account_id ?? [])
}

/** Tells everybody who follows the thread, in the same way. */
export async function tellFollowers(db: Tx, comment: Told, at: number): Promise<number[]> {
  const rows = await db
    .insertInto('notices')
    .columns([...columns])
    .expression(
      db
        .selectFrom('follows as f')
        .select((select) => [
          'f.account_id',
          select.val('follow' as const).as('kind'),
          select.val(comment.id).as('comment_id'),
          'f.article_id',
          select.val(at).as('created_at'),
        ])
        .where('f.article_id', '=', comment.article_id)
        .where('f.state', '=', 'following')
        .where('f.account_id', '!=', comment.account_id ?? 0),
    )
    .onConflict((on) => on.doNothing())
    .returning('account_id')
    .execute()
  return rows.flatMap((row) => row.account_id ?? [])
}

/** Tells one member of an entry of the log, once. */
export const tellOfEntry = (
  db: Tx,
  notice: Pick<NoticesTable, 'account_id' | 'comment_id' | 'article_id' | 'log_entry_id' | 'created_at'>,
) =>
  db
    .insertInto('notices')
    .values({ ...notice, kind: 'decision' })
    .onConflict((on) => on.doNothing())
    .returning('account_id')
    .executeTakeFirst()

/** Tells a guest of a reply, once. */
export const tellSubscription = (
  db: Tx,
  subscriptionId: number,
  comment: { id: number; article_id: number },
  at: number,
) =>
  db
    .insertInto('notices')
    .values({
      subscription_id: subscriptionId,
      kind: 'reply',
      comment_id: comment.id,
      article_id: comment.article_id,
      created_at: at,
    })
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst()

export const accountsNamed = async (db: Db, nics: readonly string[]): Promise<number[]> =>
  nics.length === 0
    ? []
    : (await db.selectFrom('accounts').select('id').where('nic', 'in', nics).execute()).map((row) => row.id)

/** Whose comment it is, and where it stands. */
export const writerOf = (db: Db, commentId: number) =>
  db.selectFrom('comments').select(['account_id', 'article_id']).where('id', '=', commentId).executeTakeFirst()
export const posterOf = (db: Db, articleId: number) =>
  db.selectFrom('articles').select('account_id').where('id', '=', articleId).executeTakeFirst()

/** Marks notices as read: one, those of a kind or all, up to an id. */
export const setRead = (
  db: Tx,
  accountId: number,
  which: { id: number } | { upTo: number; kind: Kind | null },
  at: number,
) =>
  db
    .updateTable('notices')
    .set({ read_at: at })
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .$if('id' in which, (query) => query.where('id', '=', (which as { id: number }).id))
    .$if('upTo' in which, (query) => query.where('id', '<=', (which as { upTo: number }).upTo))
    .$if('kind' in which && which.kind !== null, (query) => query.where('kind', '=', (which as { kind: Kind }).kind))
    .execute()

/** Marks as read whatever tells a member of one comment, or of a whole thread. */
export const setReadOf = (db: Tx, accountId: number, of: { comment: number } | { article: number }, at: number) =>
  db
    .updateTable('notices')
    .set({ read_at: at })
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .where('kind', '!=', 'decision')
    .$if('comment' in of, (query) => query.where('comment_id', '=', (of as { comment: number }).comment))
    .$if('article' in of, (query) => query.where('article_id', '=', (of as { article: number }).article))
    .execute()

/** Unread notices of comments in these threads, with the numbers that marks know the comments by. */
export const unreadAmong = (db: Db, accountIds: readonly number[], articleIds: readonly number[]) =>
  db
    .selectFrom('notices as n')
    .innerJoin('comments as c', 'c.id', 'n.comment_id')
    .select(['n.id', 'n.account_id', 'n.article_id', 'c.number'])
    .where('n.account_id', 'in', accountIds)
    .where('n.read_at', 'is', null)
    .where('n.kind', '!=', 'decision')
    .where('n.article_id', 'in', articleIds)
    .execute()

export const setReadIds = (db: Tx, ids: readonly number[], at: number) =>
  db.updateTable('notices').set({ read_at: at }).where('id', 'in', ids).execute()

export const followingOf = async (db: Db, accountId: number, articleId: number): Promise<Following> =>
  (
    await db
      .selectFrom('follows')
      .select('state')
      .where('account_id', '=', accountId)
      .where('article_id', '=', articleId)
      .executeTakeFirst()
  )?.state ?? null

export async function setFollowing(
  db: Tx,
  accountId: number,
  articleId: number,
  state: Following,
  at: number,
): Promise<void> {
  if (state === null)
    await db.deleteFrom('follows').where('account_id', '=', accountId).where('article_id', '=', articleId).execute()
  else
    await db
      .insertInto('follows')
      .values({ account_id: accountId, article_id: articleId, state, created_at: at })
      .onConflict((on) => on.columns(['account_id', 'article_id']).doUpdateSet({ state, created_at: at }))
      .execute()
}

/** Published articles whose threads a member follows or has silenced, the newest of them first, below one of them. */
export const followsOf = (db: Db, accountId: number, before: number | null, limit: number) =>
  db
    .selectFrom('follows as f')
    .innerJoin('articles as a', 'a.id', 'f.article_id')
    .select(['a.id', 'a.slug', 'a.headline', 'a.comment_count', 'a.last_comment_at', 'f.state'])
    .where('f.account_id', '=', accountId)
    .where('a.state', '=', 'published')
    .$if(before !== null, (query) => query.where('f.article_id', '<', before!))
    .orderBy('f.article_id', 'desc')
    .limit(limit)
    .execute()
