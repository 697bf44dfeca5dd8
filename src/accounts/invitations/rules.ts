// Who may invite, how many at once, and whether an invitation still works. Pure.
import { atLeast, type Viewer } from '../../permissions.ts'
import type { Settings } from '../../settings.ts'
import { DAY } from '../../time.ts'

export const INVITATION_MS = 14 * DAY

/** Invitations of one member in 24 hours, revoked ones included: each can send an e-mail. */
const MAX_INVITATIONS_A_DAY = 10

export type InvitationRow = {
  expires_at: number
  ended_at: number | null
  outcome: 'used' | 'revoked' | 'expired' | null
}

export type InvitationState = 'open' | 'used' | 'revoked' | 'expired'

export const invitationState = (row: InvitationRow, now: number): InvitationState =>
  row.outcome ?? (row.expires_at <= now ? 'expired' : 'open')

/** Why a member cannot invite at the moment. */
export type InvitationBlock = 'closed' | 'stopped' | 'unconfirmed' | 'young' | 'none' | 'full' | 'tooMany'

export type Inviter = {
  createdAt: number
  /** The registration still waits for a confirmed address. */
  isUnconfirmed: boolean
  isStopped: boolean
  /** Invitations that are open, and those made in the last 24 hours. */
  open: number
  lately: number
}

/** Staff may always invite, without a limit, except while registration is closed. @returns null where the viewer may invite */
export function invitationBlock(
  viewer: Viewer,
  inviter: Inviter,
  settings: Pick<Settings, 'registration' | 'invitationsPerMember' | 'invitationAgeDays'>,
  now: number,
): InvitationBlock | null {
  if (settings.registration === 'closed') return 'closed'
  if (atLeast(viewer, 'editor')) return null
  if (inviter.isStopped) return 'stopped'
  if (inviter.isUnconfirmed) return 'unconfirmed'
  if (settings.invitationsPerMember === 0) return 'none'
  if (inviter.createdAt + settings.invitationAgeDays * DAY > now) return 'young'
  if (inviter.open >= settings.invitationsPerMember) return 'full'
  return inviter.lately >= MAX_INVITATIONS_A_DAY ? 'tooMany' : null
}

/** The lowest number that none of the open invitations has. */
export function freeSlot(taken: readonly number[]): number {
  const used = new Set(taken)
  let slot = 1
  while (used.has(slot)) slot += 1
  return slot
}
