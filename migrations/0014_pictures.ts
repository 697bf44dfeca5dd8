// Pictures that members have sent, which texts show which picture, and the triggers that note every text this has to be looked up in.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table uploads (
    id integer primary key,
    hash text not null,
    name text not null,
    account_id integer references accounts (id),
    alt text not null,
    created_at integer not null,
    unique (hash, account_id)
  ) strict`,
  `create index uploads_by_account on uploads (account_id, created_at)`,

  `create table picture_uses (
    hash text not null,
    noun text not null check (noun in ('article', 'comment')),
    noun_id integer not null,
    primary key (hash, noun, noun_id)
  ) strict, without rowid`,
  `create index picture_uses_by_text on picture_uses (noun, noun_id)`,

  `create table picture_stale (
    noun text not null check (noun in ('article', 'comment')),
    noun_id integer not null,
    primary key (noun, noun_id)
  ) strict, without rowid`,
]

/** Every table that keeps a text for good: the columns it stands in, and how the text is named. Versions are a part of their comment. */
const texts = [
  { table: 'articles', noun: 'article', key: 'id', columns: ['body_source', 'body_html'] },
  { table: 'comments', noun: 'comment', key: 'id', columns: ['source', 'html'] },
  { table: 'comment_versions', noun: 'comment', key: 'comment_id', columns: ['source', 'html'] },
] as const

const shows = (row: string, columns: readonly string[]): string =>
  columns.map((column) => `instr(${row}${column}, '/media/') > 0`).join(' or ')

/** A text is noted once, whatever conflict clause the statement has that changes it. */
const note = (row: string, noun: string, key: string): string =>
  `insert into picture_stale (noun, noun_id) select '${noun}', ${row}.${key} where not exists (select 1 from picture_stale where noun = '${noun}' and noun_id = ${row}.${key});`

const triggers = texts.flatMap(({ table, noun, key, columns }) => [
  `create trigger pictures_${table}_new after insert on ${table} when ${shows('new.', columns)} begin ${note('new', noun, key)} end`,
  `create trigger pictures_${table}_changed after update of ${columns.join(', ')} on ${table} when ${shows('old.', columns)} or ${shows('new.', columns)} begin ${note('new', noun, key)} end`,
  `create trigger pictures_${table}_gone after delete on ${table} when ${shows('old.', columns)} begin ${note('old', noun, key)} end`,
])

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...triggers]) await sql.raw(statement).execute(db)
  for (const { table, noun, key, columns } of texts) {
    await sql
      .raw(
        `insert or ignore into picture_stale (noun, noun_id) select '${noun}', ${key} from ${table} where ${shows('', columns)}`,
      )
      .execute(db)
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const { table } of texts)
    for (const what of ['new', 'changed', 'gone']) await sql.raw(`drop trigger pictures_${table}_${what}`).execute(db)
  for (const name of ['picture_stale', 'picture_uses', 'uploads']) await sql.raw(`drop table ${name}`).execute(db)
}
