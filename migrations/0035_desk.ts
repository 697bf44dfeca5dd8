// The desk: states of a submission, who published it, its revisions, and the decisions of editors.
import type { Kysely } from 'kysely'
import { id, namesOf, record, runAll } from './dialect.ts'

const tables = [
  `create table article_revisions (
    ${id},
    article_id bigint not null references articles (id),
    number integer not null,
    headline text not null,
    lede text not null,
    source_url text,
    section_id bigint not null references sections (id),
    tags text not null,
    picture_id bigint references media (id),
    body_format text not null check (body_format in ('markup', 'html')),
    body_source text not null,
    body_html text not null,
    renderer integer not null,
    word_count integer not null,
    account_id bigint references accounts (id),
    nic text not null,
    note text not null,
    created_at bigint not null,
    unique (article_id, number)
  )`,

  `create table rejections (
    ${id},
    article_id bigint not null references articles (id),
    note text not null,
    ${record}
  )`,
  `create index rejections_by_entry on rejections (log_entry_id)`,
  `create unique index rejections_in_force on rejections (article_id) where ended_at is null`,

  `create table returns (
    ${id},
    article_id bigint not null references articles (id),
    note text not null,
    ${record}
  )`,
  `create index returns_by_entry on returns (log_entry_id)`,
  `create unique index returns_in_force on returns (article_id) where ended_at is null`,

  `create table unpublishings (
    ${id},
    article_id bigint not null references articles (id),
    ${record}
  )`,
  `create unique index unpublishings_in_force on unpublishings (article_id) where ended_at is null`,

  `create table merges (
    ${id},
    article_id bigint not null references articles (id),
    into_id bigint not null references articles (id),
    ${record}
  )`,
  `create unique index merges_in_force on merges (article_id) where ended_at is null`,
  `create index merges_by_target on merges (into_id)`,

  `create table trusts (
    ${id},
    member_id bigint not null references accounts (id),
    ${record}
  )`,
  `create unique index trusts_in_force on trusts (member_id) where ended_at is null`,

  `create table article_claims (
    ${id},
    article_id bigint not null references articles (id),
    account_id bigint not null references accounts (id),
    created_at bigint not null,
    until_at bigint not null,
    ended_at bigint
  )`,
  `create unique index article_claims_in_force on article_claims (article_id) where ended_at is null`,
]

const columns = [
  ['scheduled_at', 'bigint'],
  ['scheduled_for', 'text'],
  ['submitted_at', 'bigint'],
  ['revision', 'integer not null default 1'],
  ['editor_id', 'bigint references accounts (id)'],
  ['position', 'integer'],
] as const

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...columns.map(([name, type]) => `alter table articles add column ${name} ${type}`),
    // A scheduled article is published by the first request after its time.
    `create index articles_scheduled on articles (scheduled_at, id) where state = 'scheduled'`,
    `create index articles_at_the_desk on articles (account_id, created_at, id) where state in ('waiting', 'returned', 'scheduled', 'rejected', 'withdrawn') and account_id is not null`,
    ...tables,
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...namesOf('table', tables)
      .reverse()
      .map((name) => `drop table ${name}`),
    'drop index articles_at_the_desk',
    'drop index articles_scheduled',
    ...columns.map(([name]) => `alter table articles drop column ${name}`).reverse(),
  ])
