// What an export of an account must hold: no table that names accounts can be forgotten.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { leftOut } from '../../src/accounts/exports/left-out.ts'
import { parts } from '../../src/accounts/exports/parts.ts'
import { openSite } from '../support/site.ts'

test('every column that names an account is exported, or left out for a stated reason', async () => {
  const { deps } = await openSite()
  const { rows } = await sql<{ place: string }>`
    select m.name || '.' || f."from" as place from sqlite_master as m, pragma_foreign_key_list(m.name) as f
    where m.type = 'table' and f."table" = 'accounts' order by 1`.execute(deps.db)
  const columns = rows.map(({ place }) => place)
  expect(columns.length).toBeGreaterThan(80)
  const exported = new Set(parts.map((part) => `${part.table}.${part.owner ?? 'account_id'}`))
  const isNested = (place: string): boolean =>
    parts.some(({ nested = [] }) => nested.some(({ table }) => `${table}.account_id` === place))
  const isLeftOut = (place: string): boolean =>
    Object.hasOwn(leftOut, place) || (isRecord(place.split('.')[0]!) && /\.(account_id|ended_by)$/.test(place))
  /** A moderation record: who decided, and who ended it. */
  const isRecord = (table: string): boolean =>
    columns.includes(`${table}.account_id`) && columns.includes(`${table}.ended_by`)
  expect(columns.filter((place) => !exported.has(place) && !isNested(place) && !isLeftOut(place))).toEqual([])
  for (const place of Object.keys(leftOut)) expect(columns.includes(place) && !exported.has(place), place).toBe(true)
})
