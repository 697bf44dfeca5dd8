// Revisions: since when each is public, a hash of its text, and on SQLite the triggers that note their pictures.
import { type Kysely, sql } from 'kysely'
import { isSqlite, runAll } from './dialect.ts'

const note = (id: string): string =>
  `insert into stale_pictures (noun, noun_id) select 'article', ${id} where not exists (select 1 from stale_pictures where noun = 'article' and noun_id = ${id});`

const hasPicture = (row: string): string =>
  `instr(${row}.body_source, '/media/') > 0 or instr(${row}.body_html, '/media/') > 0`

const triggers = [
  `create trigger pictures_article_revisions_inserted after insert on article_revisions when ${hasPicture('new')} begin ${note('new.article_id')} end`,
  `create trigger pictures_article_revisions_updated after update of body_source, body_html on article_revisions when ${hasPicture('old')} or ${hasPicture('new')} begin ${note('new.article_id')} end`,
  `create trigger pictures_article_revisions_deleted after delete on article_revisions when ${hasPicture('old')} begin ${note('old.article_id')} end`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  await runAll(db, [
    'alter table article_revisions add column public_at bigint',
    `alter table article_revisions add column text_hash text not null default ''`,
    // A thread asks under which version each comment was written, without reading the texts.
    'create index article_revisions_public on article_revisions (article_id, number, public_at, text_hash) where public_at is not null',
  ])
  if (isSqlite(db)) await runAll(db, triggers)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  if (isSqlite(db))
    for (const what of ['inserted', 'updated', 'deleted'])
      await sql.raw(`drop trigger pictures_article_revisions_${what}`).execute(db)
  await runAll(db, [
    'drop index article_revisions_public',
    'alter table article_revisions drop column text_hash',
    'alter table article_revisions drop column public_at',
  ])
}
