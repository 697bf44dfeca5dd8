// Sets and changes the password of an account.
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Faults } from '../../faults.ts'
import { keyedHash, tokenHash } from '../../random.ts'
import { countPasswordAttempt } from '../login-checks.ts'
import { setPasswordHash } from '../queries.ts'
import { mailSecurityNotice } from '../security-notice-actions.ts'
import { cookieEnd } from '../sessions/actions.ts'
import type { Origin } from '../sessions/origin.ts'
import { endSessionsOf, renewSession, sessionEnd } from '../sessions/queries.ts'
import { rateNewPassword } from './checks.ts'
import type { ChangeField, ChangeForm } from './form.ts'
import { hashPassword, passwordMatches } from './hash.ts'
import { endResets, passwordOwner } from './queries.ts'
import type { Strength } from './rules.ts'

/** Stores a password's hash, ends every link that would reset it, and queues the notice to the member. */
export async function setPassword(
  deps: Deps,
  db: Tx,
  accountId: number,
  hash: string,
  origin: Origin,
  now: number,
): Promise<void> {
  await setPasswordHash(db, accountId, hash)
  await endResets(db, accountId, now)
  await mailSecurityNotice(deps, db, accountId, 'password-changed', origin, now)
}

type Changed = { token: string; expires: number | null }
type Refused = { faults: Faults<ChangeField>; strength?: Strength }

/** The faults of a change, and the strength of a new password without one. */
async function changeFaults(
  deps: Deps,
  owner: { nic: string; email: string | null; password_hash: string | null },
  form: ChangeForm,
): Promise<Refused> {
  const faults: Faults<ChangeField> = {}
  if (form.current === '') faults.current = 'Enter your current password.'
  else if (!(await passwordMatches(owner.password_hash, form.current))) faults.current = 'That is not your password.'
  const { nic, email } = owner
  const rated = await rateNewPassword(form.password, { nic, email: email ?? '', siteName: deps.settings().siteName })
  if ('fault' in rated) return { faults: { ...faults, password: rated.fault } }
  if (form.password === form.current) return { faults: { ...faults, password: 'That is your password already.' } }
  return { faults, ...rated }
}

/**
 * Changes a member's password. The current one is asked for each time, also just after the session was confirmed. The session
 * gets another token; `others` ends all the other ones.
 * @returns the session's new token and when its cookie ends, null for the end of the browser's session; or the faults
 * @throws AppError `tooOften` after too many passwords
 */
export async function changePassword(
  deps: Deps,
  viewer: { id: number },
  sessionHash: string,
  form: ChangeForm,
  origin: Origin,
): Promise<Changed | Refused> {
  countPasswordAttempt(deps, viewer.id)
  const owner = await passwordOwner(deps.db, viewer.id)
  const refused = await changeFaults(deps, owner, form)
  if (Object.keys(refused.faults).length > 0) return refused
  const hash = await hashPassword(form.password)
  const now = deps.clock()
  // Two presses of one form make the same token, so that either answer leaves the browser with the session.
  const token = keyedHash(deps.secret, 'changed-password', sessionHash, owner.password_hash)
  const session = await write(deps, async (db) => {
    // Of two changes at once, the second one's current password is no longer that.
    if ((await passwordOwner(db, viewer.id)).password_hash !== owner.password_hash)
      return sessionEnd(db, tokenHash(token))
    const renewed = await renewSession(db, sessionHash, tokenHash(token), now)
    if (renewed === undefined) return undefined
    await setPassword(deps, db, viewer.id, hash, origin, now)
    if (form.others !== '') await endSessionsOf(db, viewer.id, tokenHash(token))
    return renewed
  })
  if (session === undefined) return { faults: { current: 'That is no longer your password.' } }
  deps.live.end(viewer.id)
  return { token, expires: cookieEnd({ expires: session.expires_at, maxIdle: session.max_idle }) }
}
