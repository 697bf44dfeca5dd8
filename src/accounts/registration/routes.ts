// /accounts/register and /accounts/applications: registering, applying for an account, and the link that makes the first admin.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { queryValue, readForm } from '../../faults.ts'
import type { LinkPage } from '../../mail/pages.ts'
import type { RateLimitName } from '../../settings.ts'
import { DAY } from '../../time.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { cookieNames } from '../../web/cookies.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { canMakeFirstAdmin, type Refused, registerFirstAdmin, registerMember } from '../actions.ts'
import { type RegisterForm, registerForm } from '../form.ts'
import { readInvitation } from '../invitations/actions.ts'
import { dropToken, keptToken, moveToken } from '../link-hooks.ts'
import { buttonLinkRoutes } from '../link-routes.ts'
import { freeNic } from '../nics/free-checks.ts'
import { type RegisterKind, registerPage } from '../pages.ts'
import { setKnownBrowser, setSessionCookie, setWelcome } from '../sessions/hooks.ts'
import { originOf } from '../sessions/origin.ts'
import { applyToJoin, confirmApplication, readApplication } from './actions.ts'
import { applicationConfirmForm } from './form.ts'
import { applicationPage, appliedPage, doorPage, invitationNotice } from './pages.ts'
import { registrationDoor } from './rules.ts'

const anyone = { config: { access: 'anyone' } } as const

type Site = { app: FastifyInstance; deps: Deps }
type Next = { Querystring: { next?: string; invitation?: unknown } }
type ByToken = { Params: { token: string } }

export function registrationRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps)
  applicationRoutes(app, deps)
  firstAdminRoutes(app, deps)
}

/** Sends the form. */
async function sendRegister(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: RegisterKind,
  form: Partial<RegisterForm>,
  { faults, strength }: Refused = { faults: {} },
): Promise<FastifyReply> {
  const failed = Object.keys(faults).length > 0
  if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
  const page = registerPage(form, faults, kind, strength)
  const chrome = unlisted(await chromeFor(deps, request, '/', '/accounts/register'))
  const model = { chrome, title: page.heading, description: page.intro, ...page }
  return sendPage(app, request, reply, 'accounts/register', model, failed ? 422 : 200)
}

/** Sends a page without a form, or with a single button. */
export async function sendLinkPage(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  page: LinkPage,
  status: number,
): Promise<FastifyReply> {
  if (status === 403 && takesJson(request)) return sendProblem(reply, { kind: 'forbidden', sentence: page.intro })
  const chrome = unlisted(await chromeFor(deps, request, '/'))
  return sendPage(
    app,
    request,
    reply,
    'inbox/link',
    { chrome, title: page.heading, description: page.intro, ...page },
    status,
  )
}

/** What the browser may do here, and the invitation that it holds. A bad invitation is reported once, then forgotten. */
async function readEntrance(deps: Deps, request: FastifyRequest, reply: FastifyReply) {
  const mode = deps.settings().registration
  const token = request.cookies[cookieNames.invitation]
  const invitation = token === undefined ? null : await readInvitation(deps, token)
  const isGood = invitation !== null && invitation.state === 'open'
  if (invitation !== null && !isGood) setInvitation(reply, deps, null)
  return {
    door: registrationDoor(mode, isGood),
    invitation: isGood ? { id: invitation.id, nic: invitation.nic } : null,
    notice: invitation === null || mode === 'closed' ? '' : invitationNotice[invitation.state],
  }
}

/** Milliseconds for which a browser keeps an invitation that was opened in it. */
const INVITATION_COOKIE_MS = DAY

function setInvitation(reply: FastifyReply, deps: Deps, token: string | null): void {
  const options = {
    path: '/accounts',
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.config.baseUrl.startsWith('https:'),
  } as const
  if (token === null) reply.clearCookie(cookieNames.invitation, options)
  else reply.setCookie(cookieNames.invitation, token, { ...options, maxAge: INVITATION_COOKIE_MS / 1000 })
}

function registerRoutes(app: FastifyInstance, deps: Deps): void {
  const site = { app, deps }

  app.get<Next>('/accounts/register', anyone, async (request, reply) => {
    const next = String(request.query.next ?? '')
    if (request.viewer) return reply.redirect(inside(next, '/'), 303)
    const token = queryValue(request.query.invitation)
    if (token !== undefined) {
      // The token must not stay in the address. What cannot be one is as wrong as an unknown one.
      setInvitation(reply, deps, /^[\w-]{1,100}$/.test(token) ? token : 'unreadable')
      return reply.redirect(urls.register(next === '' ? undefined : inside(next, '/')), 303)
    }
    const { door, invitation, notice } = await readEntrance(deps, request, reply)
    return door === 'open' || door === 'application'
      ? sendRegister(site, request, reply, { kind: door, invitedBy: invitation?.nic ?? '', notice }, { next })
      : sendLinkPage(site, request, reply, doorPage(door, notice), notice === '' ? 200 : 410)
  })

  const rateLimit = (request: FastifyRequest): RateLimitName =>
    (request.body as Partial<RegisterForm> | null)?.action === 'pick-nic' ? 'preview' : 'register'
  app.post('/accounts/register', { config: { access: 'anyone', rateLimit } }, async (request, reply) => {
    const { typed } = readForm(registerForm, request.body)
    const { door, invitation, notice } = await readEntrance(deps, request, reply)
    if (door !== 'open' && door !== 'application')
      return sendLinkPage(site, request, reply, doorPage(door, notice), 403)
    const kind: RegisterKind = { kind: door, invitedBy: invitation?.nic ?? '', notice }
    if (typed.action === 'pick-nic')
      return sendRegister(site, request, reply, kind, { ...typed, nic: await freeNic(deps) })
    if (door === 'application') {
      const faults = await applyToJoin(deps, typed)
      return faults === null
        ? reply.redirect(urls.applied, 303)
        : sendRegister(site, request, reply, kind, typed, { faults })
    }
    const result = await registerMember(deps, typed, originOf(request), invitation?.id ?? null)
    if ('faults' in result) return sendRegister(site, request, reply, kind, typed, result)
    setSessionCookie(reply, deps, result.session.token, result.session.expires)
    setKnownBrowser(reply, deps, result.viewer.id)
    setWelcome(reply, deps)
    if (invitation !== null) setInvitation(reply, deps, null)
    return reply.redirect((await deps.claimReceipt(result.viewer, typed.next)) ?? inside(typed.next, '/'), 303)
  })
}

function applicationRoutes(app: FastifyInstance, deps: Deps): void {
  const site = { app, deps }

  app.get('/accounts/applications', anyone, (request, reply) => sendLinkPage(site, request, reply, appliedPage, 200))

  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    found: Parameters<typeof applicationPage>[1],
  ): Promise<FastifyReply> => {
    const page = applicationPage(urls.applicationConfirmation, found)
    return sendLinkPage(site, request, reply, page, found.state === 'ended' ? 404 : found.state === 'taken' ? 409 : 200)
  }

  buttonLinkRoutes(app, deps, {
    stem: urls.applied,
    cookie: cookieNames.application,
    read: (token) => readApplication(deps, token),
    press: async (request, token) => {
      readForm(applicationConfirmForm, request.body)
      return { state: await confirmApplication(deps, token), email: '', nic: '' }
    },
    send,
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
    return moveToken(reply, deps, cookieNames.firstAdmin, token)
  })

  app.get('/accounts/first-admin', anyone, async (request, reply) => {
    await checkLink(keptToken(request, cookieNames.firstAdmin))
    return sendRegister(site, request, reply, { kind: 'firstAdmin' }, {})
  })

  const press = async (request: FastifyRequest, reply: FastifyReply, token: string): Promise<FastifyReply> => {
    await checkLink(token)
    const { typed } = readForm(registerForm, request.body)
    const kind = { kind: 'firstAdmin' } as const
    if (typed.action === 'pick-nic')
      return sendRegister(site, request, reply, kind, { ...typed, nic: await freeNic(deps) })
    const result = await registerFirstAdmin(deps, typed, token, originOf(request))
    if ('faults' in result) return sendRegister(site, request, reply, kind, typed, result)
    setSessionCookie(reply, deps, result.session.token, result.session.expires)
    return dropToken(reply, deps, cookieNames.firstAdmin).redirect('/', 303)
  }

  app.post('/accounts/first-admin', anyone, (request, reply) =>
    press(request, reply, keptToken(request, cookieNames.firstAdmin)),
  )

  app.post<ByToken>('/accounts/first-admin/:token', anyone, (request, reply) =>
    press(request, reply, request.params.token),
  )
}
