// Threads that are held, slowed, planned and for members alone; flags, spam, appeals; what moderators say above a thread.
import { type Kysely, sql } from 'kysely'

/** An act that lasts: who, when, why, and how it ended. */
const lasting = `
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text`

const onThread = (name: string, more = ''): string[] => [
  `create table ${name} (
    id integer primary key,
    article_id integer not null references articles (id),${more}${lasting}
  ) strict`,
  `create unique index ${name}_in_force on ${name} (article_id) where ended_at is null`,
]

const tables = [
  ...onThread('thread_holds'),
  ...onThread('slowdowns', '\n    minutes integer not null,'),
  ...onThread(
    'thread_settings',
    `\n    who text not null check (who in ('anyone', 'members', 'staff')),\n    close_after_days integer,`,
  ),
  ...onThread('thread_notices', '\n    text text not null,\n    html text not null,'),
  // A closing may begin later than it was decided, end by itself, and sum up what was said.
  `alter table closures add column starts_at integer`,
  `alter table closures add column until_at integer`,
  `alter table closures add column summary text not null default ''`,
  `alter table approvals add column edited integer not null default 0`,

  `create table spam_marks (
    id integer primary key,
    comment_id integer not null references comments (id),${lasting}
  ) strict`,
  `create unique index spam_marks_in_force on spam_marks (comment_id) where ended_at is null`,

  `create table flags (
    id integer primary key,
    comment_id integer not null references comments (id),
    account_id integer not null references accounts (id),
    reason text not null,
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text,
    unique (comment_id, account_id)
  ) strict`,
  `create index flags_waiting on flags (comment_id, created_at) where ended_at is null`,
  `create index flags_by_account on flags (account_id, ended_at)`,

  `create table appeals (
    id integer primary key,
    comment_id integer references comments (id),
    account_id integer references accounts (id),
    guest text,
    body text not null,
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text,
    answer text not null default ''
  ) strict`,
  `create unique index appeals_waiting on appeals (comment_id) where ended_at is null`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of [
    'appeals',
    'flags',
    'spam_marks',
    'thread_notices',
    'thread_settings',
    'slowdowns',
    'thread_holds',
  ])
    await sql.raw(`drop table ${name}`).execute(db)
  for (const [table, column] of [
    ['approvals', 'edited'],
    ['closures', 'summary'],
    ['closures', 'until_at'],
    ['closures', 'starts_at'],
  ])
    await sql.raw(`alter table ${table} drop column ${column}`).execute(db)
}
