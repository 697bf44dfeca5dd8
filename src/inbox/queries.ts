// Rows of notices and of followed threads; comments that are no longer live are in no list and no count.

import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { NoticeKind } from '../notices/rules.ts'
import type { FollowState } from './rules.ts'

/** Notices that can be shown: of live comments on published articles unless withdrawn, of closed threads, and all decisions. */
const visibleNotices = (db: Db) =>
  db
    .selectFrom('notices as n')
    .leftJoin('comments as c', 'c.id', 'n.comment_id')
    .leftJoin('articles as a', 'a.id', 'n.article_id')
    .where('n.withdrawn_at', 'is', null)
    .where((where) =>
      where.or([
        where('n.kind', '=', 'decision'),
        where.and([where('c.state', '=', 'live'), where('a.state', '=', 'published')]),
        where.and([where('n.reminder_id', 'is not', null), where('a.state', '=', 'published')]),
      ]),
    )

/** Notices with all columns that a page or an e-mail prints. */
const noticeDetails = (db: Db) =>
  visibleNotices(db)
    .leftJoin('comments as above', (join) => join.onRef('above.id', '=', 'c.parent_id').on('above.state', '=', 'live'))
    .leftJoin('log_entries as l', 'l.id', 'n.log_entry_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .leftJoin('decision_notes as w', (join) =>
      join.onRef('w.log_entry_id', '=', 'n.log_entry_id').onRef('w.comment_id', '=', 'n.comment_id'),
    )
    .leftJoin('returns as rt', 'rt.log_entry_id', 'n.log_entry_id')
    .leftJoin('rejections as rj', 'rj.log_entry_id', 'n.log_entry_id')
    .select([
      'n.id',
      'n.kind',
      'n.created_at',
      'n.read_at',
      'n.comment_id',
      'n.log_entry_id',
      'n.reminder_id',
      'c.nic',
      'c.name_kind',
      'p.role',
      'c.html',
      'c.state as comment_state',
      'above.html as above_html',
      'above.account_id as above_account',
      'a.headline',
      'a.slug',
      'a.state as article_state',
      'a.scheduled_at',
      'l.act',
      'l.reason',
      'l.actor',
    ])
    // An editor's word about a submission, or a moderator's about a comment.
    .select(sql<string | null>`coalesce(nullif(rt.note, ''), nullif(rj.note, ''), w.body)`.as('note'))
    .select(sql<number>`coalesce(n.article_id, 0)`.as('article_id'))

export type NoticeRow = Awaited<ReturnType<typeof noticesOf>>[number]

/** A member's notices, newest first, below one of them. @param kind null for all kinds */
export const noticesOf = (db: Db, accountId: number, kind: NoticeKind | null, before: number | null, limit: number) =>
  noticeDetails(db)
    .where('n.account_id', '=', accountId)
    .$if(kind !== null, (query) => query.where('n.kind', '=', kind!))
    .$if(before !== null, (query) => query.where('n.id', '<', before!))
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute()

/** Ids of a member's notices from one on upwards, oldest first. */
export const noticeIdsFrom = async (
  db: Db,
  accountId: number,
  kind: NoticeKind | null,
  from: number,
  limit: number,
): Promise<number[]> =>
  (
    await visibleNotices(db)
      .select('n.id')
      .where('n.account_id', '=', accountId)
      .$if(kind !== null, (query) => query.where('n.kind', '=', kind!))
      .where('n.id', '>=', from)
      .orderBy('n.id')
      .limit(limit)
      .execute()
  ).map((row) => row.id)

/** Decisions that a page looks back over, for those that later ones have superseded. */
const MAX_LATER_DECISIONS = 300

/** The decisions about a member's texts from a notice on upwards, oldest first. */
export const decisionsFrom = (db: Db, accountId: number, from: number) =>
  noticeDetails(db)
    .where('n.account_id', '=', accountId)
    .where('n.kind', '=', 'decision')
    .where('n.id', '>=', from)
    .orderBy('n.id')
    .limit(MAX_LATER_DECISIONS)
    .execute()

/** Unread notices with the columns that mutes need. */
export const unreadNoticesForCount = (db: Db, accountId: number, limit: number) =>
  visibleNotices(db)
    .select(['n.kind', 'c.nic', 'c.html'])
    .select(sql<number>`coalesce(n.article_id, 0)`.as('article_id'))
    .where('n.account_id', '=', accountId)
    .where('n.read_at', 'is', null)
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute()

/** Unread notices without an e-mail, oldest first. @param since earlier ones are left out */
export const unmailedOfAccount = (db: Db, accountId: number, since: number, limit: number) =>
  noticeDetails(db)
    .where('n.account_id', '=', accountId)
    .where('n.read_at', 'is', null)
    .where('n.mailed_at', 'is', null)
    .where('n.created_at', '>=', since)
    .orderBy('n.id')
    .limit(limit)
    .execute()

export const unmailedOfSubscription = (db: Db, subscriptionId: number, limit: number) =>
  noticeDetails(db)
    .where('n.subscription_id', '=', subscriptionId)
    .where('n.mailed_at', 'is', null)
    .orderBy('n.id')
    .limit(limit)
    .execute()

export const setMailed = (db: Tx, ids: readonly number[], mailId: number, at: number) =>
  db.updateTable('notices').set({ mailed_at: at, letter_id: mailId }).where('id', 'in', ids).execute()

/** Whether an e-mail contains any notice that is still unread and can be shown. */
export const hasUnreadNotice = async (db: Db, mailId: number): Promise<boolean> =>
  (await visibleNotices(db)
    .select('n.id')
    .where('n.letter_id', '=', mailId)
    .where('n.read_at', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Marks notices as read: one, those of a kind or all, up to an id. */
export const setNoticesRead = (
  db: Tx,
  accountId: number,
  which: { id: number } | { upTo: number; kind: NoticeKind | null },
  at: number,
) =>
  db
    .updateTable('notices')
    .set({ read_at: at })
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .$if('id' in which, (query) => query.where('id', '=', (which as { id: number }).id))
    .$if('upTo' in which, (query) => query.where('id', '<=', (which as { upTo: number }).upTo))
    .$if('kind' in which && which.kind !== null, (query) =>
      query.where('kind', '=', (which as { kind: NoticeKind }).kind),
    )
    .execute()

/** Unread notices of comments in these threads, with the comments' numbers. */
export const unreadNoticesOf = (db: Db, accountIds: readonly number[], articleIds: readonly number[]) =>
  db
    .selectFrom('notices as n')
    .innerJoin('comments as c', 'c.id', 'n.comment_id')
    .select(['n.id', 'n.account_id', 'n.article_id', 'c.number'])
    .where('n.account_id', 'in', accountIds)
    .where('n.read_at', 'is', null)
    .where('n.kind', '!=', 'decision')
    .where('n.article_id', 'in', articleIds)
    .execute()

export const setReadByIds = (db: Tx, ids: readonly number[], at: number) =>
  db.updateTable('notices').set({ read_at: at }).where('id', 'in', ids).execute()

export const followState = async (db: Db, accountId: number, articleId: number): Promise<FollowState> =>
  (
    await db
      .selectFrom('follows')
      .select('state')
      .where('account_id', '=', accountId)
      .where('article_id', '=', articleId)
      .executeTakeFirst()
  )?.state ?? null

export async function setFollowState(
  db: Tx,
  accountId: number,
  articleId: number,
  state: FollowState,
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

/** Published articles whose threads a member follows or has muted, newest first, below one of them. */
export const followedThreads = (db: Db, accountId: number, before: number | null, limit: number) =>
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
