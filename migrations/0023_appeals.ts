// Appeals are against one decision each, answered in the log; whoever is banned comes to theirs by a link.
import { type Kysely, sql } from 'kysely'

const statements = [
  `drop index appeals_waiting`,
  // What was decided: the table of the act and its row.
  `alter table appeals add column noun text not null default '' check (noun in ('', 'holds', 'removals', 'spam_marks', 'bans'))`,
  `alter table appeals add column noun_id integer not null default 0`,
  `alter table appeals add column log_entry_id integer references log_entries (id)`,
  `create unique index appeals_against on appeals (noun, noun_id) where noun in ('holds', 'removals', 'spam_marks')`,
  // One ban of network addresses may concern several.
  `create unique index appeals_against_bans on appeals (noun_id, coalesce(account_id, 0), coalesce(guest, '')) where noun = 'bans'`,
  `create index appeals_waiting on appeals (created_at, id) where ended_at is null`,
  `create index appeals_by_comment on appeals (comment_id)`,
  `create index appeals_by_account on appeals (account_id, id) where noun = 'bans'`,
  // An account that is banned, or what a guest appealed; the token itself is kept nowhere.
  `create table appeal_links (
    token_hash text primary key,
    account_id integer references accounts (id),
    appeal_id integer references appeals (id),
    created_at integer not null,
    expires_at integer not null
  ) strict`,
  `create index appeal_links_by_end on appeal_links (expires_at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table appeal_links`.execute(db)
  for (const name of [
    'appeals_by_account',
    'appeals_by_comment',
    'appeals_waiting',
    'appeals_against_bans',
    'appeals_against',
  ])
    await sql.raw(`drop index ${name}`).execute(db)
  for (const column of ['log_entry_id', 'noun_id', 'noun'])
    await sql.raw(`alter table appeals drop column ${column}`).execute(db)
  // The older index takes one that waits for each comment.
  await sql`update appeals set ended_at = created_at, end_reason = 'overtaken' where ended_at is null and comment_id is not null and id not in (select max(id) from appeals where ended_at is null group by comment_id)`.execute(
    db,
  )
  await sql`create unique index appeals_waiting on appeals (comment_id) where ended_at is null`.execute(db)
}
