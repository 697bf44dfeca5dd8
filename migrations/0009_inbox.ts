// What a member is told, which threads they follow, and the mail that goes out: an outbox, confirmed addresses, links in mails.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table follows (
    account_id integer not null references accounts (id),
    article_id integer not null references articles (id),
    state text not null check (state in ('following', 'silenced')),
    created_at integer not null,
    primary key (account_id, article_id)
  ) strict, without rowid`,
  `create index follows_by_article on follows (article_id, state, account_id)`,

  `create table subscriptions (
    id integer primary key,
    comment_id integer not null unique references comments (id),
    email text not null,
    created_at integer not null,
    confirmed_at integer,
    ended_at integer
  ) strict`,
  `create index subscriptions_by_email on subscriptions (email, created_at)`,

  `create table outbox (
    id integer primary key,
    key text not null unique,
    kind text not null,
    account_id integer references accounts (id),
    subscription_id integer references subscriptions (id),
    recipient text not null,
    subject text not null,
    text text not null,
    html text not null,
    headers text not null,
    state text not null check (state in ('waiting', 'sent', 'failed', 'dropped')),
    attempts integer not null default 0,
    next_at integer not null,
    claimed_until integer,
    fault text,
    created_at integer not null,
    ended_at integer
  ) strict`,
  `create index outbox_waiting on outbox (next_at) where state = 'waiting'`,
  `create index outbox_ended on outbox (ended_at) where ended_at is not null`,
  `create index outbox_of_account on outbox (account_id, kind, created_at) where account_id is not null`,
  `create index outbox_of_subscription on outbox (subscription_id, kind, created_at) where subscription_id is not null`,

  `create table notices (
    id integer primary key,
    account_id integer references accounts (id),
    subscription_id integer references subscriptions (id),
    kind text not null check (kind in ('reply', 'mention', 'follow', 'decision')),
    comment_id integer references comments (id),
    article_id integer references articles (id),
    log_entry_id integer references log_entries (id),
    created_at integer not null,
    read_at integer,
    mailed_at integer,
    mail_id integer references outbox (id) on delete set null,
    check ((account_id is null) <> (subscription_id is null))
  ) strict`,
  `create unique index notices_of_comment on notices (account_id, comment_id) where log_entry_id is null and account_id is not null`,
  `create unique index notices_of_reply on notices (subscription_id, comment_id) where subscription_id is not null`,
  `create unique index notices_of_entry on notices (account_id, log_entry_id) where log_entry_id is not null`,
  `create index notices_by_account on notices (account_id, id)`,
  `create index notices_by_kind on notices (account_id, kind, id)`,
  `create index notices_unread on notices (account_id, id) where read_at is null`,
  `create index notices_unmailed on notices (subscription_id, id) where subscription_id is not null and mailed_at is null`,
  `create index notices_by_mail on notices (mail_id) where mail_id is not null`,

  `create table confirmed_emails (
    account_id integer primary key references accounts (id),
    email_folded text not null,
    confirmed_at integer not null
  ) strict`,

  `create table mail_choices (
    account_id integer primary key references accounts (id),
    often text not null check (often in ('now', 'daily', 'never')),
    since integer not null
  ) strict`,

  `create table mail_tokens (
    token_hash text primary key,
    purpose text not null check (purpose in ('confirm-email', 'confirm-subscription', 'stop-notices', 'stop-subscription')),
    account_id integer references accounts (id),
    subscription_id integer references subscriptions (id),
    email text not null,
    created_at integer not null,
    expires_at integer not null,
    used_at integer
  ) strict, without rowid`,
  `create index mail_tokens_of_account on mail_tokens (account_id, purpose, created_at) where account_id is not null`,
  `create index mail_tokens_by_end on mail_tokens (expires_at)`,

  `create table mail_due (
    id integer primary key,
    account_id integer unique references accounts (id),
    subscription_id integer unique references subscriptions (id),
    at integer not null,
    check ((account_id is null) <> (subscription_id is null))
  ) strict`,
  `create index mail_due_by_time on mail_due (at)`,

  `create index imported_comments on import_keys (noun_id) where noun = 'comment'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index imported_comments`.execute(db)
  for (const name of [
    'mail_due',
    'mail_tokens',
    'mail_choices',
    'confirmed_emails',
    'notices',
    'outbox',
    'subscriptions',
    'follows',
  ])
    await sql.raw(`drop table ${name}`).execute(db)
}
