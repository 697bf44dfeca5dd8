// What members have saved, with their notes, and their reminders of threads that close.
import type { Kysely } from 'kysely'
import { id, namesOf, runAll } from './dialect.ts'

const tables = [
  `create table saves (
    ${id},
    account_id bigint not null references accounts (id),
    article_id bigint references articles (id),
    comment_id bigint references comments (id),
    note text not null,
    created_at bigint not null,
    removed_at bigint,
    check ((article_id is null) <> (comment_id is null))
  )`,
  `create unique index saves_of_article on saves (account_id, article_id) where article_id is not null`,
  `create unique index saves_of_comment on saves (account_id, comment_id) where comment_id is not null`,
  `create index saves_by_account on saves (account_id, id) where removed_at is null`,
  `create index saves_removed on saves (removed_at) where removed_at is not null`,

  `create table reminders (
    ${id},
    account_id bigint not null references accounts (id),
    article_id bigint not null references articles (id),
    created_at bigint not null,
    ended_at bigint
  )`,
  `create unique index reminders_open on reminders (article_id, account_id) where ended_at is null`,
  `create index reminders_ended on reminders (ended_at) where ended_at is not null`,
]

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...tables,
    'alter table notices add column reminder_id bigint references reminders (id)',
    'create unique index notices_of_reminder on notices (reminder_id) where reminder_id is not null',
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'drop index notices_of_reminder',
    'delete from notices where reminder_id is not null',
    'alter table notices drop column reminder_id',
    ...namesOf('table', tables)
      .reverse()
      .map((name) => `drop table ${name}`),
  ])
