// Queries of the public log, filtered by actor, action, member and article.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'
import type { LogFilter } from './form.ts'

/**
 * Ids of the entries about an article: its own, those of branches that were moved into it, which are stored under the
 * article they left, and those of the undos of such moves. The cross joins keep the planner from starting with all
 * batches or entries.
 */
const entryIdsOfArticle = (articleId: number) => sql<number>`(
  with recursive moving (batch) as (
    select e.batch_id from moves as m join log_entries as e on e.id = m.log_entry_id where m.to_article_id = ${articleId} and e.batch_id is not null
    union
    select b.id from moving cross join batches as b on b.undoes = moving.batch
  )
  select id from log_entries where article_id = ${articleId}
  union
  select e.id from moving cross join log_entries as e on e.batch_id = moving.batch and e.batch_id is not null)`

const filteredEntries = (db: Db, { actor, keys, personId, articleId }: LogFilter) =>
  db
    .selectFrom('log_entries as l')
    .$if(actor !== null, (query) => query.where('l.actor', '=', actor!))
    .$if(keys !== null, (query) => query.where('l.act', 'in', keys!))
    .$if(personId !== null, (query) => query.where('l.subject', '=', 'account').where('l.subject_id', '=', personId!))
    .$if(articleId !== null, (query) => query.where('l.id', 'in', entryIdsOfArticle(articleId!)))

/** The newest entries below an id, with their article's headline, and for undos the action that was undone. */
export const logEntries = (db: Db, filter: LogFilter, before: number | null, limit: number) =>
  filteredEntries(db, filter)
    .leftJoin('articles as a', 'a.id', 'l.article_id')
    .leftJoin('accounts as p', 'p.id', 'l.actor_id')
    .leftJoin('batches as undo', 'undo.undoes', 'l.batch_id')
    .leftJoin('batches as own', 'own.id', 'l.batch_id')
    .leftJoin('batches as undone', 'undone.id', 'own.undoes')
    .leftJoin('accounts as whom', (join) => join.onRef('whom.id', '=', 'l.subject_id').on('l.subject', '=', 'account'))
    // The length of the chain of undos: the undo, the undo of that, and so on.
    .select(
      sql<number>`(with recursive turns (id, n) as (select l.batch_id, 0 union all select u.id, n + 1 from turns join batches as u on u.undoes = turns.id) select max(n) from turns)`.as(
        'turns',
      ),
    )
    .select([
      'whom.nic as person_nic',
      'l.batch_id',
      'undo.actor as undone_by',
      'undone.act as undone_act',
      'undone.actor as undone_actor',
      'l.id',
      'l.created_at',
      'l.actor',
      'l.act',
      'l.subject',
      'l.subject_id',
      'l.article_id',
      'l.reason',
      'l.hash',
      'p.nic as actor_nic',
    ])
    // The log has no text of what readers cannot see.
    .select((from) => [
      from.case().when('a.state', '=', 'published').then(from.ref('a.headline')).else(null).end().as('headline'),
      from.case().when('a.state', '=', 'published').then(from.ref('a.slug')).else(null).end().as('slug'),
    ])
    .$if(before !== null, (query) => query.where('l.id', '<', before!))
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute()

export const countLogEntries = async (db: Db, filter: LogFilter): Promise<number> =>
  (await filteredEntries(db, filter).select(countAll().as('n')).executeTakeFirstOrThrow()).n

/** The id of the newest entry; 0 in an empty log. */
export const newestEntryId = async (db: Db): Promise<number> =>
  (await db.selectFrom('log_entries').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 0

/** The names of all actors in the log. One index step each, because a `distinct` would read the whole log. */
export const logActors = async (db: Db): Promise<string[]> =>
  (
    await sql<{ actor: string }>`
    with recursive each_actor (actor) as (
      select min(actor) from log_entries
      union all
      select (select min(l.actor) from log_entries as l where l.actor > each_actor.actor) from each_actor where each_actor.actor is not null
    ) select actor from each_actor where actor is not null`.execute(db)
  ).rows.map(({ actor }) => actor)

/** Whether the log has entries about an article. */
export const isInLog = async (db: Db, articleId: number): Promise<boolean> =>
  (await db
    .selectFrom('log_entries')
    .select('id')
    .where('id', 'in', entryIdsOfArticle(articleId))
    .limit(1)
    .executeTakeFirst()) !== undefined
