// Gives and takes roles, and ends a person's sessions: logged, and told to the person.
import { accountById } from '../../accounts/queries.ts'
import { mailSecurityNotice } from '../../accounts/security-notice-actions.ts'
import type { Origin } from '../../accounts/sessions/origin.ts'
import { endSessionsOf } from '../../accounts/sessions/queries.ts'
import { afterCommit } from '../../db/change-context.ts'
import { noteChange } from '../../db/changes.ts'
import { isLastAdminError } from '../../db/last-admin.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { asSentence } from '../../format.ts'
import type { Act } from '../../log-acts.ts'
import { createMemberNotice } from '../../notices/actions.ts'
import { allow, may, type Role, type Viewer } from '../../permissions.ts'
import { findBan } from '../../sanctions/checks.ts'
import { topic } from '../../topics.ts'
import * as queries from './queries.ts'
import { roleSentence } from './rules.ts'

const LAST_ADMIN = 'This is the last admin of the site. Make somebody else an admin first; nothing was changed.'
const BANNED = 'A banned member can’t be given a role. Pardon them first; nothing was changed.'

/**
 * Why a role can't be given or taken, for the form. `changeRole` and the database refuse it too, whatever happens in between.
 * @returns null where it can
 */
export async function roleRefusal(deps: Deps, personId: number, role: Role): Promise<string | null> {
  const person = await accountById(deps.db, personId)
  if (person?.role === 'admin' && role !== 'admin' && (await queries.otherAdmins(deps.db, personId)) === 0)
    return LAST_ADMIN
  const isBanned = async () =>
    (await findBan(deps, deps.db, { account: personId, email: null, address: null })) !== null
  return role !== 'member' && (await isBanned()) ? BANNED : null
}

type Who = { viewer: Viewer | null; origin: Origin }

const note = async (deps: Deps, db: Tx, viewer: Viewer, personId: number, act: Act, reason: string): Promise<void> => {
  const at = deps.clock()
  const entry = await appendToLog(db, {
    at,
    actorId: viewer.id,
    actor: viewer.nic,
    act,
    subject: 'account',
    subjectId: personId,
    articleId: null,
    reason,
  })
  await createMemberNotice(db, personId, entry, at)
}

/**
 * Gives an account another role. Its sessions end, so that no session outlives the role that it was made for.
 * @returns false if it had that role
 * @throws AppError `missing` for an unknown account, `conflict` for the last admin and for a banned member
 */
export async function changeRole(
  deps: Deps,
  { viewer, origin }: Who,
  personId: number,
  role: Role,
  reason: string,
): Promise<boolean> {
  allow(may.administer(viewer))
  const change = async (db: Tx): Promise<boolean> => {
    const person = await accountById(db, personId)
    if (person === undefined) throw missing()
    if (person.role === role) return false
    if (role !== 'member' && (await findBan(deps, db, { account: personId, email: null, address: null })) !== null)
      throw new AppError('conflict', BANNED)
    await queries.setRole(db, personId, role)
    await endSessionsOf(db, personId)
    const sentence = roleSentence(person.nic, person.role, role)
    await note(
      deps,
      db,
      viewer!,
      personId,
      'change-role',
      reason === '' ? sentence : `${sentence} ${asSentence(reason)}`,
    )
    await mailSecurityNotice(deps, db, personId, 'role-changed', origin, deps.clock(), sentence)
    // A role is a mark on comments, and what its pages link to.
    noteChange(db, topic.everything)
    afterCommit(db, () => deps.live.end(personId))
    return true
  }
  return write(deps, change).catch((error: unknown) => {
    throw isLastAdminError(error) ? new AppError('conflict', LAST_ADMIN) : error
  })
}

/** Ends all sessions of an account. @returns how many there were */
export async function endPersonSessions(
  deps: Deps,
  { viewer, origin }: Who,
  personId: number,
  reason: string,
): Promise<number> {
  allow(may.administer(viewer))
  const ended = await write(deps, async (db) => {
    const count = await endSessionsOf(db, personId)
    if (count === 0) return 0
    await note(deps, db, viewer!, personId, 'end-sessions', reason)
    await mailSecurityNotice(deps, db, personId, 'sessions-ended', origin, deps.clock())
    noteChange(db, topic.log)
    return count
  })
  if (ended > 0) deps.live.end(personId)
  return ended
}
