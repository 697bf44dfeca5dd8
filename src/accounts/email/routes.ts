// /accounts/email: a member's e-mail address, how often it is used, and the page that confirms it.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { newestMail, waitingAddress } from '../../mail/queries.ts'
import type { MailFrequency } from '../../mail/rules.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { cookieNames } from '../../web/cookies.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { identityFault } from '../identity/actions.ts'
import { readIdentityCheck } from '../identity/reading.ts'
import { buttonLinkRoutes } from '../link-routes.ts'
import { originOf } from '../sessions/origin.ts'
import {
  changeEmail,
  chooseEdition,
  confirmEmail,
  readConfirmation,
  resendConfirmation,
  setMailFrequency,
} from './actions.ts'
import { confirmationForm, type EmailField, emailForm } from './form.ts'
import { confirmationPage, emailDoneMessages, emailPage } from './pages.ts'
import { mailRecipient } from './queries.ts'
import { stopRoutes } from './stop-routes.ts'

const members = { config: { access: 'member' } } as const

export function emailRoutes(app: FastifyInstance, deps: Deps): void {
  addressRoutes(app, deps)
  confirmationRoutes(app, deps)
  stopRoutes(app, deps)
}

function addressRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { email: string; faults: Faults<EmailField> },
    message = '',
  ): Promise<FastifyReply> {
    const failed = Object.keys(typed.faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: typed.faults })
    const member = (await mailRecipient(deps.db, request.viewer!.id))!
    const newest = member.email === null ? undefined : await newestMail(deps.db, member.id, member.email)
    const check = await readIdentityCheck(deps, request, urls.email, typed.faults.password)
    const waiting = (await waitingAddress(deps.db, member.id, deps.clock()))?.email
    const page = emailPage(member, typed, deps.settings(), { newest, waiting }, check, message, datesOf(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.email, urls.settings))
    const model = { chrome, title: 'E-mail', description: 'Your e-mail address, and how often we use it.', ...page }
    return sendPage(app, request, reply, 'accounts/email/email', model, failed ? 422 : 200)
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/email', members, (request, reply) =>
    send(request, reply, { email: '', faults: {} }, emailDoneMessages.get(queryValue(request.query.done) ?? '')),
  )

  app.post('/accounts/email', { config: { access: 'member', rateLimit: () => 'email' } }, async (request, reply) => {
    const { typed, value, faults } = readForm(emailForm, request.body)
    if (faults.action) throw notAButton()
    if (value === null) return send(request, reply, { email: '', faults })
    const viewer = request.viewer!
    if (value.action === 'frequency' || (value.action === '' && value.frequency !== '')) {
      await setMailFrequency(deps, viewer, value.frequency as MailFrequency)
      await chooseEdition(deps, viewer, value.edition !== '')
      return reply.redirect(`${urls.email}?done=frequency`, 303)
    }
    if (value.action === 'again') await resendConfirmation(deps, viewer)
    else {
      const found = await changeEmail(deps, viewer, value, await identityFault(deps, request, value.password))
      if (Object.keys(found).length > 0) return send(request, reply, { email: typed.email, faults: found })
    }
    return reply.redirect(`${urls.email}?done=sent`, 303)
  })
}

function confirmationRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    found: Parameters<typeof confirmationPage>[1],
  ): Promise<FastifyReply> {
    const page = confirmationPage(urls.emailConfirmation, found)
    const chrome = unlisted(await chromeFor(deps, request, urls.email))
    const model = { chrome, title: page.heading, description: page.intro, ...page }
    const status = found.state === 'ended' ? 404 : found.state === 'taken' ? 409 : 200
    return sendPage(app, request, reply, 'inbox/link', model, status)
  }

  buttonLinkRoutes(app, deps, {
    stem: urls.emailConfirmation,
    cookie: cookieNames.confirm,
    read: (token) => readConfirmation(deps, token),
    press: async (request, token) => {
      readForm(confirmationForm, request.body)
      return { state: await confirmEmail(deps, token, originOf(request)), email: '', nic: '' }
    },
    send,
  })
}
