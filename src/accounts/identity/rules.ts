// When a session has to prove again who it belongs to. Pure.
import { MINUTE } from '../../time.ts'

/** Milliseconds for which a password or passkey counts in its session. */
const IDENTITY_MS = 10 * MINUTE

export const isConfirmed = (session: { confirmedAt: number | null } | null, now: number): boolean =>
  session !== null && session.confirmedAt !== null && now - session.confirmedAt < IDENTITY_MS
