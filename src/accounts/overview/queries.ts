// What the page "Your account" says in a line each: counts of what is a member's own.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/open.ts'

const rowsIn = (table: string, condition: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`(select cast(count(*) as integer) from ${sql.table(table)} where ${condition})`

/** @param since drafts that were last changed before have expired */
export const accountFacts = (db: Db, accountId: number, now: number, since: number) =>
  db
    .selectFrom('accounts as p')
    .leftJoin('profiles as w', 'w.account_id', 'p.id')
    .leftJoin('account_deletions as d', 'd.account_id', 'p.id')
    .select(['p.nic', 'w.website', 'w.about', 'w.picture', 'p.passkey_count as passkeys', 'd.due_at'])
    .select([
      rowsIn('nics', sql`account_id = ${accountId} and removed_at is null`).as('reserved_nics'),
      rowsIn('sessions', sql`account_id = ${accountId} and ended_at is null and expires_at > ${now}`).as('sessions'),
      rowsIn('totp', sql`account_id = ${accountId}`).as('apps'),
      rowsIn('tokens', sql`account_id = ${accountId}`).as('tokens'),
      rowsIn('saves', sql`account_id = ${accountId} and removed_at is null`).as('saves'),
      rowsIn('drafts', sql`writer = ${`account:${accountId}`} and changed_at > ${since}`).as('drafts'),
      rowsIn('articles', sql`account_id = ${accountId}`).as('articles'),
      rowsIn('follows', sql`account_id = ${accountId} and state = 'following'`).as('follows'),
      rowsIn('mutes', sql`account_id = ${accountId}`).as('mutes'),
      rowsIn('flags', sql`account_id = ${accountId}`).as('flags'),
    ])
    .where('p.id', '=', accountId)
    .executeTakeFirstOrThrow()
