// An e-mail address belongs to the account that has confirmed it; others may have typed it.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    // SQLite cannot drop the unique constraint of a column, so the constrained column gets the new meaning.
    'alter table accounts rename column email_folded to owned_email',
    'alter table accounts add column email_folded text',
    'update accounts set email_folded = owned_email',
    `update accounts set owned_email = null where not exists (
      select 1 from confirmed_emails as e where e.account_id = accounts.id and e.email_folded = accounts.email_folded)`,
    'create index accounts_by_email on accounts (email_folded, id) where email_folded is not null',
  ])

/** Of several accounts with one address its owner keeps it, else the oldest. */
export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `update accounts set owned_email = email_folded where owned_email is null and not exists (
      select 1 from accounts as o where o.owned_email = accounts.email_folded or (o.email_folded = accounts.email_folded and o.id < accounts.id))`,
    'drop index accounts_by_email',
    'alter table accounts drop column email_folded',
    'alter table accounts rename column owned_email to email_folded',
  ])
