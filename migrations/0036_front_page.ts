// The front page: choosing the lead is an action with an undo, and editors choose quotes from a thread.
import type { Kysely } from 'kysely'
import { id, namesOf, record, runAll } from './dialect.ts'

const optionalEntry = record.replace('log_entry_id bigint not null', 'log_entry_id bigint')

const tables = [
  `create table lead_choices (
    ${id},
    day text not null,
    article_id bigint not null references articles (id),
    ${optionalEntry}
  )`,
  `create unique index lead_choices_in_force on lead_choices (day) where ended_at is null`,

  `create table front_quotes (
    ${id},
    article_id bigint not null references articles (id),
    comment_id bigint not null references comments (id),
    ${record}
  )`,
  `create unique index front_quotes_in_force on front_quotes (comment_id) where ended_at is null`,
  `create index front_quotes_by_article on front_quotes (article_id) where ended_at is null`,
]

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...tables,
    `insert into lead_choices (day, article_id, account_id, reason, created_at) select day, article_id, account_id, '', created_at from leads order by day`,
    'drop table leads',
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `create table leads (
    day text primary key,
    article_id bigint not null references articles (id),
    account_id bigint references accounts (id),
    created_at bigint not null
  ) without rowid`,
    `insert into leads select day, article_id, account_id, created_at from lead_choices where ended_at is null`,
    ...namesOf('table', tables)
      .reverse()
      .map((name) => `drop table ${name}`),
  ])
