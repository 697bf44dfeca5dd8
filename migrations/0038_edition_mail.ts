// The daily edition by e-mail: which members and guests get it, and how far the sending of an edition has come.
import type { Kysely } from 'kysely'
import { id, migration, runAll } from './dialect.ts'

const tables = migration([
  `create table edition_subscriptions (
    ${id},
    email text not null,
    email_folded text not null unique,
    asked_at bigint not null,
    asks integer not null,
    confirmed_at bigint,
    ended_at bigint
  )`,
  `create index edition_subscriptions_current on edition_subscriptions (id) where confirmed_at is not null and ended_at is null`,
  `create index edition_subscriptions_unconfirmed on edition_subscriptions (asked_at) where confirmed_at is null`,
  `create index edition_subscriptions_ended on edition_subscriptions (ended_at) where ended_at is not null`,

  `create table edition_mailings (
    day text not null primary key,
    account_after bigint not null,
    subscription_after bigint not null,
    created_at bigint not null,
    ended_at bigint
  ) without rowid`,
])

export async function up(db: Kysely<unknown>): Promise<void> {
  await runAll(db, [
    'alter table mail_choices add column editions_at bigint',
    'create index mail_choices_with_editions on mail_choices (account_id) where editions_at is not null',
  ])
  await tables.up(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await tables.down(db)
  await runAll(db, ['drop index mail_choices_with_editions', 'alter table mail_choices drop column editions_at'])
}
