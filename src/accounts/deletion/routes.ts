// /accounts/deletion: a member deletes the account, or keeps it during the grace.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { identityFault } from '../identity/actions.ts'
import { readIdentityCheck } from '../identity/reading.ts'
import { originOf } from '../sessions/origin.ts'
import { askForDeletion, keepAccount } from './actions.ts'
import { choiceForm, type DeletionField, deletionForm } from './form.ts'
import { deletionPage, keptMessage } from './pages.ts'
import { deletionOf } from './queries.ts'

const members = { config: { access: 'member' } } as const

type Typed = { nic: string; comments: string; next: string }

export function deletionRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Typed,
    faults: Faults<DeletionField> = {},
    message = '',
  ): Promise<FastifyReply> {
    const failed = Object.keys(faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const viewer = request.viewer!
    const page = deletionPage(
      { nic: viewer.nic, typed, faults },
      await deletionOf(deps.db, viewer.id),
      { now: deps.clock(), textDays: deps.settings().deletedTextDays, next: inside(typed.next, '/'), message },
      datesOf(deps, request),
    )
    const check = await readIdentityCheck(deps, request, urls.deletion, faults.password)
    const chrome = unlisted(await chromeFor(deps, request, urls.deletion, urls.settings))
    const model = { chrome, title: 'Delete account', description: 'What is deleted, and what stays.', check, ...page }
    return sendPage(app, request, reply, 'accounts/deletion/deletion', model, failed ? 422 : 200)
  }

  app.get<{ Querystring: { next?: unknown; done?: unknown } }>('/accounts/deletion', members, (request, reply) =>
    send(
      request,
      reply,
      { nic: '', comments: '', next: queryValue(request.query.next) ?? '' },
      {},
      queryValue(request.query.done) === 'kept' ? keptMessage : '',
    ),
  )

  app.post('/accounts/deletion', { config: { access: 'member', rateLimit: () => 'login' } }, async (request, reply) => {
    const { typed, faults } = readForm(deletionForm, request.body)
    if (faults.action) throw notAButton()
    const viewer = request.viewer!
    if (typed.action === 'keep') {
      await keepAccount(deps, viewer, originOf(request))
      return reply.redirect(`${urls.deletion}?done=kept`, 303)
    }
    const choice = readForm(choiceForm, { comments: typed.comments, nic: typed.nic })
    if (choice.value === null) return send(request, reply, typed, choice.faults)
    const wrong = await identityFault(deps, request, typed.password)
    if (wrong !== null) return send(request, reply, typed, { password: wrong })
    const session = { sessionHash: request.session!.hash, origin: originOf(request) }
    const found = await askForDeletion(deps, viewer, choice.value, session)
    return Object.keys(found).length > 0 ? send(request, reply, typed, found) : reply.redirect(urls.deletion, 303)
  })
}
