// A writer has several drafts for one place, one for each form. A draft has the key of the form that saved it last, and counts its texts.
import { type Kysely, sql } from 'kysely'
import { runAll } from './dialect.ts'

const byWriter = 'drafts_by_writer on drafts (writer, article_id, coalesce(parent_id, 0))'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `alter table drafts add column form_key text default ''`,
    `alter table drafts add column revision bigint not null default 1`,
    'drop index drafts_by_writer',
    `create index ${byWriter}`,
  ])

/** Keeps the newest draft of each writer and place. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from drafts where exists (select 1 from drafts as newer where newer.writer = drafts.writer
    and newer.article_id = drafts.article_id and coalesce(newer.parent_id, 0) = coalesce(drafts.parent_id, 0)
    and newer.id > drafts.id)`.execute(db)
  await runAll(db, [
    'drop index drafts_by_writer',
    `create unique index ${byWriter}`,
    'alter table drafts drop column revision',
    'alter table drafts drop column form_key',
  ])
}
