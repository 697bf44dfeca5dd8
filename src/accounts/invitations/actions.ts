// Makes, reads and revokes invitations, and withdraws a member's right to invite.
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { dateAndTime } from '../../format.ts'
import { queueMail } from '../../mail/actions.ts'
import { allow, may, type Role, type Viewer } from '../../permissions.ts'
import { keyedHash, tokenHash } from '../../random.ts'
import { findBan } from '../../sanctions/checks.ts'
import { urls } from '../../urls.ts'
import { invitationLetter } from './letters.ts'
import * as queries from './queries.ts'
import {
  freeSlot,
  INVITATION_MS,
  type InvitationBlock,
  type InvitationState,
  invitationBlock,
  invitationState,
} from './rules.ts'

export type Made = { token: string; expires: number } | { block: InvitationBlock } | { ended: true }

/**
 * Makes an invitation, and e-mails it if an address is given. The token follows from the key of the form and the site's
 * secret, and only its hash is stored: a second press gets the same link, and nobody else can be shown it.
 */
export function makeInvitation(
  deps: Deps,
  viewer: Viewer,
  { key, email }: { key: string; email: string },
): Promise<Made> {
  const token = keyedHash(deps.secret, 'invitation', viewer.id, key)
  const hash = tokenHash(token)
  return write(deps, async (db): Promise<Made> => {
    const now = deps.clock()
    const earlier = await queries.invitationByToken(db, hash)
    if (earlier !== undefined)
      return invitationState(earlier, now) === 'open' ? { token, expires: earlier.expires_at } : { ended: true }
    await queries.endExpiredInvitations(db, viewer.id, now)
    const block = invitationBlock(viewer, await queries.inviterOf(db, viewer.id, now), deps.settings(), now)
    if (block !== null) return { block }
    const expires = now + INVITATION_MS
    await queries.insertInvitation(db, {
      account_id: viewer.id,
      slot: freeSlot(await queries.takenSlots(db, viewer.id)),
      token_hash: hash,
      created_at: now,
      expires_at: expires,
    })
    if (email !== '') await mailInvitation(deps, db, viewer, { token, email, expires }, now)
    return { token, expires }
  })
}

function mailInvitation(
  deps: Deps,
  db: Tx,
  viewer: Viewer,
  { token, email, expires }: { token: string; email: string; expires: number },
  now: number,
): Promise<number | undefined> {
  const { siteName, timeZone } = deps.settings()
  const href = `${deps.config.baseUrl}${urls.invitation(token)}`
  const letter = invitationLetter(viewer.nic, siteName, href, `${dateAndTime(expires, timeZone)} (${timeZone})`)
  return queueMail(
    db,
    { key: `invitation:${tokenHash(token)}`, kind: 'invitation', to: null, recipient: email, letter },
    now,
  )
}

/** Revokes an open invitation of the viewer. @returns false if it had ended, or is another member's */
export const revokeInvitation = (deps: Deps, viewer: Viewer, id: number): Promise<boolean> =>
  write(deps, async (db) => (await queries.revokeInvitations(db, viewer.id, id, deps.clock())) > 0)

/** What the token of a browser stands for. An invitation of a banned member is as good as revoked. */
export async function readInvitation(
  deps: Deps,
  token: string,
): Promise<{ state: InvitationState; id: number; nic: string } | { state: 'unknown' }> {
  const found = await queries.invitationByToken(deps.db, tokenHash(token))
  if (found === undefined) return { state: 'unknown' }
  const state = invitationState(found, deps.clock())
  const isBanned = (await findBan(deps, deps.db, { account: found.account_id, email: null, address: null })) !== null
  return { state: state === 'open' && isBanned ? 'revoked' : state, id: found.id, nic: found.nic }
}

/** Uses an invitation in the transaction that creates the account. @throws AppError `conflict` if somebody else just has */
export async function spendInvitation(db: Tx, id: number, by: number, now: number): Promise<void> {
  if (!(await queries.useInvitation(db, id, by, now)))
    throw new AppError('conflict', 'This invitation was used or revoked a moment ago. You have not been registered.')
}

type Member = { id: number; role: Role }

/** Withdraws a member's right to invite, with their open invitations. It is logged. @returns false if it was withdrawn before */
export function stopInvitations(deps: Deps, viewer: Viewer | null, member: Member, reason: string): Promise<boolean> {
  allow(may.sanction(viewer, member))
  return write(deps, async (db) => {
    const now = deps.clock()
    if ((await queries.stopInForce(db, member.id)) !== undefined) return false
    const entry = await logRight(db, viewer!, 'stop-invitations', member.id, reason, now)
    const row = { person_id: member.id, account_id: viewer!.id, reason, log_entry_id: entry, created_at: now }
    await queries.insertStop(db, row)
    await queries.revokeInvitations(db, member.id, null, now)
    return true
  })
}

/** Gives a member the right to invite back. It is logged. @returns false if they had it */
export function allowInvitations(deps: Deps, viewer: Viewer | null, member: Member, reason: string): Promise<boolean> {
  allow(may.sanction(viewer, member))
  return write(deps, async (db) => {
    const now = deps.clock()
    const stop = await queries.stopInForce(db, member.id)
    if (stop === undefined) return false
    await logRight(db, viewer!, 'allow-invitations', member.id, reason, now)
    await queries.endStop(db, stop.id, { ended_at: now, ended_by: viewer!.id, end_reason: reason })
    return true
  })
}

const logRight = (
  db: Tx,
  viewer: Viewer,
  act: 'stop-invitations' | 'allow-invitations',
  subjectId: number,
  reason: string,
  at: number,
): Promise<number> =>
  appendToLog(db, {
    at,
    actorId: viewer.id,
    actor: viewer.nic,
    act,
    subject: 'account',
    subjectId,
    articleId: null,
    reason,
  })
