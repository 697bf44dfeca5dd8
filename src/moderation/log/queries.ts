// What is read of the public log for its pages: the whole, or a part.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'
import { keysOf } from '../../log-acts.ts'
import type { LogFilter } from './form.ts'

/**
 * Entries about an article, those included that tell of what was moved into it from elsewhere: they belong to the article that
 * it came from. Of an undo of such a move both tell, and so they do of the undo of that. The cross joins keep the planner from
 * beginning with all batches or entries.
 */
const ofArticle = (articleId: number) => sql<number>`(
  with recursive moving (batch) as (
    select e.batch_id from moves as m join log_entries as e on e.id = m.log_entry_id where m.to_article_id = ${articleId} and e.batch_id is not null
    union
    select b.id from moving cross join batches as b on b.undoes = moving.batch
  )
  select id from log_entries where article_id = ${articleId}
  union
  select e.id from moving cross join log_entries as e on e.batch_id = moving.batch and e.batch_id is not null)`

const narrowed = (db: Db, { actor, act, personId, articleId }: LogFilter) =>
  db
    .selectFrom('log_entries as l')
    .$if(actor !== null, (query) => query.where('l.actor', '=', actor!))
    .$if(act !== null, (query) => query.where('l.act', 'in', keysOf(act!)))
    .$if(personId !== null, (query) => query.where('l.subject', '=', 'account').where('l.subject_id', '=', personId!))
    .$if(articleId !== null, (query) => query.where('l.id', 'in', ofArticle(articleId!)))

/** Newest entries before an id, with the headline of the article they belong to. */
export const logEntries = (db: Db, filter: LogFilter, before: number | null, limit: number) =>
  narrowed(db, filter)
    .leftJoin('articles as a', 'a.id', 'l.article_id')
    .leftJoin('accounts as p', 'p.id', 'l.actor_id')
    .leftJoin('batches as undo', 'undo.undoes', 'l.batch_id')
    .leftJoin('accounts as whom', (join) => join.onRef('whom.id', '=', 'l.subject_id').on('l.subject', '=', 'account'))
    // How often in turn: the undo, the undo of that, and so on.
    .select(
      sql<number>`(with recursive turns (id, n) as (select l.batch_id, 0 union all select u.id, n + 1 from turns join batches as u on u.undoes = turns.id) select max(n) from turns)`.as(
        'turns',
      ),
    )
    .select([
      'whom.nic as person_nic',
      'l.batch_id',
      'undo.actor as undone_by',
      'l.id',
      'l.created_at',
      'l.actor',
      'l.act',
      'l.subject',
      'l.subject_id',
      'l.article_id',
      'l.reason',
      'l.hash',
      'a.headline',
      'a.slug',
      'p.nic as actor_nic',
    ])
    .$if(before !== null, (query) => query.where('l.id', '<', before!))
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute()

export const logLength = async (db: Db, filter: LogFilter): Promise<number> =>
  (await narrowed(db, filter).select(countAll().as('n')).executeTakeFirstOrThrow()).n

/** The id of the newest entry; 0 where there is none. */
export const newestEntry = async (db: Db): Promise<number> =>
  (await db.selectFrom('log_entries').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 0

/** Everybody who has done anything that the log tells of, by name: one step in the index for each, however long the log is. */
export const logActors = async (db: Db): Promise<string[]> =>
  (
    await sql<{ actor: string }>`
    with recursive each_actor (actor) as (
      select min(actor) from log_entries
      union all
      select (select min(l.actor) from log_entries as l where l.actor > each_actor.actor) from each_actor where each_actor.actor is not null
    ) select actor from each_actor where actor is not null`.execute(db)
  ).rows.map(({ actor }) => actor)

/** Whether the log tells anything of an article. */
export const isInLog = async (db: Db, articleId: number): Promise<boolean> =>
  (await db
    .selectFrom('log_entries')
    .select('id')
    .where('id', 'in', ofArticle(articleId))
    .limit(1)
    .executeTakeFirst()) !== undefined
