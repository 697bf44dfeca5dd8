// Begins sessions, in the transaction of their cause.
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import type { Role } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { sessionLife } from '../../settings.ts'
import { insertSession } from '../queries.ts'
import type { Origin } from './origin.ts'

/** `expires` in Unix milliseconds. */
export type Session = { token: string; expires: number }

/** A session that is not stored yet: the cookie may be set only after `saveSession` is committed. */
export const newSession = (deps: Pick<Deps, 'random'>, role: Role, now: number): Session => ({
  token: deps.random.token(),
  expires: now + (role === 'member' ? sessionLife.member : sessionLife.staff).life,
})

/** Stores the session of an account whose member has just proved who they are. */
export const saveSession = (db: Tx, session: Session, accountId: number, origin: Origin, now: number) =>
  insertSession(db, {
    token_hash: tokenHash(session.token),
    account_id: accountId,
    created_at: now,
    last_used_at: now,
    expires_at: session.expires,
    confirmed_at: now,
    ...origin,
  })
