// /accounts/password/forgot and /accounts/password/reset: a forgotten password, reset by a link in an e-mail.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { queryValue, readForm } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { cookieNames } from '../../web/cookies.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { dropToken, keepToken, keptToken, moveToken } from '../link-hooks.ts'
import { originOf } from '../sessions/origin.ts'
import { forgottenForm, resetForm } from './form.ts'
import { forgottenPage, resetDoneMessages, resetPage } from './pages.ts'
import { readReset, requestReset, resetPassword } from './reset-actions.ts'

const anyone = { access: 'anyone' } as const

export function resetRoutes(app: FastifyInstance, deps: Deps): void {
  forgottenRoutes(app, deps)
  linkRoutes(app, deps)
}

function forgottenRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    { email = '', fault = '', sent = '' },
  ): Promise<FastifyReply> {
    if (fault !== '' && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { email: fault } })
    const chrome = unlisted(await chromeFor(deps, request, '/', urls.forgottenPassword))
    const page = forgottenPage(email, fault, sent)
    const model = { chrome, title: 'Forgotten password', description: 'Set a new password by e-mail.', ...page }
    return sendPage(app, request, reply, 'accounts/passwords/forgotten', model, fault === '' ? 200 : 422)
  }

  app.get('/accounts/password/forgot', { config: anyone }, (request, reply) => send(request, reply, {}))

  app.post(
    '/accounts/password/forgot',
    { config: { ...anyone, rateLimit: () => 'forgotten' } },
    async (request, reply) => {
      const { typed, faults } = readForm(forgottenForm, request.body)
      if (faults.email !== undefined) return send(request, reply, { email: typed.email, fault: faults.email })
      await requestReset(deps, typed.email, originOf(request))
      return send(request, reply, { sent: typed.email.trim() })
    },
  )
}

type ByToken = { Params: { token: string } }

function linkRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    nic: string,
    fault = '',
    message = '',
  ): Promise<FastifyReply> {
    if (fault !== '' && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { password: fault } })
    const chrome = unlisted(await chromeFor(deps, request, '/', urls.resetPassword))
    const page = resetPage(nic, fault, message)
    const model = { chrome, title: 'Set a new password', description: 'Sets the password of your account.', ...page }
    return sendPage(app, request, reply, 'accounts/passwords/reset', model, nic === '' ? 404 : fault === '' ? 200 : 422)
  }

  async function post(request: FastifyRequest, reply: FastifyReply, token: string): Promise<FastifyReply> {
    const { typed } = readForm(resetForm, request.body)
    const outcome = await resetPassword(deps, token, typed.password, originOf(request))
    if (outcome === 'done') {
      dropToken(reply, deps, cookieNames.reset)
      return reply.redirect(urls.loginAfterReset, 303)
    }
    if (outcome === 'ended') return send(request, reply, '')
    return send(request, reply, (await readReset(deps, token))?.nic ?? '', outcome.fault)
  }

  app.get<ByToken>('/accounts/password/reset/:token', { config: anyone }, (request, reply) =>
    moveToken(reply, deps, cookieNames.reset, request.params.token),
  )

  app.get<{ Querystring: { done?: unknown } }>(
    '/accounts/password/reset',
    { config: anyone },
    async (request, reply) => {
      const account = await readReset(deps, keptToken(request, cookieNames.reset))
      const message = account === null ? undefined : resetDoneMessages.get(queryValue(request.query.done) ?? '')
      return send(request, reply, account?.nic ?? '', '', message)
    },
  )

  const limited = { config: { ...anyone, rateLimit: () => 'reset' as const } }
  app.post('/accounts/password/reset', limited, (request, reply) =>
    post(request, reply, keptToken(request, cookieNames.reset)),
  )
  app.post<ByToken>('/accounts/password/reset/:token', limited, (request, reply) => {
    const { token } = request.params
    return post(request, keepToken(reply, deps, cookieNames.reset, token), token)
  })
}
