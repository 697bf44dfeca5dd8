// Until when a registration waits for its confirmation, and applications that moderators decide about.
import type { Kysely } from 'kysely'
import { id, namesOf, runAll } from './dialect.ts'

const tables = [
  `create table applications (
    ${id},
    nic text not null,
    nic_skeleton text not null unique,
    email text not null,
    email_folded text not null,
    password_hash text not null,
    introduction text not null,
    token_hash text not null unique,
    created_at bigint not null,
    confirmed_at bigint
  )`,
  `create unique index applications_confirmed on applications (email_folded) where confirmed_at is not null`,
  `create index applications_by_email on applications (email_folded, created_at)`,
  `create index applications_waiting on applications (confirmed_at, id) where confirmed_at is not null`,
  `create index applications_by_time on applications (created_at)`,
]

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'alter table accounts add column confirm_by bigint',
    'create index accounts_to_confirm on accounts (confirm_by) where confirm_by is not null',
    ...tables,
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...namesOf('table', tables).map((name) => `drop table ${name}`),
    'drop index accounts_to_confirm',
    'alter table accounts drop column confirm_by',
  ])
