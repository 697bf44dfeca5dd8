// Comments, their earlier versions, the names they are signed with, receipts, recommendations and drafts.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table comments (
    ${id},
    article_id bigint not null references articles (id),
    parent_id bigint references comments (id),
    root_id bigint references comments (id),
    number integer not null,
    depth integer not null,
    path bytea not null,
    subtree_count integer not null default 1,
    account_id bigint references accounts (id),
    nic text not null,
    name_kind text not null check (name_kind in ('member', 'picked', 'guest')),
    email text,
    website text,
    format text not null check (format in ('markup', 'html')),
    source text not null,
    html text not null,
    renderer integer not null,
    state text not null check (state in ('live', 'held', 'removed', 'spam', 'withdrawn')),
    created_at bigint not null,
    day text not null,
    edited_at bigint,
    idempotency_key text,
    content_hash text,
    reply_count integer not null default 0,
    recommendation_count integer not null default 0
  )`,
  `create unique index comments_in_thread on comments (article_id, path)`,
  `create unique index comments_by_number on comments (article_id, number)`,
  `create index roots_in_thread on comments (article_id, path, id, subtree_count) where depth = 1`,
  `create index comments_by_account on comments (account_id, created_at, id) where account_id is not null`,
  `create index comments_by_time on comments (created_at, id) where state = 'live'`,
  `create unique index comments_by_idempotency_key on comments (idempotency_key) where idempotency_key is not null`,
  `create index comments_by_content on comments (content_hash, created_at) where content_hash is not null`,
  `create index roots_by_replies on comments (article_id, subtree_count desc, number) where depth = 1 and state = 'live'`,
  `create index comments_by_person on comments (account_id, created_at, id) where name_kind = 'member' and state = 'live' and account_id is not null`,
  `create index live_replies on comments (parent_id, created_at, id) where parent_id is not null and state = 'live'`,
  `create index recommended_in_thread on comments (article_id, depth, recommendation_count) where recommendation_count > 0`,
  `create index comments_by_age on comments (created_at, id)`,
  `create index comments_hidden on comments (article_id, number, id, subtree_count) where state in ('held', 'spam')`,
  `create index comments_removed_by_account on comments (account_id, state) where state in ('removed', 'spam') and account_id is not null`,
  `create index comments_to_purge on comments (id) where state in ('removed', 'spam', 'withdrawn')`,

  `create table comment_versions (
    comment_id bigint not null references comments (id),
    number integer not null,
    format text not null check (format in ('markup', 'html')),
    source text not null,
    html text not null,
    renderer integer not null,
    created_at bigint not null,
    primary key (comment_id, number)
  )`,

  `create table withdrawals (
    ${id},
    comment_id bigint not null references comments (id),
    account_id bigint references accounts (id),
    state_before text not null check (state_before in ('live', 'held', 'spam')),
    created_at bigint not null,
    ended_at bigint
  )`,
  `create unique index withdrawals_in_force on withdrawals (comment_id) where ended_at is null`,

  `create table recommendations (
    comment_id bigint not null references comments (id),
    account_id bigint not null references accounts (id),
    created_at bigint not null,
    primary key (comment_id, account_id)
  ) without rowid`,
  `create index recommendations_by_account on recommendations (account_id, comment_id)`,

  `create table picked_names (
    article_id bigint not null references articles (id),
    account_id bigint not null references accounts (id),
    nic text not null,
    nic_skeleton text not null,
    created_at bigint not null,
    primary key (article_id, account_id),
    unique (article_id, nic_skeleton)
  ) without rowid`,

  `create table guest_names (
    article_id bigint not null references articles (id),
    guest text not null,
    nic text not null,
    nic_skeleton text not null,
    created_at bigint not null,
    primary key (article_id, guest),
    unique (article_id, nic_skeleton)
  ) without rowid`,

  `create table receipts (
    token_hash text primary key,
    comment_id bigint not null references comments (id),
    guest text not null,
    created_at bigint not null,
    claimed_by bigint references accounts (id),
    claimed_at bigint
  ) without rowid`,
  `create index receipts_by_comment on receipts (comment_id)`,
  `create index receipts_by_guest on receipts (guest, comment_id)`,

  `create table drafts (
    ${id},
    writer text not null,
    article_id bigint not null references articles (id),
    parent_id bigint references comments (id),
    nic text not null,
    email text not null,
    website text not null,
    body text not null,
    created_at bigint not null,
    changed_at bigint not null
  )`,
  `create unique index drafts_by_writer on drafts (writer, article_id, coalesce(parent_id, 0))`,
  `create index drafts_by_time on drafts (changed_at)`,

  `create table editor_letters (
    ${id},
    writer text not null,
    account_id bigint references accounts (id),
    nic text not null,
    email text not null,
    article_id bigint not null references articles (id),
    parent_id bigint references comments (id),
    body text not null,
    content_hash text not null unique,
    created_at bigint not null,
    read_at bigint,
    read_by bigint references accounts (id)
  )`,
  `create index editor_letters_unread on editor_letters (id) where read_at is null`,

  `create table comment_addresses (
    comment_id bigint primary key references comments (id) on delete cascade,
    address text not null,
    created_at bigint not null
  )`,
  `create index comment_addresses_by_address on comment_addresses (address, comment_id)`,
  `create index comment_addresses_by_age on comment_addresses (created_at)`,
]

export const { up, down } = migration(statements)
