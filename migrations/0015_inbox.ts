// The inbox, followed threads, and the e-mail that goes out.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table follows (
    account_id bigint not null references accounts (id),
    article_id bigint not null references articles (id),
    state text not null check (state in ('following', 'muted')),
    created_at bigint not null,
    primary key (account_id, article_id)
  ) without rowid`,
  `create index follows_by_article on follows (article_id, state, account_id)`,

  `create table subscriptions (
    ${id},
    comment_id bigint not null unique references comments (id),
    email text not null,
    created_at bigint not null,
    confirmed_at bigint,
    ended_at bigint
  )`,
  `create index subscriptions_by_email on subscriptions (email, created_at)`,

  `create table outbox (
    ${id},
    key text not null unique,
    kind text not null,
    account_id bigint references accounts (id),
    subscription_id bigint references subscriptions (id),
    recipient text not null,
    subject text not null,
    text text not null,
    html text not null,
    headers text not null,
    state text not null check (state in ('waiting', 'sent', 'failed', 'dropped')),
    attempts integer not null default 0,
    next_attempt_at bigint not null,
    claimed_until bigint,
    last_error text,
    created_at bigint not null,
    ended_at bigint
  )`,
  `create index outbox_waiting on outbox (next_attempt_at) where state = 'waiting'`,
  `create index outbox_ended on outbox (ended_at) where ended_at is not null`,
  `create index outbox_of_account on outbox (account_id, kind, created_at) where account_id is not null`,
  `create index outbox_of_subscription on outbox (subscription_id, kind, created_at) where subscription_id is not null`,

  `create table notices (
    ${id},
    account_id bigint references accounts (id),
    subscription_id bigint references subscriptions (id),
    kind text not null check (kind in ('reply', 'mention', 'follow', 'decision')),
    comment_id bigint references comments (id),
    article_id bigint references articles (id),
    log_entry_id bigint references log_entries (id),
    created_at bigint not null,
    read_at bigint,
    mailed_at bigint,
    letter_id bigint references outbox (id) on delete set null,
    check ((account_id is null) <> (subscription_id is null))
  )`,
  `create unique index notices_of_comment on notices (account_id, comment_id) where log_entry_id is null and account_id is not null`,
  `create unique index notices_of_reply on notices (subscription_id, comment_id) where subscription_id is not null`,
  `create unique index notices_of_entry on notices (account_id, log_entry_id) where log_entry_id is not null`,
  `create index notices_by_account on notices (account_id, id)`,
  `create index notices_by_kind on notices (account_id, kind, id)`,
  `create index notices_unread on notices (account_id, id) where read_at is null`,
  `create index notices_unmailed on notices (subscription_id, id) where subscription_id is not null and mailed_at is null`,
  `create index notices_by_letter on notices (letter_id) where letter_id is not null`,
  `create index notices_by_comment on notices (comment_id) where comment_id is not null`,

  `create table confirmed_emails (
    account_id bigint primary key references accounts (id),
    email_folded text not null,
    confirmed_at bigint not null
  )`,

  `create table mail_choices (
    account_id bigint primary key references accounts (id),
    frequency text not null check (frequency in ('now', 'daily', 'never')),
    since bigint not null
  )`,

  `create table mail_tokens (
    token_hash text primary key,
    purpose text not null check (purpose in ('confirm-email', 'confirm-subscription', 'stop-notices', 'stop-subscription')),
    account_id bigint references accounts (id),
    subscription_id bigint references subscriptions (id),
    email text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
  ) without rowid`,
  `create index mail_tokens_of_account on mail_tokens (account_id, purpose, created_at) where account_id is not null`,
  `create index mail_tokens_by_end on mail_tokens (expires_at)`,

  `create table mail_due (
    ${id},
    account_id bigint unique references accounts (id),
    subscription_id bigint unique references subscriptions (id),
    due_at bigint not null,
    check ((account_id is null) <> (subscription_id is null))
  )`,
  `create index mail_due_by_time on mail_due (due_at)`,
]

export const { up, down } = migration(statements)
