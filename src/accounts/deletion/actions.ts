// Asks for the deletion of an account, keeps it during the grace, and deletes what is due.
import { isLastAdminError } from '../../db/last-admin.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Faults } from '../../faults.ts'
import { dateOf } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { tidyNic } from '../../skeleton.ts'
import { adminCount } from '../queries.ts'
import { mailSecurityNotice } from '../security-notice-actions.ts'
import type { Origin } from '../sessions/origin.ts'
import { runDeletion } from './empty-actions.ts'
import type { DeletionField, DeletionForm } from './form.ts'
import * as queries from './queries.ts'
import { dueAt } from './rules.ts'

const LAST_ADMIN = 'You are the only admin. Make somebody else an admin first.'

/**
 * Asks for the deletion of the caller's account and ends its other sessions. A second press changes nothing.
 * @param sessionHash of the session that stays
 */
export async function askForDeletion(
  deps: Deps,
  viewer: Viewer,
  form: DeletionForm,
  { sessionHash, origin }: { sessionHash: string; origin: Origin },
): Promise<Faults<DeletionField>> {
  if (tidyNic(form.nic).toLowerCase() !== viewer.nic.toLowerCase())
    return { nic: `Type your name, ${viewer.nic}, to confirm.` }
  const now = deps.clock()
  const faults = await write(deps, async (db): Promise<Faults<DeletionField>> => {
    if (viewer.role === 'admin' && (await adminCount(db)) <= 1) return { nic: LAST_ADMIN }
    const row = { account_id: viewer.id, comments: form.comments, asked_at: now, due_at: dueAt(now) }
    if (!(await queries.insertDeletion(db, row))) return {}
    await queries.deleteOtherSessions(db, viewer.id, sessionHash)
    const day = dateOf(dueAt(now), deps.settings().timeZone)
    await mailSecurityNotice(deps, db, viewer.id, 'account-leaving', origin, now, day)
    return {}
  })
  if (Object.keys(faults).length === 0) deps.live.end(viewer.id)
  return faults
}

/** Keeps the account. A second press changes nothing. */
export const keepAccount = (deps: Deps, viewer: { id: number }, origin: Origin): Promise<void> =>
  write(deps, async (db) => {
    if (await queries.cancelDeletion(db, viewer.id))
      await mailSecurityNotice(deps, db, viewer.id, 'account-kept', origin, deps.clock())
  })

/** Deletes the accounts whose grace is over. The last admin waits until there is another one. */
export async function deleteDueAccounts(deps: Deps, stopped: () => boolean): Promise<void> {
  for (const row of await queries.dueDeletions(deps.db, deps.clock())) {
    if (stopped()) return
    try {
      if (await runDeletion(deps, row, stopped)) deps.log.info({ account: row.account_id }, 'account deleted')
    } catch (error) {
      if (!isLastAdminError(error)) throw error
      deps.log.warn({ account: row.account_id }, 'the last admin is not deleted')
    }
  }
}

/**
 * Empties an account at once, without a grace: for others than its member.
 * @param over `reserveName` false frees its names, for an account that nobody has known
 */
export async function emptyAccount(
  deps: Deps,
  accountId: number,
  over: { comments: queries.CommentsChoice; reserveName: boolean },
  stopped: () => boolean = () => false,
): Promise<boolean> {
  const now = deps.clock()
  await write(deps, async (db) => {
    await queries.cancelDeletion(db, accountId)
    const reserve_name = over.reserveName ? 1 : 0
    const row = { account_id: accountId, comments: over.comments, reserve_name, asked_at: now, due_at: now }
    await queries.insertDeletion(db, row)
  })
  const row = await queries.deletionOf(deps.db, accountId)
  return row === undefined || runDeletion(deps, row, stopped)
}
