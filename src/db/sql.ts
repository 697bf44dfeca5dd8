// The few pieces of SQL that several folders need in the same words.
import { sql, type RawBuilder } from 'kysely'

export const countAll = (): RawBuilder<number> => sql<number>`cast(count(*) as integer)`

/** A sum that is 0, not null, over no rows. */
export const sumOf = (column: string): RawBuilder<number> => sql<number>`cast(coalesce(sum(${sql.ref(column)}), 0) as integer)`
