// Changes of the name of an account, the names that it had before, and one table in which every name is claimed once.
import type { Kysely } from 'kysely'
import { id, namesOf, runAll } from './dialect.ts'

const statements = [
  `create table name_changes (
    ${id},
    account_id bigint not null references accounts (id),
    old_nic text not null,
    new_nic text not null,
    created_at bigint not null,
    finished_at bigint
  )`,
  `create index name_changes_by_account on name_changes (account_id, id)`,
  `create index name_changes_unfinished on name_changes (id) where finished_at is null`,

  `create table former_nics (
    ${id},
    account_id bigint not null references accounts (id),
    nic text not null,
    nic_skeleton text not null unique,
    created_at bigint not null
  )`,
  `create index former_nics_by_account on former_nics (account_id, id)`,
  `create index former_nics_by_nic on former_nics (nic)`,

  `create table nic_claims (
    nic_skeleton text primary key,
    noun text not null check (noun in ('accounts', 'nics', 'former_nics')),
    noun_id bigint not null
  ) without rowid`,

  `create index editor_letters_by_account on editor_letters (account_id, id) where account_id is not null`,
  `create index picked_names_by_skeleton on picked_names (nic_skeleton, article_id)`,
  `create index guest_names_by_skeleton on guest_names (nic_skeleton, article_id)`,
  `create index mutes_by_value on mutes (kind, value)`,
]

export const up = (db: Kysely<unknown>): Promise<void> => runAll(db, statements)

export const down = (db: Kysely<unknown>): Promise<void> => {
  const tables = namesOf('table', statements)
  const indexes = namesOf('index', statements).filter((name) => !tables.some((table) => name.startsWith(table)))
  return runAll(db, [
    ...indexes.map((name) => `drop index ${name}`),
    ...tables.toReversed().map((name) => `drop table ${name}`),
  ])
}
