// SQLite only: triggers that keep `queue_comments` with every change of a hold, a flag, a comment or an article. Another database needs a file of its own.
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

const published = `cross join articles as a on a.id = c.article_id where a.state = 'published'`

/** Held comments, and live ones with open flags, since the first of these. @param only which comments, a condition on `c.id` */
const waiting = (only: string): string => `insert into queue_comments (comment_id, section, since)
    select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id ${published} and h.ended_at is null and c.state = 'held' and h.comment_id ${only}
    union all
    select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id ${published} and f.ended_at is null and c.state = 'live' and f.comment_id ${only} group by c.id;`

const refresh = (comment: string): string =>
  `delete from queue_comments where comment_id = ${comment}; ${waiting(`= ${comment}`)}`

const isPublished = (article: string): string => `(select state = 'published' from articles where id = ${article})`
const ofArticle = 'in (select id from comments where article_id = new.id)'

const statements = [
  ...['holds', 'flags'].flatMap((table) => [
    `create trigger queue_${table}_inserted after insert on ${table} when new.ended_at is null begin ${refresh('new.comment_id')} end`,
    `create trigger queue_${table}_updated after update of ended_at, created_at on ${table} begin ${refresh('new.comment_id')} end`,
    `create trigger queue_${table}_deleted after delete on ${table} when old.ended_at is null begin ${refresh('old.comment_id')} end`,
  ]),
  `create trigger queue_comment_updated after update of state, article_id on comments when old.state <> new.state or ${isPublished('old.article_id')} <> ${isPublished('new.article_id')} begin ${refresh('new.id')} end`,
  'create trigger queue_comment_deleted after delete on comments begin delete from queue_comments where comment_id = old.id; end',
  `create trigger queue_article_updated after update of state on articles when (old.state = 'published') <> (new.state = 'published') begin delete from queue_comments where comment_id ${ofArticle}; ${waiting(ofArticle)} end`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!isSqlite(db)) throw new Error('These triggers are written for SQLite.')
  await runAll(db, statements)
  // What waited before.
  await sql.raw(waiting('is not null')).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of namesOf('trigger', statements)) await sql.raw(`drop trigger ${name}`).execute(db)
  await sql.raw('delete from queue_comments').execute(db)
}
