// Signs the keys of guests from before keys were signed, as far as something was stored under them.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { tokenHash } from '../../random.ts'
import { signKeys, unsignedKey } from '../../web/guests.ts'
import { isKeyInUse } from './queries.ts'

/** Nothing is stored under an unsigned key any more, so one that is in use was given by this site. */
export function signEarlierKeys(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRequest', async (request, reply) => {
    const token = unsignedKey(request)
    if (token !== null && (await isKeyInUse(deps.db, tokenHash(token)))) signKeys(deps, request, reply, token)
  })
}
