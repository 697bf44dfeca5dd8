// Checks that a session is still used by its member before a dangerous change.
import type { FastifyRequest } from 'fastify'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { countPasswordAttempt } from '../login-checks.ts'
import { passwordMatches } from '../passwords/hash.ts'
import { passwordHashOf, setConfirmed } from './queries.ts'
import { isConfirmed } from './rules.ts'

/**
 * Checks a password, unless this session has proved its member within the last ten minutes; then it counts for ten more.
 * @param password as typed, empty where the form had no field for it
 * @returns the fault of the field `password`, or null if the change may be made
 * @throws AppError `tooOften` after too many passwords
 */
export async function identityFault(
  deps: Deps,
  request: Pick<FastifyRequest, 'viewer' | 'session'>,
  password: string,
): Promise<string | null> {
  const { session } = request
  const viewer = request.viewer!
  if (isConfirmed(session, deps.clock())) return null
  const hash = await passwordHashOf(deps.db, viewer.id)
  if (hash === null) return 'First confirm that it is you.'
  if (password === '') return 'Enter your password to confirm.'
  countPasswordAttempt(deps, viewer.id)
  if (!(await passwordMatches(hash, password))) return 'That is not your password.'
  await write(deps, (db) => setConfirmed(db, session!.hash, deps.clock()))
  return null
}
