// Counters and indexes of the lists: what sections, tags, sources, months and people show is kept, never counted when read.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table month_totals (
    month text primary key,
    editions integer not null default 0,
    articles integer not null default 0,
    comments integer not null default 0
  ) strict, without rowid`,

  `create table tags (
    id integer primary key,
    name text not null unique,
    folded text not null unique,
    article_count integer not null default 0
  ) strict`,
  `create index tags_by_size on tags (article_count, id) where article_count > 0`,

  `create table sources (
    id integer primary key,
    host text not null unique,
    article_count integer not null default 0
  ) strict`,
  `create index sources_by_size on sources (article_count, id) where article_count > 0`,

  `create table person_months (
    account_id integer not null references accounts (id),
    month text not null,
    comments integer not null default 0,
    primary key (account_id, month)
  ) strict, without rowid`,
]

const columns: [table: string, column: string][] = [
  ['sections', 'article_count integer not null default 0'],
  ['accounts', 'own_comment_count integer not null default 0'],
  ['accounts', 'reply_count integer not null default 0'],
  ['accounts', 'article_count integer not null default 0'],
  ['comments', 'reply_count integer not null default 0'],
  ['article_tags', 'published_at integer'],
]

/** Where one index takes the place of another, the old one stands beside it. */
const indexes: { made: string; instead?: string }[] = [
  {
    made: `create index article_tags_by_time on article_tags (tag, published_at, article_id)`,
    instead: `create index article_tags_by_tag on article_tags (tag, article_id)`,
  },
  {
    made: `create index articles_by_person on articles (account_id, published_at, id) where state = 'published' and account_id is not null`,
    instead: `create index articles_by_account on articles (account_id, published_at, id) where account_id is not null`,
  },
  {
    made: `create index articles_by_source on articles (source_host, published_at, id) where state = 'published' and source_host is not null`,
  },
  { made: `create index articles_by_discussion on articles (day, comment_count, id) where state = 'published'` },
  {
    made: `create index roots_by_replies on comments (article_id, subtree_count desc, number) where depth = 1 and state = 'live'`,
  },
  {
    made: `create index comments_by_person on comments (account_id, created_at, id) where voice = 'member' and state = 'live' and account_id is not null`,
  },
]

const nameOf = (index: string): string => /^create index (\w+)/.exec(index)![1]!

const fills = [
  `insert into month_totals (month, editions, articles, comments)
    select substr(day, 1, 7), sum(articles > 0), sum(articles), sum(comments) from day_totals group by substr(day, 1, 7)`,
  `update sections set article_count = (select count(*) from articles where section_id = sections.id and state = 'published')`,
  `insert into sources (host, article_count)
    select source_host, sum(state = 'published') from articles where source_host is not null group by source_host order by min(id)`,
  `update article_tags set published_at = a.published_at from articles as a where a.id = article_tags.article_id and a.state = 'published'`,
  `update tags set article_count = (select count(*) from article_tags where tag = tags.name and published_at is not null)`,
  `update comments set reply_count = r.replies from
    (select parent_id, count(*) as replies from comments where state = 'live' and parent_id is not null group by parent_id) as r where r.parent_id = comments.id`,
  `insert into person_months (account_id, month, comments)
    select account_id, substr(day, 1, 7), count(*) from comments where voice = 'member' and state = 'live' and account_id is not null group by account_id, substr(day, 1, 7)`,
  `update accounts set own_comment_count = (select coalesce(sum(comments), 0) from person_months where account_id = accounts.id)`,
  `update accounts set article_count = (select count(*) from articles where account_id = accounts.id and state = 'published')`,
  `update accounts set reply_count = r.replies from
    (select p.account_id, count(*) as replies from comments as c join comments as p on p.id = c.parent_id
      where c.state = 'live' and p.voice = 'member' and p.account_id is not null and not (c.voice = 'member' and c.account_id is p.account_id)
      group by p.account_id) as r where r.account_id = accounts.id`,
]

/** Gives every tag one spelling, the one used most; articles that had another one bear that. */
async function foldTags(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{
    tag: string
  }>`select tag from article_tags group by tag order by count(*) desc, min(article_id)`.execute(db)
  const known = new Map<string, string>()
  for (const { tag } of rows) {
    const folded = tag.normalize('NFC').toLowerCase()
    const name = known.get(folded)
    if (name === undefined) {
      known.set(folded, tag)
      await sql`insert into tags (name, folded) values (${tag}, ${folded})`.execute(db)
    } else {
      await sql`update or ignore article_tags set tag = ${name} where tag = ${tag}`.execute(db)
      await sql`delete from article_tags where tag = ${tag}`.execute(db)
    }
  }
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const run = async (statement: string): Promise<void> => void (await sql.raw(statement).execute(db))
  for (const statement of tables) await run(statement)
  for (const [table, column] of columns) await run(`alter table ${table} add column ${column}`)
  await foldTags(db)
  for (const { made, instead } of indexes) {
    await run(made)
    if (instead !== undefined) await run(`drop index ${nameOf(instead)}`)
  }
  for (const statement of fills) await run(statement)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const run = async (statement: string): Promise<void> => void (await sql.raw(statement).execute(db))
  for (const { made, instead } of [...indexes].reverse()) {
    await run(`drop index ${nameOf(made)}`)
    if (instead !== undefined) await run(instead)
  }
  for (const [table, column] of [...columns].reverse())
    await run(`alter table ${table} drop column ${column.split(' ')[0]}`)
  for (const statement of [...tables].reverse())
    if (statement.startsWith('create table')) await run(`drop table ${/^create table (\w+)/.exec(statement)![1]}`)
}
