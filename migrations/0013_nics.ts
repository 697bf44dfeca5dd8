// Nics that members keep beside their own, accounts by their exact nic, and the versions of what is computed and stored.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table nics (
    id integer primary key,
    account_id integer not null references accounts (id),
    nic text not null,
    nic_skeleton text not null unique,
    created_at integer not null,
    removed_at integer
  ) strict`.execute(db)
  await sql`create index nics_by_account on nics (account_id, id)`.execute(db)
  // Two accounts whose nics a newer table takes for one another are told apart by the letters themselves.
  await sql`create unique index accounts_by_nic on accounts (nic)`.execute(db)
  await sql`create table versions (
    name text primary key,
    version integer not null,
    changed_at integer not null
  ) strict`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table versions`.execute(db)
  await sql`drop index accounts_by_nic`.execute(db)
  await sql`drop table nics`.execute(db)
}
