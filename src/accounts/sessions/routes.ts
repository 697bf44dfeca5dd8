// /accounts/sessions: where a member is signed in, and the buttons that sign out there.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { queryValue, readForm } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { identityFault } from '../identity/actions.ts'
import { readIdentityCheck } from '../identity/reading.ts'
import { endOwnSessions } from './actions.ts'
import { sessionsForm } from './form.ts'
import { sessionsDoneMessages, sessionsPage } from './pages.ts'
import { sessionsOf } from './queries.ts'
import { isSessionOver } from './rules.ts'

const members = { config: { access: 'member' } } as const

/** Sessions on the page. */
const MAX_SESSIONS = 100

export function sessionRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    message: string,
    fault = '',
  ): Promise<FastifyReply> {
    if (fault !== '' && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { password: fault } })
    const now = deps.clock()
    const stored = await sessionsOf(deps.db, request.viewer!.id, now, MAX_SESSIONS)
    const check = await readIdentityCheck(deps, request, urls.sessions, fault)
    const page = sessionsPage(
      stored.filter((row) => !isSessionOver(row, now)),
      request.session!.hash,
      check,
      message,
      datesOf(deps, request),
    )
    const chrome = unlisted(await chromeFor(deps, request, urls.sessions, urls.settings))
    const model = { chrome, title: 'Sessions', description: 'The browsers in which you are signed in.', ...page }
    return sendPage(app, request, reply, 'accounts/sessions/sessions', model, fault === '' ? 200 : 422)
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/sessions', members, (request, reply) =>
    send(request, reply, sessionsDoneMessages.get(queryValue(request.query.done) ?? '') ?? ''),
  )

  app.post('/accounts/sessions', members, async (request, reply) => {
    const { typed } = readForm(sessionsForm, request.body)
    const fault = await identityFault(deps, request, typed.password)
    if (fault !== null) return send(request, reply, '', fault)
    if (typed.end === '') return reply.redirect(`${urls.sessions}?done=confirmed`, 303)
    const all = typed.end === 'others'
    const which = all ? { allBut: request.session!.hash } : { handle: typed.end }
    const ended = await endOwnSessions(deps, request.viewer!, which)
    return reply.redirect(`${urls.sessions}?done=${all ? 'others' : ended === 0 ? 'none' : 'one'}`, 303)
  })
}
