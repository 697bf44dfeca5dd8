// Begins sessions, in the transaction of their cause, and ends those that a member chooses.
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Role } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { sessionLife } from '../../settings.ts'
import { insertSession } from '../queries.ts'
import type { Origin } from './origin.ts'
import { endSessionByHandle, endSessionsOf } from './queries.ts'
import { BRIEF_IDLE_MS } from './rules.ts'

/** `expires` in Unix milliseconds, `maxIdle` in milliseconds; null is the role's own time. */
export type Session = { token: string; expires: number; maxIdle: number | null }

/** When the cookie of a session ends; null for when the browser is closed. */
export const cookieEnd = ({ expires, maxIdle }: Pick<Session, 'expires' | 'maxIdle'>): number | null =>
  maxIdle === null ? expires : null

/** A session that is not stored yet, kept after the browser is closed or not: the cookie may be set only after `saveSession` is committed. */
export const newSession = (deps: Pick<Deps, 'random'>, role: Role, now: number, isKept = true): Session => ({
  token: deps.random.token(),
  expires: now + (role === 'member' ? sessionLife.member : sessionLife.staff).life,
  maxIdle: isKept ? null : BRIEF_IDLE_MS,
})

/** Stores the session of an account whose member has just proved who they are. */
export const saveSession = (db: Tx, session: Session, accountId: number, origin: Origin, now: number) =>
  insertSession(db, {
    token_hash: tokenHash(session.token),
    account_id: accountId,
    created_at: now,
    last_used_at: now,
    expires_at: session.expires,
    max_idle: session.maxIdle,
    confirmed_at: now,
    ...origin,
  })

/**
 * Ends one session of a member by its handle, or all but the present one. Live streams end too; those of the sessions that
 * go on connect again.
 * @returns how many ended
 */
export async function endOwnSessions(
  deps: Deps,
  viewer: { id: number },
  which: { handle: string } | { allBut: string },
): Promise<number> {
  const ended = await write(deps, async (db) =>
    'handle' in which
      ? Number(await endSessionByHandle(db, viewer.id, which.handle))
      : endSessionsOf(db, viewer.id, which.allBut),
  )
  if (ended > 0) deps.live.end(viewer.id)
  return ended
}
