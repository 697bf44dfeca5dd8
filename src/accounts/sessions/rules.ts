// Says when a session is over, and what a form calls it. Pure.
import type { Role } from '../../permissions.ts'
import { sessionLife } from '../../settings.ts'
import { HOUR } from '../../time.ts'

/** Milliseconds without use that end a session whose member did not want to stay signed in. */
export const BRIEF_IDLE_MS = 12 * HOUR

type Ends = { role: Role; expires_at: number; last_used_at: number; max_idle: number | null }

/** A session ends at a fixed time, and earlier if its account has not used it for a while. Unix milliseconds. */
export function sessionEnd(session: Ends): number {
  const { idle } = session.role === 'member' ? sessionLife.member : sessionLife.staff
  return Math.min(session.expires_at, session.last_used_at + Math.min(idle, session.max_idle ?? idle))
}

export const isSessionOver = (session: Ends, now: number): boolean => sessionEnd(session) <= now

/** What a form calls a session: the beginning of its hash, which is no secret. */
export const handleOf = (tokenHash: string): string => tokenHash.slice(0, 16)

/**
 * The role that a session has. Where staff need a second factor, one that has not passed it is a member's.
 * @param required whether they do
 */
export const roleOfSession = (session: { role: Role; second_factor_at: number | null }, required: boolean): Role =>
  required && session.second_factor_at === null ? 'member' : session.role

/** Whether staff need a second factor: a setting, and never on a site for development without TLS. */
export const staffNeedFactor = (settings: { staffSecondFactor: boolean }, config: { baseUrl: string }): boolean =>
  settings.staffSecondFactor && config.baseUrl.startsWith('https:')
