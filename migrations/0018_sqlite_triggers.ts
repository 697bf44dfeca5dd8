// SQLite only: triggers that note each row whose search entry or picture uses have to be updated. Another database needs a file of its own.
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

/** Notes a row once, whatever conflict clause the changing statement has. */
const note = (table: string, noun: string, id: string): string =>
  `insert into ${table} (noun, noun_id) select '${noun}', ${id} where not exists (select 1 from ${table} where noun = '${noun}' and noun_id = ${id});`

const noteEntry = (noun: string, id: string): string => note('stale_search_entries', noun, id)

const searchTriggers = [
  `create trigger search_article_inserted after insert on articles when new.state = 'published' begin ${noteEntry('article', 'new.id')} end`,
  `create trigger search_article_updated after update of state, section_id, headline, lede, body_html, nic, published_at on articles when old.state = 'published' or new.state = 'published' begin ${noteEntry('article', 'new.id')} end`,
  `create trigger search_article_deleted after delete on articles begin ${noteEntry('article', 'old.id')} end`,
  `create trigger search_thread_updated after update of state, section_id on articles when (old.state = 'published') <> (new.state = 'published') or old.section_id <> new.section_id begin
    insert into stale_search_entries (noun, noun_id) select 'comment', id from comments where article_id = new.id and state = 'live' and not exists (select 1 from stale_search_entries where noun = 'comment' and noun_id = comments.id);
  end`,
  `create trigger search_comment_inserted after insert on comments when new.state = 'live' begin ${noteEntry('comment', 'new.id')} end`,
  `create trigger search_comment_updated after update of state, article_id, html, nic, created_at on comments when old.state = 'live' or new.state = 'live' begin ${noteEntry('comment', 'new.id')} end`,
  `create trigger search_comment_deleted after delete on comments begin ${noteEntry('comment', 'old.id')} end`,
]

/** Tables that store texts, with their text columns. A version belongs to its comment. */
const texts = [
  { table: 'articles', noun: 'article', key: 'id', columns: ['body_source', 'body_html'] },
  { table: 'comments', noun: 'comment', key: 'id', columns: ['source', 'html'] },
  { table: 'comment_versions', noun: 'comment', key: 'comment_id', columns: ['source', 'html'] },
] as const

const hasPicture = (row: string, columns: readonly string[]): string =>
  columns.map((column) => `instr(${row}${column}, '/media/') > 0`).join(' or ')

const pictureTriggers = texts.flatMap(({ table, noun, key, columns }) => [
  `create trigger pictures_${table}_inserted after insert on ${table} when ${hasPicture('new.', columns)} begin ${note('stale_pictures', noun, `new.${key}`)} end`,
  `create trigger pictures_${table}_updated after update of ${columns.join(', ')} on ${table} when ${hasPicture('old.', columns)} or ${hasPicture('new.', columns)} begin ${note('stale_pictures', noun, `new.${key}`)} end`,
  `create trigger pictures_${table}_deleted after delete on ${table} when ${hasPicture('old.', columns)} begin ${note('stale_pictures', noun, `old.${key}`)} end`,
])

export const statements = [...searchTriggers, ...pictureTriggers]

/** Rows that were written without the triggers are indexed, and their pictures looked up, as if they were new. */
const catchUp = [
  ...(['article', 'comment'] as const).map(
    (noun) =>
      `insert into search_backlog (noun, up_to_id, last_id) select '${noun}', max(id), max(id) from ${noun}s where true having max(id) is not null on conflict (noun) do update set up_to_id = excluded.up_to_id, last_id = excluded.last_id`,
  ),
  ...texts.map(
    ({ table, noun, key, columns }) =>
      `insert into stale_pictures (noun, noun_id) select distinct '${noun}', ${key} from ${table} where ${hasPicture('', columns)} on conflict do nothing`,
  ),
]

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!isSqlite(db)) throw new Error('These triggers are written for SQLite.')
  await runAll(db, statements)
  await runAll(db, catchUp)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of namesOf('trigger', statements)) await sql.raw(`drop trigger ${name}`).execute(db)
}
