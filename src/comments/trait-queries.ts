// Queries of the traits of recent comments, by which a sweep finds similar ones.
import type { Db, Tx } from '../db/open.ts'
import { listSlots, listValues, perLength, prepared } from '../db/prepared.ts'
import { traitsOf } from '../filters/traits.ts'

const insertSome = perLength((length) =>
  prepared<{ at: number; id: number; [slot: number]: string }>()((db, slots) =>
    db
      .insertInto('comment_traits')
      .values(listSlots(slots, length).map((trait) => ({ trait, created_at: slots.at, comment_id: slots.id }))),
  ),
)

export async function insertTraits(db: Tx, comment: { id: number; html: string; created_at: number }): Promise<void> {
  const traits = traitsOf(comment.html)
  if (traits.length > 0)
    await insertSome(traits.length)(db, { ...listValues(traits), at: comment.created_at, id: comment.id })
}

/** Replaces the traits of a comment whose text was changed. */
export async function replaceTraits(db: Tx, id: number, html: string): Promise<void> {
  await deleteTraits(db, id)
  const comment = await db.selectFrom('comments').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst()
  if (comment !== undefined) await insertTraits(db, { ...comment, html })
}

export const deleteTraits = (db: Tx, id: number) =>
  db.deleteFrom('comment_traits').where('comment_id', '=', id).execute()

/** Deletes traits of comments from before a moment, the oldest first. @returns how many */
export async function deleteOldTraits(db: Tx, before: number, limit: number): Promise<number> {
  const rows = await db
    .selectFrom('comment_traits')
    .select(['trait', 'created_at', 'comment_id'])
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(limit)
    .execute()
  for (const comment of new Set(rows.map((row) => row.comment_id))) await deleteTraits(db, comment)
  return rows.length
}

/** Which of some traits some comments have. */
export const traitsAmong = (db: Db, ids: readonly number[], traits: readonly string[]) =>
  ids.length === 0 || traits.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('comment_traits')
        .select(['comment_id', 'trait'])
        .where('comment_id', 'in', ids)
        .where('trait', 'in', traits)
        .execute()
