// How a member reads, wherever they sign in: colours, size of the text, time zone, form of dates, keys.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table preferences (
    account_id integer primary key references accounts (id),
    theme text not null check (theme in ('auto', 'light', 'dark')),
    text_size text not null check (text_size in ('usual', 'large', 'larger')),
    time_zone text,
    date_style text not null check (date_style in ('long', 'iso', 'american')),
    keys integer not null default 1 check (keys in (0, 1)),
    thread_view text
  ) strict`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table preferences`.execute(db)
}
