// Corrections that readers send, and what editors decided about each.
import type { Kysely } from 'kysely'
import { id, namesOf, record, runAll } from './dialect.ts'

const tables = [
  `create table corrections (
    ${id},
    article_id bigint not null references articles (id),
    revision integer not null,
    passage text not null,
    body text not null,
    account_id bigint references accounts (id),
    guest text,
    named_at bigint,
    content_hash text,
    created_at bigint not null,
    decided_at bigint
  )`,
  `create unique index corrections_by_content on corrections (content_hash) where content_hash is not null`,
  `create index corrections_open on corrections (id) where decided_at is null`,
  `create index corrections_by_account on corrections (account_id, created_at) where account_id is not null`,
  `create index corrections_by_guest on corrections (guest, created_at) where guest is not null`,

  `create table correction_acceptances (
    ${id},
    correction_id bigint not null references corrections (id),
    article_id bigint not null references articles (id),
    revision integer not null,
    ${record}
  )`,
  `create unique index correction_acceptances_in_force on correction_acceptances (correction_id) where ended_at is null`,
  `create index correction_acceptances_by_age on correction_acceptances (id, article_id, created_at) where ended_at is null`,
  `create index correction_acceptances_by_article on correction_acceptances (article_id, revision) where ended_at is null`,

  `create table correction_declines (
    ${id},
    correction_id bigint not null references corrections (id),
    ${record}
  )`,
  `create unique index correction_declines_in_force on correction_declines (correction_id) where ended_at is null`,
]

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, ['alter table articles add column corrected_at bigint', ...tables])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...namesOf('table', tables)
      .reverse()
      .map((name) => `drop table ${name}`),
    'alter table articles drop column corrected_at',
  ])
