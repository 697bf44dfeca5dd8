// /accounts: signing in and out.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { finishSignIn, draftToPost as readDraftToPost } from '../comments/drafts/hooks.ts'
import type { Deps } from '../deps.ts'
import { kinds } from '../errors.ts'
import { queryValue, readForm } from '../faults.ts'
import { count } from '../format.ts'
import { inside } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { draftToPost, forgetDraftToPost } from '../web/guests.ts'
import { sendPage } from '../web/pages.ts'
import { login, logout } from './actions.ts'
import { leavingPage } from './deletion/reading.ts'
import { type LoginForm, loginForm, logoutForm } from './form.ts'
import { loginDoneMessages, loginPage } from './pages.ts'
import { waitingPage } from './registration/pages.ts'
import { sendLinkPage } from './registration/routes.ts'
import { askForSecondFactor } from './second-factor/hooks.ts'
import type { Destination, SignedIn } from './second-factor/sign-in-actions.ts'
import { cookieEnd } from './sessions/actions.ts'
import { clearSessionCookie, knownBrowser, sessionToken, setKnownBrowser, setSessionCookie } from './sessions/hooks.ts'
import { originOf } from './sessions/origin.ts'
import { createTurns } from './turns.ts'

const anyone = { config: { access: 'anyone' } } as const

type Next = { Querystring: { next?: string; done?: unknown } }

export function accountRoutes(app: FastifyInstance, deps: Deps): void {
  loginRoutes(app, deps)
  logoutRoutes(app, deps)
}

type LoginAnswer = { notice: string; kind: 'invalid' | 'banned' | 'tooOften'; appeal?: string }

function loginRoutes(app: FastifyInstance, deps: Deps): void {
  const takeTurn = createTurns()

  async function sendLogin(
    request: FastifyRequest,
    reply: FastifyReply,
    form: Partial<LoginForm>,
    answer?: LoginAnswer,
    done = '',
  ): Promise<FastifyReply> {
    if (answer && takesJson(request)) return sendProblem(reply, { kind: answer.kind, sentence: answer.notice })
    const page = loginPage(
      form,
      answer?.notice ?? '',
      answer?.kind === 'invalid',
      deps.settings().registration,
      await readDraftToPost(deps, request),
      answer?.appeal,
      done,
    )
    const chrome = unlisted(await chromeFor(deps, request, '/', '/accounts/login'))
    const model = { chrome, title: 'Sign in', description: 'Sign in with your nic or e-mail address.', ...page }
    return sendPage(app, request, reply, 'accounts/login', model, answer ? kinds[answer.kind].status : 200)
  }

  app.get<Next>('/accounts/login', anyone, async (request, reply) => {
    const next = String(request.query.next ?? '')
    const done = loginDoneMessages.get(queryValue(request.query.done) ?? '')
    return request.viewer
      ? reply.redirect(inside(next, '/'), 303)
      : sendLogin(request, reply, { next }, undefined, done)
  })

  app.post('/accounts/login', { config: { access: 'anyone', rateLimit: () => 'login' } }, async (request, reply) => {
    await takeTurn()
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
    if ('applied' in session) return sendLinkPage({ app, deps }, request, reply, waitingPage(session.applied), 403)
    if ('banned' in session)
      return sendLogin(request, reply, typed, { notice: session.banned, kind: 'banned', appeal: session.appeal })
    return 'pending' in session
      ? askForSecondFactor(deps, reply, session)
      : enterSite(deps, request, reply, session, typed)
  })
}

/** Gives the browser a new session, and does what waited for it: posts the marked comment, or claims a receipt. */
export async function enterSite(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  session: SignedIn,
  { next, post }: Pick<Destination, 'next' | 'post'>,
): Promise<FastifyReply> {
  setSessionCookie(reply, deps, session.token, cookieEnd(session))
  setKnownBrowser(reply, deps, session.viewer.id)
  const leaving = await leavingPage(deps, session.viewer, next)
  if (leaving !== null) return reply.redirect(leaving, 303)
  const posted = await finishSignIn(deps, request, reply, session.viewer, post !== '')
  const claimed = await deps.claimReceipt(session.viewer, next)
  return reply.redirect(posted ?? claimed ?? inside(next, '/'), 303)
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
