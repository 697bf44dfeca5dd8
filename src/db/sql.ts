// Pieces of SQL that several folders share.
import { type RawBuilder, sql } from 'kysely'

export const countAll = (): RawBuilder<number> => sql<number>`cast(count(*) as integer)`

/** A sum that is 0, not null, over no rows. */
export const sumOf = (column: string): RawBuilder<number> =>
  sql<number>`cast(coalesce(sum(${sql.ref(column)}), 0) as integer)`

/** The values of a column as a list in JSON, in the order of the rows: one value where thousands of rows would cost more. */
export const listOf = (column: string): RawBuilder<string> => sql<string>`json_group_array(${sql.ref(column)})`

/** Times after one moment and up to another. */
export type Span = { after: number; upTo: number }

export const inSpan = (column: string, { after, upTo }: Span): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(column)} > ${after} and ${sql.ref(column)} <= ${upTo})`

/** The key of a row in a list by time: its time, and its id among rows of the same time. */
export type Key = { at: number; id: number }

/** Rows beyond a key: older ones, or those from the key up to the newest. */
export const keysetCondition = (
  at: string,
  id: string,
  key: Key,
  direction: 'older' | 'atOrNewer',
): RawBuilder<boolean> =>
  direction === 'older'
    ? sql<boolean>`(${sql.ref(at)}, ${sql.ref(id)}) < (${key.at}, ${key.id})`
    : sql<boolean>`(${sql.ref(at)}, ${sql.ref(id)}) >= (${key.at}, ${key.id})`
