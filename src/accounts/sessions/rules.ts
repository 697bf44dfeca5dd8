// Says when a session is over, and what a form calls it. Pure.
import type { Role } from '../../permissions.ts'
import { sessionLife } from '../../settings.ts'

/** A session ends at a fixed time, and earlier if its account has not used it for a while. */
export function isSessionOver(session: { role: Role; expires_at: number; last_used_at: number }, now: number): boolean {
  const { idle } = session.role === 'member' ? sessionLife.member : sessionLife.staff
  return session.expires_at <= now || session.last_used_at + idle <= now
}

/** What a form calls a session: the beginning of its hash, which is no secret. */
export const handleOf = (tokenHash: string): string => tokenHash.slice(0, 16)
