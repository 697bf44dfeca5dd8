// Who changed each setting last, and what it was before.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** The newest change of each setting, undos included. `before` is the JSON text of the stored text; `null` is the default. */
export const lastSettingChanges = (db: Db, names: readonly string[]) =>
  db
    .selectFrom('batch_changes as c')
    .innerJoin('batches as b', 'b.id', 'c.batch_id')
    .select(['c.field', 'c.before', 'b.actor', 'b.created_at'])
    .where('c.noun', '=', 'settings')
    .where('c.field', 'in', names)
    .where(
      'c.batch_id',
      '=',
      sql<number>`(select max(d.batch_id) from batch_changes as d where d.noun = 'settings' and d.field = c.field)`,
    )
    .execute()

export type LastSettingChange = Awaited<ReturnType<typeof lastSettingChanges>>[number]
