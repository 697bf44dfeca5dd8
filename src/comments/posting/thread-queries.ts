// What posting reads of a thread: what its rules need, and nothing that only pages show.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { preparedRows } from '../../db/prepared.ts'

const readThread = preparedRows<{ id: number; account: number | null }>()((db, { id, account }) =>
  db
    .selectFrom('articles as a')
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .leftJoin('accounts as closer', 'closer.id', 'c.account_id')
    .leftJoin('thread_holds as th', (join) => join.onRef('th.article_id', '=', 'a.id').on('th.ended_at', 'is', null))
    .leftJoin('site_holds as sh', (join) => join.on('sh.ended_at', 'is', null))
    .leftJoin('accounts as holder', 'holder.id', 'sh.account_id')
    .leftJoin('slow_modes as ts', (join) => join.onRef('ts.article_id', '=', 'a.id').on('ts.ended_at', 'is', null))
    .leftJoin('thread_settings as tw', (join) => join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null))
    .where('a.id', '=', id)
    .where('a.state', '=', 'published')
    .select(['a.id', 'a.last_number', 'a.close_after_days', 'a.reopened_at'])
    .select(['c.reason as close_reason', 'c.until_at as closed_until', 'closer.nic as closed_by', 'th.id as hold_id'])
    .select(['sh.reason as site_hold_reason', 'sh.until_at as site_hold_until', 'sh.log_entry_id as site_hold_entry'])
    .select(['holder.nic as site_holder', 'ts.minutes as slow_minutes'])
    .select(['tw.who_may_comment as who', 'tw.close_after_days as thread_days'])
    .select(sql<number>`a.published_at`.as('published_at'))
    .select(sql<number | null>`coalesce(c.starts_at, c.created_at)`.as('closed_at'))
    .select(sql<number | null>`(select max(until_at) from duties where ended_at is null)`.as('duty_until'))
    .select((select) =>
      select
        .selectFrom('comments as own')
        .innerJoin('accounts as p', 'p.id', 'own.account_id')
        .select(sql<string>`case when own.name_kind = 'member' then p.nic else own.nic end`.as('nic'))
        .where('own.article_id', '=', id)
        .where('own.account_id', '=', account)
        .orderBy('own.number')
        .limit(1)
        .as('name_here'),
    ),
)

/**
 * The thread of a published article. `name_here` is the name of an account's first comment in it, as `nicOfAccountInThread`
 * finds it.
 * @param account who posts; null for a guest
 */
export const threadToPostIn = async (db: Db, id: number, account: number | null) =>
  (await readThread(db, { id, account }))[0]
