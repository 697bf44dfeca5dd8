// Saves an article or a comment for a member, removes it from their list, and restores it.
import type { Tx } from '../db/open.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { HOUR } from '../time.ts'
import type { SaveForm } from './form.ts'
import * as queries from './queries.ts'
import { deleteEndedReminders, deleteReminder, insertReminder } from './reminder-queries.ts'
import type { SaveTarget } from './rules.ts'

/**
 * Saves a target, or changes its note and its reminder. A second press changes nothing.
 * @param open the thread is open, so that its closing can be waited for
 */
export async function save(
  deps: Deps,
  accountId: number,
  target: SaveTarget,
  { note, remind, action }: SaveForm,
  open: boolean,
): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    await queries.insertSave(db, accountId, target, note, now)
    if (action === 'save' || note !== '') await queries.setNote(db, accountId, target, note)
    const thread = await queries.threadOfTarget(db, target)
    if (thread === null) return
    if (remind === 'on' && open) await insertReminder(db, accountId, thread, now)
    else if (action === 'save' && remind === '') await deleteReminder(db, accountId, thread)
  })
}

/**
 * Removes a target from the list, and its reminder with the last of its thread.
 * @returns whether a reminder was removed with it
 * @throws AppError `missing` if it was never saved
 */
export async function removeSave(deps: Deps, accountId: number, target: SaveTarget): Promise<boolean> {
  const now = deps.clock()
  return write(deps, async (db) => {
    if ((await queries.saveOf(db, accountId, target)) === undefined) throw missing()
    await queries.setRemoved(db, accountId, target, now)
    return deleteUnusedReminder(db, accountId, target)
  })
}

async function deleteUnusedReminder(db: Tx, accountId: number, target: SaveTarget): Promise<boolean> {
  const thread = await queries.threadOfTarget(db, target)
  return (
    thread !== null &&
    !(await queries.hasSavesOf(db, accountId, thread)) &&
    (await deleteReminder(db, accountId, thread))
  )
}

/**
 * Undoes a removal.
 * @param remind whether a reminder was removed with it
 * @throws AppError `missing` if it has been deleted since
 */
export async function restoreSave(deps: Deps, accountId: number, target: SaveTarget, remind: boolean): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    if ((await queries.saveOf(db, accountId, target)) === undefined) throw missing()
    await queries.setRemoved(db, accountId, target, null)
    const thread = await queries.threadOfTarget(db, target)
    if (remind && thread !== null) await insertReminder(db, accountId, thread, now)
  })
}

/** How long a removal can be undone, and rows deleted at once. */
const UNDO_MS = HOUR
const DELETED_AT_ONCE = 500

/** Deletes what was removed more than an hour ago, with reminders that have ended. @returns true if there may be more */
export const deleteRemovedSaves = (deps: Deps): Promise<boolean> => {
  const before = deps.clock() - UNDO_MS
  return write(deps, async (db) => {
    const deleted = await queries.deleteRemoved(db, before, DELETED_AT_ONCE)
    await deleteEndedReminders(db, before, DELETED_AT_ONCE)
    return deleted === DELETED_AT_ONCE
  })
}
