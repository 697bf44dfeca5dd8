// Queries of what waits at the desk.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { countAll, type Key } from '../../db/sql.ts'

/** Submissions that wait for the editors, oldest first. @param after the last story of the page before, or null */
export const waitingStories = (db: Db, after: Key | null, limit: number) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .select([
      'a.id',
      'a.headline',
      'a.lede',
      'a.source_host',
      'a.nic',
      'a.account_id',
      'a.created_at',
      's.name as section',
      'p.nic as account_nic',
    ])
    .where('a.state', '=', 'waiting')
    .$if(after !== null, (query) => query.where(sql<boolean>`(a.created_at, a.id) > (${after!.at}, ${after!.id})`))
    .orderBy('a.created_at')
    .orderBy('a.id')
    .limit(limit)
    .execute()

export const storiesTally = (db: Db) =>
  db
    .selectFrom('articles')
    .select([countAll().as('n'), sql<number | null>`min(created_at)`.as('since')])
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
