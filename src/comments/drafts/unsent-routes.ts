// /comments/drafts/texts: pages save what is typed into their forms, and ask for what was typed there before.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { readForm, rowId } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { knownGuest } from '../../web/guests.ts'
import { draftWriters } from './actions.ts'
import { draftLimitOf, requestWriters } from './hooks.ts'
import { writeReference } from './rules.ts'
import { deleteUnsent, findUnsent, saveUnsent } from './unsent-actions.ts'
import { isPageAddress, unsentForm } from './unsent-form.ts'

type ByPages = { Querystring: { page?: unknown } }

/** A page asks for the texts of all its forms at once. */
const MAX_PAGES = 100

export function unsentRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<ByPages>('/comments/drafts/texts', { config: { access: 'anyone' } }, (request, reply) =>
    sendUnsent(deps, request, reply),
  )
  app.post(
    '/comments/drafts/texts',
    { config: { access: 'anyone', rateLimit: (request) => draftLimitOf(deps, request) } },
    (request, reply) => answerUnsent(deps, request, reply),
  )
}

const ownWriters = (deps: Deps, request: FastifyRequest): string[] =>
  draftWriters(request.viewer, knownGuest(deps, request))

async function sendUnsent(deps: Deps, request: FastifyRequest<ByPages>, reply: FastifyReply): Promise<FastifyReply> {
  const pages = [request.query.page].flat().filter((page): page is string => typeof page === 'string')
  const texts = await findUnsent(deps, ownWriters(deps, request), pages.slice(0, MAX_PAGES))
  return reply
    .header('cache-control', 'private, no-store')
    .send(texts.map((text) => ({ page: text.page, field: text.field, body: text.body, draft: writeReference(text) })))
}

async function answerUnsent(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { typed, value } = readForm(unsentForm, request.body)
  if (typed.action === 'discard') {
    const id = rowId(typed.text)
    if (id === null) throw notAButton()
    await deleteUnsent(deps, id, ownWriters(deps, request))
    return reply.redirect(`${urls.drafts}?done=1`, 303)
  }
  if (typed.action !== 'save' || value === null || !isPageAddress(value.page) || value.field === '' || value.key === '')
    throw notAButton()
  const saved = await saveUnsent(deps, requestWriters(deps, request, reply), value, request.ip)
  return reply.header('cache-control', 'no-store').send({ draft: saved === null ? '' : writeReference(saved) })
}
