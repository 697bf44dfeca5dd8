// The query of the duties that keep comments from waiting for one.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** The latest end of a duty that nobody has ended; null for none. */
export const dutyEnd = async (db: Db): Promise<number | null> =>
  (
    await db
      .selectFrom('duties')
      .select(sql<number | null>`max(until_at)`.as('until_at'))
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow()
  ).until_at
