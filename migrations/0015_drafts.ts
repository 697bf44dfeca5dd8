// Texts that wait for their writers, whoever they are, and those that writers sent to the editors instead.
import { type Kysely, sql } from 'kysely'

const drafts = `create table drafts (
    id integer primary key,
    writer text not null,
    article_id integer not null references articles (id),
    parent_id integer references comments (id),
    nic text not null,
    email text not null,
    website text not null,
    body text not null,
    created_at integer not null,
    changed_at integer not null
  ) strict`

const older = `create table drafts (
    token_hash text primary key,
    article_id integer not null references articles (id),
    parent_id integer references comments (id),
    nic text not null,
    email text not null,
    website text not null,
    body text not null,
    created_at integer not null
  ) strict, without rowid`

const letters = [
  `create table letters (
    id integer primary key,
    writer text not null,
    account_id integer references accounts (id),
    nic text not null,
    email text not null,
    article_id integer not null references articles (id),
    parent_id integer references comments (id),
    body text not null,
    content_hash text not null unique,
    created_at integer not null,
    read_at integer,
    read_by integer references accounts (id)
  ) strict`,
  `create index letters_unread on letters (id) where read_at is null`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run('alter table drafts rename to older_drafts')
  await run('drop index drafts_by_time')
  await run(drafts)
  // A text that was kept under a token still comes back with it.
  await run(`insert into drafts (writer, article_id, parent_id, nic, email, website, body, created_at, changed_at)
    select 'token:' || token_hash, article_id, parent_id, nic, email, website, body, created_at, created_at from older_drafts order by created_at`)
  await run('drop table older_drafts')
  await run('create unique index drafts_by_writer on drafts (writer, article_id, coalesce(parent_id, 0))')
  await run('create index drafts_by_time on drafts (changed_at)')
  for (const statement of letters) await run(statement)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run('drop table letters')
  await run('alter table drafts rename to newer_drafts')
  await run('drop index drafts_by_time')
  await run('drop index drafts_by_writer')
  await run(older)
  await run(
    `insert into drafts select substr(writer, 7), article_id, parent_id, nic, email, website, body, created_at from newer_drafts where writer like 'token:%'`,
  )
  await run('drop table newer_drafts')
  await run('create index drafts_by_time on drafts (created_at)')
}
