// Queries of calls of staff.
import type { Insertable } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { Schema } from '../../db/schema/database.ts'

export const lastCall = (db: Db) => db.selectFrom('calls').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()

export type CallRow = NonNullable<Awaited<ReturnType<typeof lastCall>>>

/** @returns its id; undefined if another process has called for the same */
export const insertCall = async (db: Tx, call: Insertable<Schema['calls']>): Promise<number | undefined> =>
  (
    await db
      .insertInto('calls')
      .values(call)
      .onConflict((on) => on.column('follows').doNothing())
      .returning('id')
      .executeTakeFirst()
  )?.id

/** Deletes old calls, but for the last one. */
export const deleteOldCalls = (db: Tx, last: number, before: number) =>
  db.deleteFrom('calls').where('id', '<', last).where('created_at', '<', before).execute()

/** Claims an attempt of the webhook. @returns false if another process has claimed it */
export const claimAttempt = async (db: Tx, call: CallRow, next: number): Promise<boolean> =>
  (
    await db
      .updateTable('calls')
      .set({ attempts: call.attempts + 1, next_attempt_at: next })
      .where('id', '=', call.id)
      .where('webhook', '=', 'waiting')
      .where('attempts', '=', call.attempts)
      .executeTakeFirst()
  ).numUpdatedRows > 0n

export const settleWebhook = (
  db: Tx,
  id: number,
  webhook: Schema['calls']['webhook'],
  last_error: string | null = null,
) => db.updateTable('calls').set({ webhook, last_error }).where('id', '=', id).execute()
