// Finds what keeps an account from posting.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import { preparedRows, type Query } from '../db/prepared.ts'
import { banColumns, type bansOfAccount } from './queries.ts'

const noBan = sql<null>`null`

type SanctionRow = Awaited<ReturnType<typeof bansOfAccount>>[number] & { kind: 'ban' | 'silence' | 'hold' | 'warning' }

/** What keeps an account from posting, none of it ended: bans of the account or its e-mail address, silences, holds, and warnings that wait for a confirmation, the oldest first. One statement. */
export const openSanctions: (db: Db, values: { account: number }) => Promise<SanctionRow[]> = preparedRows<{
  account: number
}>()((db, { account }) => {
  const other = (table: 'silences' | 'person_holds', kind: 'silence' | 'hold') =>
    db
      .selectFrom(table)
      .select([sql.lit(kind).as('kind'), 'id', noBan.as('person_id'), noBan.as('email')])
      .select([noBan.as('address_from'), noBan.as('address_to'), 'reason', 'created_at', 'until_at', 'ended_at'])
      .where('person_id', '=', account)
      .where('ended_at', 'is', null)
  const warnings = db
    .selectFrom('warnings')
    .select([sql.lit('warning').as('kind'), 'id', noBan.as('person_id'), noBan.as('email')])
    .select([
      noBan.as('address_from'),
      noBan.as('address_to'),
      'reason',
      'created_at',
      noBan.as('until_at'),
      'ended_at',
    ])
    .where('person_id', '=', account)
    .where('ended_at', 'is', null)
    .where('acknowledged_at', 'is', null)
  const bans = db
    .selectFrom('bans as b')
    .select(sql.lit('ban').as('kind'))
    .select(banColumns)
    .where('b.ended_at', 'is', null)
  return bans
    .where('b.person_id', '=', account)
    .unionAll(
      bans.where('b.email', '=', (from) =>
        from.selectFrom('accounts').select('email_folded').where('id', '=', account),
      ),
    )
    .unionAll(other('silences', 'silence') as never)
    .unionAll(other('person_holds', 'hold') as never)
    .unionAll(warnings as never)
    .orderBy('id') as unknown as Query<SanctionRow>
})
