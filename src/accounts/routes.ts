// /accounts: registering, signing in and out, and the link that makes the first admin.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { draftToPost, finishSignIn } from '../comments/drafts/hooks.ts'
import type { Deps } from '../deps.ts'
import { AppError, kinds } from '../errors.ts'
import { type Faults, readFields } from '../faults.ts'
import { serializeView } from '../thread-view.ts'
import { inside, urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { cookieNames } from '../web/cookies.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { draftToPost, forgetDraftToPost } from '../web/guests.ts'
import { looksOf, savedMessage, viewFor } from '../web/looks.ts'
import { rateLimitFor } from '../web/pace.ts'
import { sendPage } from '../web/pages.ts'
import { datesOf } from '../web/reader.ts'
import { canMakeFirstAdmin, login, logout, registerFirstAdmin, registerMember, savePreferences } from './actions.ts'
import { type LoginForm, loginFields, type RegisterField, type RegisterForm, registerFields } from './form.ts'
import { freeNic } from './nics/free-checks.ts'
import { loginPage, registerPage, settingsPage } from './pages.ts'
import {
  defaultPreferences,
  readPreferences,
  type SettingsField,
  type SettingsForm,
  settingsFields,
} from './preferences.ts'
import { clearSessionCookie, sessionToken, setSessionCookie } from './sessions/hooks.ts'

const anyone = { config: { access: 'anyone' } } as const

const usedLink = (): AppError =>
  new AppError('missing', 'This link has been used, or a later start of the server has printed a new one.')

export function accountRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendRegister(
    request: FastifyRequest,
    reply: FastifyReply,
    form: Partial<RegisterForm>,
    faults: Faults<RegisterField> = {},
    token?: string,
  ): Promise<FastifyReply> {
    const failed = Object.keys(faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const page = registerPage(form, faults, token)
    return sendPage(
      app,
      request,
      reply,
      'accounts/register',
      {
        chrome: unlisted(await chromeFor(deps, request, '/', '/accounts/register')),
        title: page.heading,
        description: page.intro,
        ...page,
      },
      failed ? 422 : 200,
    )
  }

  async function sendLogin(
    request: FastifyRequest,
    reply: FastifyReply,
    form: Partial<LoginForm>,
    notice = '',
    kind: 'invalid' | 'banned' = 'invalid',
    appeal = '',
  ): Promise<FastifyReply> {
    if (notice !== '' && takesJson(request)) return sendProblem(reply, { kind, sentence: notice })
    const page = loginPage(form, notice, notice !== '' && kind === 'invalid', await draftToPost(deps, request), appeal)
    return sendPage(
      app,
      request,
      reply,
      'accounts/login',
      {
        chrome: unlisted(await chromeFor(deps, request, '/', '/accounts/login')),
        title: 'Sign in',
        description: 'Sign in with your nic or e-mail address.',
        ...page,
      },
      notice === '' ? 200 : kinds[kind].status,
    )
  }

  app.get<{ Querystring: { next?: string } }>('/accounts/register', anyone, async (request, reply) =>
    request.viewer
      ? reply.redirect(inside(String(request.query.next ?? ''), '/'), 303)
      : sendRegister(request, reply, { next: String(request.query.next ?? '') }),
  )
  app.get<{ Querystring: { next?: string } }>('/accounts/login', anyone, async (request, reply) =>
    request.viewer
      ? reply.redirect(inside(String(request.query.next ?? ''), '/'), 303)
      : sendLogin(request, reply, { next: String(request.query.next ?? '') }),
  )
  app.get('/accounts/logout', anyone, async (request, reply) =>
    sendPage(app, request, reply, 'accounts/logout', {
      chrome: unlisted(await chromeFor(deps, request, '/')),
      title: 'Sign out',
      description: 'Ends this session.',
      signedIn: request.viewer !== null,
    }),
  )

  async function sendSettings(
    request: FastifyRequest,
    reply: FastifyReply,
    form: SettingsForm,
    faults: Faults<SettingsField>,
    said: string,
  ): Promise<FastifyReply> {
    const failed = Object.keys(faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const page = settingsPage(form, faults, deps.settings(), deps.clock(), said)
    return sendPage(
      app,
      request,
      reply,
      'accounts/settings',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.settings)),
        title: 'Settings',
        description: 'How you read.',
        ...page,
      },
      failed ? 422 : 200,
    )
  }

  app.get<{ Querystring: { saved?: unknown } }>(
    '/accounts/settings',
    { config: { access: 'member' } },
    async (request, reply) => {
      const kept = request.preferences ?? {
        ...defaultPreferences,
        theme: looksOf(request).theme,
        textSize: looksOf(request).size,
      }
      const form = {
        theme: kept.theme,
        size: kept.textSize,
        view: serializeView(viewFor(deps, request)),
        zone: kept.timeZone ?? '',
        dates: kept.dateStyle,
        keys: kept.keys ? 'on' : '',
      }
      return sendSettings(
        request,
        reply,
        form,
        {},
        savedMessage(request.query.saved, deps.clock(), datesOf(deps, request)),
      )
    },
  )

  app.post('/accounts/settings', { config: { access: 'member' } }, async (request, reply) => {
    const form = readFields(request.body, settingsFields)
    const read = readPreferences(form)
    if ('faults' in read) return sendSettings(request, reply, form, read.faults, '')
    await savePreferences(deps, request.viewer!, read.preferences)
    // This browser may have a choice of its own, which would go before the account's.
    if (form.view !== '') reply.clearCookie(cookieNames.view, { path: '/' })
    return reply.redirect(urls.saved(urls.settings, deps.clock()), 303)
  })

  app.post(
    '/accounts/register',
    {
      config: {
        access: 'anyone',
        ...rateLimitFor(deps, (request) =>
          (request.body as Partial<RegisterForm> | null)?.action === 'pick-nic' ? 'preview' : 'register',
        ),
      },
    },
    async (request, reply) => {
      const form = readFields(request.body, registerFields)
      if (form.action === 'pick-nic') return sendRegister(request, reply, { ...form, nic: await freeNic(deps) })
      const result = await registerMember(deps, form)
      if ('faults' in result) return sendRegister(request, reply, form, result.faults)
      setSessionCookie(reply, deps, result.session.token, result.session.expires)
      return reply.redirect(inside(form.next, '/'), 303)
    },
  )

  app.post(
    '/accounts/login',
    { config: { access: 'anyone', ...rateLimitFor(deps, () => 'login') } },
    async (request, reply) => {
      const form = readFields(request.body, loginFields)
      if (form.nic.trim() === '' || form.password === '')
        return sendLogin(request, reply, form, 'Enter your nic or e-mail address, and your password.')
      const session = await login(deps, form, sessionToken(request, deps))
      if (session === null) return sendLogin(request, reply, form, 'That nic and password do not go together.')
      if ('banned' in session) return sendLogin(request, reply, form, session.banned, 'banned', session.appeal)
      setSessionCookie(reply, deps, session.token, session.expires)
      const posted = await afterSigningIn(deps, request, reply, session.viewer, form.post !== '')
      return reply.redirect(posted ?? inside(form.next, '/'), 303)
    },
  )

  app.post('/accounts/logout', anyone, async (request, reply) => {
    readFields(request.body, [])
    const token = sessionToken(request, deps)
    if (token !== undefined) await logout(deps, request.viewer, token)
    clearSessionCookie(reply, deps)
    if (draftToPost(request) !== null) forgetDraftToPost(deps, reply)
    return reply.header('clear-site-data', '"cache"').redirect('/', 303)
  })

  app.get<{ Params: { token: string } }>('/accounts/first-admin/:token', anyone, async (request, reply) => {
    if (!(await canMakeFirstAdmin(deps.db, request.params.token))) throw usedLink()
    return sendRegister(request, reply.header('referrer-policy', 'same-origin'), {}, {}, request.params.token)
  })

  app.post<{ Params: { token: string } }>('/accounts/first-admin/:token', anyone, async (request, reply) => {
    const { token } = request.params
    if (!(await canMakeFirstAdmin(deps.db, token))) throw usedLink()
    const form = readFields(request.body, registerFields)
    if (form.action === 'pick-nic')
      return sendRegister(request, reply, { ...form, nic: await freeNic(deps) }, {}, token)
    const result = await registerFirstAdmin(deps, form, token)
    if ('faults' in result) return sendRegister(request, reply, form, result.faults, token)
    setSessionCookie(reply, deps, result.session.token, result.session.expires)
    return reply.redirect('/', 303)
  })
}
