// Tells the former address of a change of address, and stops the change by the link in that e-mail.
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { queueMail } from '../../mail/actions.ts'
import { foldEmail, isMailable } from '../../mail/address.ts'
import { expireMailTokens } from '../../mail/queries.ts'
import { tokenHash } from '../../random.ts'
import { DAY } from '../../time.ts'
import { urls } from '../../urls.ts'
import { hashPassword } from '../passwords/hash.ts'
import { endResets } from '../passwords/queries.ts'
import { beginReset } from '../passwords/reset-actions.ts'
import { ownerOfEmail, setPasswordHash } from '../queries.ts'
import type { Origin } from '../sessions/origin.ts'
import { endSessionsOf } from '../sessions/queries.ts'
import { changedLetter } from './letters.ts'
import {
  deleteOldEmailChanges,
  emailChange,
  endEmailChanges,
  insertEmailChange,
  setConfirmedEmail,
  setEmail,
  setEmailOwner,
} from './queries.ts'

const STOP_MS = 7 * DAY

/** Queues the e-mail to the former address, whose link stops the change. Links of earlier changes stay valid. */
export async function mailChange(
  deps: Pick<Deps, 'random' | 'settings' | 'config'>,
  db: Tx,
  former: { id: number; nic: string; email: string },
  origin: Origin,
  now: number,
): Promise<void> {
  if (!isMailable(former.email)) return
  const token = deps.random.token()
  const token_hash = tokenHash(token)
  await deleteOldEmailChanges(db, now)
  await insertEmailChange(db, {
    token_hash,
    account_id: former.id,
    old_email: former.email,
    created_at: now,
    expires_at: now + STOP_MS,
  })
  const href = `${deps.config.baseUrl}${urls.stopLink(token)}`
  await queueMail(
    db,
    {
      key: `email-changed:${token_hash}`,
      kind: 'email-changed',
      to: { account: former.id },
      recipient: former.email,
      letter: changedLetter(former.nic, deps.settings().siteName, origin, href),
    },
    now,
  )
}

/** The change that a link stops, or null if it has expired, was used, or an earlier change was stopped. */
export const readChange = async (deps: Pick<Deps, 'db' | 'clock'>, token: string) =>
  (await emailChange(deps.db, tokenHash(token), deps.clock())) ?? null

type Stopped = { reset: string } | 'ended' | 'taken'

/**
 * Gives an account its former address again. All its sessions, waiting confirmations and later changes end, and so does the
 * password, which somebody else may know.
 * @returns the token that sets a new password
 */
export async function stopChange(deps: Deps, token: string): Promise<Stopped> {
  if ((await readChange(deps, token)) === null) return 'ended'
  // Not null: an account without a password would not count as one of the admins.
  const unknown = await hashPassword(deps.random.token())
  const now = deps.clock()
  const reset = deps.random.token()
  const account = await write(deps, async (db): Promise<number | 'ended' | 'taken'> => {
    const change = await emailChange(db, tokenHash(token), now)
    if (change === undefined) return 'ended'
    const folded = foldEmail(change.old_email)
    const owner = await ownerOfEmail(db, folded)
    if (owner !== undefined && owner.id !== change.account_id) return 'taken'
    if (!(await endEmailChanges(db, change, now))) return 'ended'
    await setEmail(db, change.account_id, change.old_email, folded)
    await setEmailOwner(db, change.account_id, folded)
    await setConfirmedEmail(db, change.account_id, folded, now)
    await expireMailTokens(db, change.account_id, 'confirm-email', now)
    await setPasswordHash(db, change.account_id, unknown)
    await endResets(db, change.account_id, now)
    await endSessionsOf(db, change.account_id)
    await beginReset(deps, db, { account: change.account_id, email: folded, token: reset }, now)
    return change.account_id
  })
  if (typeof account === 'string') return account
  deps.live.end(account)
  return { reset }
}
