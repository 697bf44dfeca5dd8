// /accounts/email: a member's mail address, how often it is mailed, and the page on which it is confirmed.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { askedOnce, type Faults, readFields } from '../../faults.ts'
import { newestMail } from '../../mail/queries.ts'
import { mailFrequencies } from '../../mail/rules.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { rateLimitFor } from '../../web/pace.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import {
  changeEmail,
  confirmEmail,
  type EmailField,
  readConfirmation,
  resendConfirmation,
  setMailFrequency,
} from './actions.ts'
import { confirmationPage, emailDoneMessages, emailPage } from './pages.ts'
import { mailRecipient } from './queries.ts'

const members = { config: { access: 'member' } } as const
const anyone = { config: { access: 'anyone' } } as const

type Linked = { Params: { token: string } }

export function emailRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { email: string; faults: Faults<EmailField> },
    said: string,
  ): Promise<FastifyReply> {
    const failed = Object.keys(typed.faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: typed.faults })
    const member = (await mailRecipient(deps.db, request.viewer!.id))!
    const last = member.email === null ? undefined : await newestMail(deps.db, member.id, member.email)
    const page = emailPage(member, typed, deps.settings().digestHour, last, said, datesOf(deps, request))
    return sendPage(
      app,
      request,
      reply,
      'accounts/email/email',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.email, urls.settings)),
        title: 'Mail',
        description: 'Your address, and how often it is mailed.',
        ...page,
      },
      failed ? 422 : 200,
    )
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/email', members, (request, reply) =>
    send(request, reply, { email: '', faults: {} }, emailDoneMessages.get(askedOnce(request.query.done) ?? '') ?? ''),
  )

  app.post(
    '/accounts/email',
    { config: { access: 'member', ...rateLimitFor(deps, () => 'email') } },
    async (request, reply) => {
      const form = readFields(request.body, ['email', 'password', 'frequency', 'action'])
      const action = form.action === '' ? (form.frequency === '' ? 'change' : 'frequency') : form.action
      if (action === 'again') await resendConfirmation(deps, request.viewer!)
      else if (action === 'frequency') {
        const frequency = mailFrequencies.find((one) => one === form.frequency)
        if (frequency === undefined)
          return send(request, reply, { email: '', faults: { frequency: 'At once, once a day or never.' } }, '')
        await setMailFrequency(deps, request.viewer!, frequency)
        return reply.redirect(`${urls.email}?done=frequency`, 303)
      } else if (action === 'change') {
        const faults = await changeEmail(deps, request.viewer!, form)
        if (Object.keys(faults).length > 0) return send(request, reply, { email: form.email, faults }, '')
      } else throw new AppError('invalid', 'This form has no such button. Nothing was changed.')
      return reply.redirect(`${urls.email}?done=sent`, 303)
    },
  )

  async function sendConfirmation(
    request: FastifyRequest,
    reply: FastifyReply,
    found: Parameters<typeof confirmationPage>[1],
  ): Promise<FastifyReply> {
    const page = confirmationPage(urls.confirmEmail((request.params as Linked['Params']).token), found)
    // The address holds a token; it goes to no other site. (no-referrer would make browsers say Origin: null.)
    reply.header('referrer-policy', 'same-origin')
    return sendPage(
      app,
      request,
      reply,
      'inbox/link',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.email)),
        title: page.heading,
        description: page.said,
        ...page,
      },
      found.state === 'ended' ? 404 : found.state === 'taken' ? 409 : 200,
    )
  }

  app.get<Linked>('/accounts/email/confirm/:token', anyone, async (request, reply) =>
    sendConfirmation(request, reply, await readConfirmation(deps, request.params.token)),
  )

  app.post<Linked>('/accounts/email/confirm/:token', anyone, async (request, reply) => {
    readFields(request.body, ['action'])
    const { token } = request.params
    const state = await confirmEmail(deps, token)
    return state === 'done'
      ? reply.redirect(urls.confirmEmail(token), 303)
      : sendConfirmation(request, reply, { state, email: '' })
  })
}
