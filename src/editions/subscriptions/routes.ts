// /editions: the daily edition by e-mail, and the pages that its e-mails link to.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chooseEdition } from '../../accounts/email/actions.ts'
import { mailRecipient } from '../../accounts/email/queries.ts'
import type { Deps } from '../../deps.ts'
import { notAButton } from '../../errors.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import type { LinkPage } from '../../mail/pages.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { confirmEdition, requestEdition, requestOf, setEditionStopped, subscriptionOfLink } from './actions.ts'
import { guestForm, linkForm, memberForm } from './form.ts'
import { confirmPage, expiredLink, stopPage, subscriptionDoneMessages, subscriptionPage } from './pages.ts'

const anyone = { config: { access: 'anyone' } } as const

type ByToken = { Params: { token: string } }

export function editionMailRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { done?: unknown } }>('/editions/subscriptions', anyone, (request, reply) =>
    sendForm(app, deps, request, reply, { email: '', faults: {} }),
  )

  const limited = { config: { access: 'anyone', rateLimit: () => 'editionMail' as const } } as const
  app.post('/editions/subscriptions', limited, async (request, reply) => {
    if (request.viewer !== null) {
      const { value } = readForm(memberForm, request.body)
      if (value === null) throw notAButton()
      await chooseEdition(deps, request.viewer, value.action === 'start')
      return reply.redirect(`${urls.editionMail}?done=${value.action}`, 303)
    }
    const { typed, value, faults } = readForm(guestForm, request.body)
    if (value === null) return sendForm(app, deps, request, reply, { email: typed.email, faults })
    await requestEdition(deps, value.email)
    return reply.redirect(`${urls.editionMail}?done=asked`, 303)
  })

  app.get<ByToken>('/editions/confirmations/:token', anyone, async (request, reply) => {
    const { token } = request.params
    const found = await requestOf(deps, token)
    const confirmed = found !== null && found.confirmed_at !== null && found.ended_at === null
    return sendLink(app, deps, request, reply, found && confirmPage(urls.confirmEdition(token), found.email, confirmed))
  })

  app.post<ByToken>('/editions/confirmations/:token', anyone, async (request, reply) => {
    readForm(linkForm, request.body)
    const { token } = request.params
    const found = await requestOf(deps, token)
    if (found === null) return sendLink(app, deps, request, reply, null)
    await confirmEdition(deps, found.id)
    return reply.redirect(urls.confirmEdition(token), 303)
  })

  app.get<ByToken>('/editions/unsubscribe/:token', anyone, async (request, reply) => {
    const found = await subscriptionOfLink(deps, request.params.token)
    return sendLink(app, deps, request, reply, found && stopPage(urls.stopEdition(request.params.token), found.stopped))
  })

  app.register(async (one) => stopRoute(one, app, deps))
}

/** Mail programs post here with any content type and expect no redirect (RFC 8058). */
function stopRoute(one: FastifyInstance, app: FastifyInstance, deps: Deps): void {
  one.addContentTypeParser('*', (_request, payload, done) => {
    payload
      .on('end', () => done(null, null))
      .on('error', done)
      .resume()
  })
  one.post<ByToken>(
    '/editions/unsubscribe/:token',
    { config: { access: 'anyone', fromAnywhere: true } },
    async (request, reply) => {
      const { token } = request.params
      const { action } = (request.body ?? {}) as { action?: unknown }
      const found = await subscriptionOfLink(deps, token)
      if (found === null) return sendLink(app, deps, request, reply, null)
      await setEditionStopped(deps, found.who, action !== 'resume')
      if (action === 'stop' || action === 'resume') return reply.redirect(urls.stopEdition(token), 303)
      return sendLink(app, deps, request, reply, stopPage(urls.stopEdition(token), true))
    },
  )
}

async function sendForm(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: { email: string; faults: Faults<'email'> },
): Promise<FastifyReply> {
  const failed = Object.keys(typed.faults).length > 0
  if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: typed.faults })
  const { viewer } = request
  const member = viewer === null ? null : (await mailRecipient(deps.db, viewer.id))!
  const done = queryValue((request.query as { done?: unknown }).done) ?? ''
  const page = subscriptionPage(member, typed, deps.settings(), subscriptionDoneMessages.get(done) ?? '')
  const chrome = unlisted(await chromeFor(deps, request, urls.editionMail))
  const model = { chrome, title: 'The edition by e-mail', description: page.intro, ...page }
  return sendPage(app, request, reply, 'editions/subscriptions', model, failed ? 422 : 200)
}

/** @param page null for an expired link */
async function sendLink(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  page: LinkPage | null,
): Promise<FastifyReply> {
  // The address holds a token, so it goes to no other site. (no-referrer would make browsers send Origin: null.)
  reply.header('referrer-policy', 'same-origin')
  const chrome = unlisted(await chromeFor(deps, request, urls.editionMail))
  const shown = page ?? expiredLink
  const model = { chrome, title: shown.heading, description: shown.intro, ...shown }
  return sendPage(app, request, reply, 'inbox/link', model, page === null ? 404 : 200)
}
