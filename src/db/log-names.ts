// Takes the name of a deleted account out of entries of the logs, so that both chains can still be verified.
import { createHash } from 'node:crypto'
import { topic } from '../topics.ts'
import { noteChange } from './changes.ts'
import { append, DELETE_NAME, type LogTable, namelessLine, toEntry } from './log-chain.ts'
import type { Tx } from './open.ts'

/** The program that takes names out. */
const ACTOR = 'broadside'

/**
 * Replaces a name in entries, as actor and in the reason, and appends an entry with a sum of what they say now. Entries that
 * an earlier one of these covers together with them come along, so that its sum is not missed.
 * @param ids of entries that have the name
 * @param name `before`: what the account was called, and earlier names of it
 */
export async function deleteNameInLog(
  db: Tx,
  table: LogTable,
  ids: readonly number[],
  name: { account: number; before: readonly string[]; after: string },
  at: number,
): Promise<void> {
  if (ids.length === 0) return
  const chain = table as 'log_entries'
  const marks = (
    await db.selectFrom(chain).select('name_deleted_in').distinct().where('id', 'in', ids).execute()
  ).flatMap(({ name_deleted_in }) => name_deleted_in ?? [])
  const rows = await db
    .selectFrom(chain)
    .selectAll()
    .where((where) =>
      where.or([where('id', 'in', ids), ...(marks.length === 0 ? [] : [where('name_deleted_in', 'in', marks)])]),
    )
    .orderBy('id')
    .execute()
  const whole = wholeName(name.before)
  const sum = createHash('sha256')
  const changed = rows.map((row) => {
    const actor = row.actor_id === name.account ? name.after : row.actor
    const reason = ids.includes(row.id) ? row.reason.replace(whole, name.after) : row.reason
    sum.update(namelessLine(toEntry({ ...row, actor, reason }), table))
    return { id: row.id, actor, reason }
  })
  const entry = await append(db, table, {
    at,
    actorId: null,
    actor: ACTOR,
    act: DELETE_NAME,
    subject: 'account',
    subjectId: name.account,
    articleId: null,
    reason: `In ${rows.length === 1 ? 'one entry' : `${rows.length} entries`}. SHA-256 of what they say now: ${sum.digest('hex')}`,
  })
  for (const { id, actor, reason } of changed)
    await db.updateTable(chain).set({ actor, reason, name_deleted_in: entry }).where('id', '=', id).execute()
  noteChange(db, topic.log)
}

/** Finds any of the names, the longest first, where it is not part of a longer word. */
const wholeName = (names: readonly string[]): RegExp => {
  const any = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[$()*+.?[\]^{|}\\/]/g, '\\$&'))
    .join('|')
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${any})(?![\\p{L}\\p{M}\\p{N}])`, 'gu')
}
