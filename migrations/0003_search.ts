// What stands where in the index of the search, and the triggers that note every row it has to follow.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table search_entries (
    key integer primary key,
    noun text not null check (noun in ('article', 'comment')),
    noun_id integer not null,
    unique (noun, noun_id)
  ) strict`,

  // Every year has an index of its own, search_index_2030, made when its first entry comes.
  `create table search_years (
    year integer primary key,
    entries integer not null
  ) strict`,

  `create table search_stale (
    noun text not null check (noun in ('article', 'comment')),
    noun_id integer not null,
    primary key (noun, noun_id)
  ) strict, without rowid`,

  `create table search_fill (
    noun text primary key check (noun in ('article', 'comment')),
    up_to integer not null,
    of integer not null
  ) strict, without rowid`,
]

/** A row is noted once, whatever conflict clause the statement has that changes it. */
const note = (noun: string, id: string): string =>
  `insert into search_stale (noun, noun_id) select '${noun}', ${id} where not exists (select 1 from search_stale where noun = '${noun}' and noun_id = ${id});`

const triggers = [
  `create trigger search_article_new after insert on articles when new.state = 'published' begin ${note('article', 'new.id')} end`,
  `create trigger search_article_changed after update of state, section_id, headline, lede, body_html, nic, published_at on articles when old.state = 'published' or new.state = 'published' begin ${note('article', 'new.id')} end`,
  `create trigger search_article_gone after delete on articles begin ${note('article', 'old.id')} end`,
  `create trigger search_thread_changed after update of state, section_id on articles when (old.state = 'published') <> (new.state = 'published') or old.section_id <> new.section_id begin
    insert into search_stale (noun, noun_id) select 'comment', id from comments where article_id = new.id and state = 'live' and not exists (select 1 from search_stale where noun = 'comment' and noun_id = comments.id);
  end`,
  `create trigger search_comment_new after insert on comments when new.state = 'live' begin ${note('comment', 'new.id')} end`,
  `create trigger search_comment_changed after update of state, article_id, html, nic, created_at on comments when old.state = 'live' or new.state = 'live' begin ${note('comment', 'new.id')} end`,
  `create trigger search_comment_gone after delete on comments begin ${note('comment', 'old.id')} end`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...triggers]) await sql.raw(statement).execute(db)
  // What is there already is indexed bit by bit, by serve or by broadside index, newest first.
  for (const [noun, table] of [
    ['article', 'articles'],
    ['comment', 'comments'],
  ]) {
    await sql
      .raw(
        `insert into search_fill (noun, up_to, of) select '${noun}', max(id), max(id) from ${table} having max(id) is not null`,
      )
      .execute(db)
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const years = (await sql<{ year: number }>`select year from search_years`.execute(db)).rows
  for (const { year } of years) await sql.raw(`drop table search_index_${year}`).execute(db)
  for (const kind of ['trigger', 'table']) {
    const names = [...triggers, ...tables].flatMap(
      (statement) => statement.match(new RegExp(`^create ${kind} (\\w+)`))?.[1] ?? [],
    )
    for (const name of names.reverse()) await sql.raw(`drop ${kind} ${name}`).execute(db)
  }
}
