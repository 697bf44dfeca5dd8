// Tags as admins see them: found by their beginning, with the names that lead to them.
import type { Db } from '../../db/open.ts'

/** Tags with articles, the most used first, or those that begin with a folded text. */
export const tagList = (db: Db, prefix: string, limit: number) =>
  db
    .selectFrom('tags')
    .select(['id', 'name', 'article_count'])
    .where('article_count', '>', 0)
    .$if(prefix !== '', (query) =>
      query.where('folded', '>=', prefix).where('folded', '<', `${prefix}\u{10ffff}`).orderBy('folded'),
    )
    .$if(prefix === '', (query) => query.orderBy('article_count', 'desc'))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Renamings and merges into a tag that are in force, the newest first. */
export const mergesInto = (db: Db, id: number, limit: number) =>
  db
    .selectFrom('tag_merges as m')
    .leftJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['m.from_name', 'm.to_name', 'm.created_at', 'm.log_entry_id', 'a.nic'])
    .where('m.into_id', '=', id)
    .where('m.ended_at', 'is', null)
    .orderBy('m.id', 'desc')
    .limit(limit)
    .execute()
