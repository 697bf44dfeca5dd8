// Reads whether a dangerous form has to ask for the password.
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { type IdentityCheck, identityCheck } from './pages.ts'
import { passwordHashOf } from './queries.ts'
import { isConfirmed } from './rules.ts'

/**
 * The field of a dangerous form of a signed-in member.
 * @param here address of its page
 * @param fault of the field `password`
 */
export async function readIdentityCheck(
  deps: Pick<Deps, 'db' | 'clock'>,
  request: Pick<FastifyRequest, 'viewer' | 'session'>,
  here: string,
  fault = '',
): Promise<IdentityCheck> {
  const needed = !isConfirmed(request.session, deps.clock())
  const hasPassword = needed && (await passwordHashOf(deps.db, request.viewer!.id)) !== null
  return identityCheck({ needed, hasPassword }, here, fault)
}
