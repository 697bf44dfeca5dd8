// Resets a forgotten password by a link in an e-mail.
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { queueMail } from '../../mail/actions.ts'
import { foldEmail, isMailable } from '../../mail/address.ts'
import { keyedHash, tokenHash } from '../../random.ts'
import { urls } from '../../urls.ts'
import { ownerOfEmail } from '../queries.ts'
import type { Origin } from '../sessions/origin.ts'
import { endSessionsOf } from '../sessions/queries.ts'
import { deleteTokensOf } from '../tokens/queries.ts'
import { setPassword } from './actions.ts'
import { newPasswordFault } from './checks.ts'
import { hashPassword } from './hash.ts'
import { resetLetter } from './letters.ts'
import { accountOfReset, countResets, deleteOldResets, insertReset, markResetUsed } from './queries.ts'
import { passwordResets } from './reset-rules.ts'

const addressHash = ({ secret }: Pick<Deps, 'secret'>, folded: string): string => keyedHash(secret, 'reset', folded)

/** Stores the token of a link that sets an account's password. @param account null for an address that nobody has confirmed */
export const beginReset = (
  deps: Pick<Deps, 'secret'>,
  db: Tx,
  { account, email, token }: { account: number | null; email: string; token: string },
  now: number,
) =>
  insertReset(db, {
    token_hash: tokenHash(token),
    address_hash: addressHash(deps, email),
    account_id: account,
    created_at: now,
    expires_at: now + passwordResets.life,
  })

/**
 * E-mails a link to the member who has confirmed an address. An address that was only typed gets none: it may have a typing
 * error, and its reader would get the account. For an unknown address the same rows are read and one is written, so that the
 * answer takes as long. Earlier links stay valid: somebody else's requests do not end the member's own.
 */
export async function requestReset(deps: Deps, email: string, origin: Origin): Promise<void> {
  const folded = foldEmail(email)
  const token = deps.random.token()
  const now = deps.clock()
  await write(deps, async (db) => {
    await deleteOldResets(db, now - passwordResets.kept)
    const owner = await ownerOfEmail(db, folded)
    const before = await countResets(db, addressHash(deps, folded), now - passwordResets.window)
    const account_id = before < passwordResets.max ? (owner?.id ?? null) : null
    await beginReset(deps, db, { account: account_id, email: folded, token }, now)
    const letter = resetLetter(
      owner?.nic ?? '',
      deps.settings().siteName,
      origin,
      `${deps.config.baseUrl}${urls.resetLink(token)}`,
    )
    if (account_id === null || !isMailable(email.trim())) return
    await queueMail(
      db,
      {
        key: `reset-password:${tokenHash(token)}`,
        kind: 'reset-password',
        to: { account: account_id },
        recipient: email.trim(),
        letter,
      },
      now,
    )
  })
}

/** The account whose password a link sets, or null if it has expired or was used. */
export const readReset = async (
  deps: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<{ id: number; nic: string } | null> =>
  (await accountOfReset(deps.db, tokenHash(token), deps.clock())) ?? null

type ResetOutcome = 'done' | 'ended' | { fault: string }

/**
 * Sets the password of a link's account and ends all its sessions, links and tokens. It begins no session: signing in asks for the
 * second factor, which an e-mail must not replace.
 */
export async function resetPassword(
  deps: Deps,
  token: string,
  password: string,
  origin: Origin,
): Promise<ResetOutcome> {
  const account = await accountOfReset(deps.db, tokenHash(token), deps.clock())
  if (account === undefined) return 'ended'
  const fault = await newPasswordFault(password, {
    nic: account.nic,
    email: account.email ?? '',
    siteName: deps.settings().siteName,
  })
  if (fault !== null) return { fault }
  const hash = await hashPassword(password)
  const now = deps.clock()
  const done = await write(deps, async (db) => {
    if (!(await markResetUsed(db, tokenHash(token), now))) return false
    await setPassword(deps, db, account.id, hash, origin, now)
    await endSessionsOf(db, account.id)
    await deleteTokensOf(db, account.id)
    return true
  })
  if (!done) return 'ended'
  deps.live.end(account.id)
  return 'done'
}
