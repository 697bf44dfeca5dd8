// /accounts: registration, signing in and out, and the link that makes the first admin.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { finishSignIn, draftToPost as readDraftToPost } from '../comments/drafts/hooks.ts'
import type { Deps } from '../deps.ts'
import { AppError, kinds } from '../errors.ts'
import { type Faults, readForm } from '../faults.ts'
import { count } from '../format.ts'
import type { RateLimitName } from '../settings.ts'
import { inside } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { draftToPost, forgetDraftToPost } from '../web/guests.ts'
import { sendPage } from '../web/pages.ts'
import { canMakeFirstAdmin, login, logout, registerFirstAdmin, registerMember } from './actions.ts'
import { type LoginForm, loginForm, logoutForm, type RegisterField, type RegisterForm, registerForm } from './form.ts'
import { freeNic } from './nics/free-checks.ts'
import { loginPage, registerPage } from './pages.ts'
import {
  clearSessionCookie,
  knownBrowser,
  sessionToken,
  setKnownBrowser,
  setSessionCookie,
  setWelcome,
} from './sessions/hooks.ts'
import { originOf } from './sessions/origin.ts'

const anyone = { config: { access: 'anyone' } } as const

type Next = { Querystring: { next?: string } }
type ByToken = { Params: { token: string } }

export function accountRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps)
  loginRoutes(app, deps)
  logoutRoutes(app, deps)
  firstAdminRoutes(app, deps)
}

/** Sends the form that registers a member or, with a token, the first admin. */
async function sendRegister(
  { app, deps }: { app: FastifyInstance; deps: Deps },
  request: FastifyRequest,
  reply: FastifyReply,
  form: Partial<RegisterForm>,
  faults: Faults<RegisterField> = {},
  token?: string,
): Promise<FastifyReply> {
  const failed = Object.keys(faults).length > 0
  if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
  const page = registerPage(form, faults, token)
  const chrome = unlisted(await chromeFor(deps, request, '/', '/accounts/register'))
  const model = { chrome, title: page.heading, description: page.intro, ...page }
  return sendPage(app, request, reply, 'accounts/register', model, failed ? 422 : 200)
}

function registerRoutes(app: FastifyInstance, deps: Deps): void {
  const site = { app, deps }

  app.get<Next>('/accounts/register', anyone, async (request, reply) => {
    const next = String(request.query.next ?? '')
    return request.viewer ? reply.redirect(inside(next, '/'), 303) : sendRegister(site, request, reply, { next })
  })

  const rateLimit = (request: FastifyRequest): RateLimitName =>
    (request.body as Partial<RegisterForm> | null)?.action === 'pick-nic' ? 'preview' : 'register'
  app.post('/accounts/register', { config: { access: 'anyone', rateLimit } }, async (request, reply) => {
    const { typed } = readForm(registerForm, request.body)
    if (typed.action === 'pick-nic') return sendRegister(site, request, reply, { ...typed, nic: await freeNic(deps) })
    const result = await registerMember(deps, typed, originOf(request))
    if ('faults' in result) return sendRegister(site, request, reply, typed, result.faults)
    setSessionCookie(reply, deps, result.session.token, result.session.expires)
    setKnownBrowser(reply, deps, result.viewer.id)
    setWelcome(reply, deps)
    return reply.redirect((await deps.claimReceipt(result.viewer, typed.next)) ?? inside(typed.next, '/'), 303)
  })
}

type LoginAnswer = { notice: string; kind: 'invalid' | 'banned' | 'tooOften'; appeal?: string }

function loginRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendLogin(
    request: FastifyRequest,
    reply: FastifyReply,
    form: Partial<LoginForm>,
    answer?: LoginAnswer,
  ): Promise<FastifyReply> {
    if (answer && takesJson(request)) return sendProblem(reply, { kind: answer.kind, sentence: answer.notice })
    const page = loginPage(
      form,
      answer?.notice ?? '',
      answer?.kind === 'invalid',
      await readDraftToPost(deps, request),
      answer?.appeal,
    )
    const chrome = unlisted(await chromeFor(deps, request, '/', '/accounts/login'))
    const model = { chrome, title: 'Sign in', description: 'Sign in with your nic or e-mail address.', ...page }
    return sendPage(app, request, reply, 'accounts/login', model, answer ? kinds[answer.kind].status : 200)
  }

  app.get<Next>('/accounts/login', anyone, async (request, reply) => {
    const next = String(request.query.next ?? '')
    return request.viewer ? reply.redirect(inside(next, '/'), 303) : sendLogin(request, reply, { next })
  })

  app.post('/accounts/login', { config: { access: 'anyone', rateLimit: () => 'login' } }, async (request, reply) => {
    const { typed, faults } = readForm(loginForm, request.body)
    if (faults.nic) return sendLogin(request, reply, typed, { notice: faults.nic, kind: 'invalid' })
    const session = await login(deps, typed, originOf(request), sessionToken(request, deps), knownBrowser(request))
    if (session === null)
      return sendLogin(request, reply, typed, { notice: 'Wrong name or password.', kind: 'invalid' })
    if ('wait' in session) {
      reply.header('retry-after', String(session.wait))
      const notice = `Too many attempts to sign in with this name. Try again in ${count(Math.ceil(session.wait / 60), 'minute')}, or in a browser in which you have signed in before.`
      return sendLogin(request, reply, typed, { notice, kind: 'tooOften' })
    }
    if ('banned' in session)
      return sendLogin(request, reply, typed, { notice: session.banned, kind: 'banned', appeal: session.appeal })
    setSessionCookie(reply, deps, session.token, session.expires)
    setKnownBrowser(reply, deps, session.viewer.id)
    const posted = await finishSignIn(deps, request, reply, session.viewer, typed.post !== '')
    const claimed = await deps.claimReceipt(session.viewer, typed.next)
    return reply.redirect(posted ?? claimed ?? inside(typed.next, '/'), 303)
  })
}

function logoutRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/accounts/logout', anyone, async (request, reply) =>
    sendPage(app, request, reply, 'accounts/logout', {
      chrome: unlisted(await chromeFor(deps, request, '/')),
      title: 'Sign out',
      description: 'Ends the session of this browser.',
      signedIn: request.viewer !== null,
    }),
  )

  app.post('/accounts/logout', anyone, async (request, reply) => {
    readForm(logoutForm, request.body)
    const token = sessionToken(request, deps)
    if (token !== undefined) await logout(deps, request.viewer, token)
    clearSessionCookie(reply, deps)
    if (draftToPost(deps, request) !== null) forgetDraftToPost(deps, reply)
    return reply.header('clear-site-data', '"cache"').redirect('/', 303)
  })
}

function firstAdminRoutes(app: FastifyInstance, deps: Deps): void {
  const site = { app, deps }
  const checkLink = async (token: string): Promise<void> => {
    if (!(await canMakeFirstAdmin(deps.db, token)))
      throw new AppError('missing', 'This link was used, or a later start of the server printed a new one.')
  }

  app.get<ByToken>('/accounts/first-admin/:token', anyone, async (request, reply) => {
    const { token } = request.params
    await checkLink(token)
    return sendRegister(site, request, reply.header('referrer-policy', 'same-origin'), {}, {}, token)
  })

  app.post<ByToken>('/accounts/first-admin/:token', anyone, async (request, reply) => {
    const { token } = request.params
    await checkLink(token)
    const { typed } = readForm(registerForm, request.body)
    if (typed.action === 'pick-nic')
      return sendRegister(site, request, reply, { ...typed, nic: await freeNic(deps) }, {}, token)
    const result = await registerFirstAdmin(deps, typed, token, originOf(request))
    if ('faults' in result) return sendRegister(site, request, reply, typed, result.faults, token)
    setSessionCookie(reply, deps, result.session.token, result.session.expires)
    return reply.redirect('/', 303)
  })
}
