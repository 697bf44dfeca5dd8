// Counters of days, months and members.
import { migration } from './dialect.ts'

export const statements = [
  `create table day_totals (
    day text primary key,
    articles integer not null default 0,
    comments integer not null default 0
  ) without rowid`,

  `create table month_totals (
    month text primary key,
    editions integer not null default 0,
    articles integer not null default 0,
    comments integer not null default 0
  ) without rowid`,

  `create table person_months (
    account_id bigint not null references accounts (id),
    month text not null,
    comments integer not null default 0,
    primary key (account_id, month)
  ) without rowid`,
]

export const { up, down } = migration(statements)
