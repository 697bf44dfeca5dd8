// Deletes the unsent texts of a form when the form is accepted.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { knownGuest } from '../../web/guests.ts'
import { draftWriters } from './actions.ts'
import { deleteUnsentOfForm } from './unsent-actions.ts'

/** The field that scripts add to a form whose texts they save. No form knows it, so it is taken out of the body. */
const FIELD = 'unsent'

declare module 'fastify' {
  interface FastifyRequest {
    /** The key under which the form's texts were saved; null for none. */
    unsentKey: string | null
  }
}

function takeKey(request: FastifyRequest): string | null {
  const body = request.body
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, FIELD)) return null
  const { [FIELD]: key, ...rest } = body as Record<string, unknown>
  request.body = rest
  return typeof key === 'string' && key !== '' ? key : null
}

/** A form is accepted when the answer leads to another page, unless that says that somebody else was first. */
const isAccepted = (reply: FastifyReply): boolean =>
  reply.statusCode === 303 && !/[?&]done=already\b/.test(String(reply.getHeader('location') ?? ''))

export function deleteSentTexts(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('unsentKey', null)
  app.addHook('preHandler', async (request) => {
    if (request.method === 'POST') request.unsentKey = takeKey(request)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.unsentKey === null || !isAccepted(reply)) return payload
    const writers = draftWriters(request.viewer, knownGuest(deps, request))
    if (writers.length > 0)
      await deleteUnsentOfForm(deps, request.unsentKey, writers).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'unsent texts not deleted'),
      )
    return payload
  })
}
