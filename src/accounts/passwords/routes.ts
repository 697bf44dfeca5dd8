// /accounts/password: changing it, how strong a new one is, and where password managers find the form.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { setSessionCookie } from '../sessions/hooks.ts'
import { originOf } from '../sessions/origin.ts'
import { changePassword } from './actions.ts'
import { rateNewPassword } from './checks.ts'
import { type ChangeField, changeForm, ratingForm } from './form.ts'
import { changeDoneMessages, changePage } from './pages.ts'
import { passwordOwner } from './queries.ts'
import { resetRoutes } from './reset-routes.ts'
import type { Strength } from './rules.ts'

const anyone = { access: 'anyone' } as const

export function passwordRoutes(app: FastifyInstance, deps: Deps): void {
  changeRoutes(app, deps)
  ratingRoutes(app, deps)
  resetRoutes(app, deps)
}

type Shown = { faults?: Faults<ChangeField>; strength?: Strength; others?: boolean; message?: string }

function changeRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    { faults = {}, strength, others = true, message = '' }: Shown,
  ): Promise<FastifyReply> {
    const failed = Object.keys(faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const { nic, password_hash } = await passwordOwner(deps.db, request.viewer!.id)
    const page = changePage({ nic, hasPassword: password_hash !== null }, faults, strength, others, message)
    const chrome = unlisted(await chromeFor(deps, request, urls.password, urls.settings))
    const model = { chrome, title: 'Password', description: 'Change your password.', ...page }
    return sendPage(app, request, reply, 'accounts/passwords/password', model, failed ? 422 : 200)
  }

  app.get<{ Querystring: { done?: unknown } }>(
    '/accounts/password',
    { config: { access: 'member' } },
    (request, reply) =>
      send(request, reply, { message: changeDoneMessages.get(queryValue(request.query.done) ?? '') ?? '' }),
  )

  app.post('/accounts/password', { config: { access: 'member', rateLimit: () => 'reset' } }, async (request, reply) => {
    const { typed } = readForm(changeForm, request.body)
    const outcome = await changePassword(deps, request.viewer!, request.session!.hash, typed, originOf(request))
    if ('faults' in outcome) return send(request, reply, { ...outcome, others: typed.others !== '' })
    setSessionCookie(reply, deps, outcome.token, outcome.expires)
    return reply.redirect(`${urls.password}?done=${typed.others === '' ? 'changed' : 'others'}`, 303)
  })

  // Password managers look for the form here.
  app.get('/.well-known/change-password', { config: anyone }, (_request, reply) => reply.redirect(urls.password, 303))
}

/** Answers the script of a field. The password is neither saved nor logged. */
function ratingRoutes(app: FastifyInstance, deps: Deps): void {
  app.post(
    '/accounts/password/ratings',
    { config: { ...anyone, rateLimit: () => 'rating' } },
    async (request, reply) => {
      const { typed } = readForm(ratingForm, request.body)
      const member = request.viewer === null ? undefined : await passwordOwner(deps.db, request.viewer.id)
      const rated = await rateNewPassword(typed.password, {
        nic: member?.nic ?? typed.nic,
        email: member?.email ?? typed.email,
        siteName: deps.settings().siteName,
      })
      const sentence = 'fault' in rated ? rated.fault : `Strength: ${rated.strength}.`
      return reply.header('cache-control', 'private, no-store').send({ sentence })
    },
  )
}
