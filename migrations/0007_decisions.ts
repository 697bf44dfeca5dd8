// Decisions about comments: holds, approvals, removals, spam marks, features, blanked versions and moves; readers' flags.
import { id, migration, record } from './dialect.ts'

export const statements = [
  `create table holds (
    ${id},
    comment_id bigint not null references comments (id),
    rule text not null,
    matched_text text not null,
    account_id bigint references accounts (id),
    reason text not null,
    log_entry_id bigint references log_entries (id),
    created_at bigint not null,
    ended_at bigint,
    ended_by bigint references accounts (id),
    end_reason text
  )`,
  `create unique index holds_in_force on holds (comment_id) where ended_at is null`,
  `create index holds_waiting on holds (created_at, id) where ended_at is null`,
  `create index holds_decided on holds (ended_at) where ended_by is not null`,

  `create table approvals (
    ${id},
    comment_id bigint not null references comments (id),
    ${record},
    edited integer not null default 0
  )`,
  `create unique index approvals_in_force on approvals (comment_id) where ended_at is null`,
  `create index approvals_edited on approvals (comment_id) where edited = 1 and ended_at is null`,

  `create table removals (
    ${id},
    comment_id bigint not null references comments (id),
    ${record},
    never_published integer not null default 0
  )`,
  `create unique index removals_in_force on removals (comment_id) where ended_at is null`,

  `create table spam_marks (
    ${id},
    comment_id bigint not null references comments (id),
    ${record}
  )`,
  `create unique index spam_marks_in_force on spam_marks (comment_id) where ended_at is null`,

  `create table features (
    ${id},
    comment_id bigint not null references comments (id),
    article_id bigint not null references articles (id),
    ${record}
  )`,
  `create unique index features_in_force on features (comment_id) where ended_at is null`,
  `create index features_by_article on features (article_id) where ended_at is null`,

  `create table blankings (
    ${id},
    comment_id bigint not null references comments (id),
    version integer not null,
    ${record},
    foreign key (comment_id, version) references comment_versions (comment_id, number)
  )`,
  `create unique index blankings_in_force on blankings (comment_id, version) where ended_at is null`,

  `create table moves (
    ${id},
    comment_id bigint not null references comments (id),
    article_id bigint not null references articles (id),
    parent_id bigint references comments (id),
    root_id bigint references comments (id),
    number integer not null,
    depth integer not null,
    path bytea not null,
    to_article_id bigint not null references articles (id),
    comment_count integer not null,
    was_visible integer not null check (was_visible in (0, 1)),
    anchors text not null,
    ${record}
  )`,
  `create index moves_in_thread on moves (article_id, path) where ended_at is null`,
  `create index moves_of_comment on moves (comment_id, id)`,
  `create index moves_to_article on moves (to_article_id, comment_id) where ended_at is null`,
  `create index moves_to_article_ever on moves (to_article_id, log_entry_id)`,

  `create table former_numbers (
    comment_id bigint not null references comments (id),
    article_id bigint not null references articles (id),
    number integer not null,
    primary key (comment_id, article_id)
  ) without rowid`,

  `create table flags (
    ${id},
    comment_id bigint not null references comments (id),
    account_id bigint not null references accounts (id),
    reason text not null,
    created_at bigint not null,
    ended_at bigint,
    ended_by bigint references accounts (id),
    end_reason text,
    unique (comment_id, account_id)
  )`,
  `create index flags_waiting on flags (comment_id, created_at) where ended_at is null`,
  `create index flags_by_account on flags (account_id, ended_at)`,
  `create index flags_by_age on flags (created_at)`,

  `create table decision_notes (
    log_entry_id bigint primary key references log_entries (id),
    comment_id bigint not null references comments (id),
    body text not null
  )`,
  `create index decision_notes_by_comment on decision_notes (comment_id, log_entry_id)`,
]

export const { up, down } = migration(statements)
