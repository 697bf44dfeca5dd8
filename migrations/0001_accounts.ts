// Accounts, their sessions and preferences, and the link that makes the first admin.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table accounts (
    ${id},
    nic text not null,
    nic_skeleton text not null unique,
    email text,
    email_folded text unique,
    password_hash text,
    role text not null check (role in ('member', 'editor', 'moderator', 'admin')),
    comment_count integer not null default 0,
    created_at bigint not null,
    own_comment_count integer not null default 0,
    reply_count integer not null default 0,
    article_count integer not null default 0
  )`,
  `create unique index accounts_by_nic on accounts (nic)`,
  `create index accounts_by_age on accounts (created_at, id)`,

  `create table sessions (
    token_hash text primary key,
    account_id bigint not null references accounts (id),
    created_at bigint not null,
    last_used_at bigint not null,
    expires_at bigint not null
  ) without rowid`,
  `create index sessions_by_account on sessions (account_id)`,

  `create table first_admin_links (
    token_hash text primary key,
    created_at bigint not null,
    used_at bigint
  ) without rowid`,

  `create table nics (
    ${id},
    account_id bigint not null references accounts (id),
    nic text not null,
    nic_skeleton text not null unique,
    created_at bigint not null,
    removed_at bigint
  )`,
  `create index nics_by_account on nics (account_id, id)`,

  `create table preferences (
    account_id bigint primary key references accounts (id),
    theme text not null check (theme in ('auto', 'light', 'dark')),
    text_size text not null check (text_size in ('usual', 'large', 'larger')),
    time_zone text,
    date_style text not null check (date_style in ('long', 'iso', 'american')),
    keys integer not null default 1 check (keys in (0, 1)),
    thread_view text
  )`,

  `create table feed_tokens (
    token_hash text primary key,
    account_id bigint not null unique references accounts (id),
    created_at bigint not null
  ) without rowid`,
]

export const { up, down } = migration(statements)
