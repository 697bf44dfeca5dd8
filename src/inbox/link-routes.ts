// /inbox/unsubscribe and /inbox/confirm: the pages that links in e-mails open.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mailRecipient } from '../accounts/email/queries.ts'
import type { Deps } from '../deps.ts'
import { validMailLink } from '../mail/actions.ts'
import type { LinkPage } from '../mail/pages.ts'
import { subscriptionById } from '../notices/subscription-queries.ts'
import { urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendPage } from '../web/pages.ts'
import { setMailsStopped } from './actions.ts'
import { confirmGuestPage, expiredLinkPage, stopGuestPage, stopMemberPage } from './pages.ts'

const anyone = { config: { access: 'anyone' } } as const

type ByToken = { Params: { token: string } }
type Site = { app: FastifyInstance; deps: Deps }

export function mailLinkRoutes(app: FastifyInstance, deps: Deps): void {
  unsubscribeRoutes({ app, deps })
  confirmationRoutes({ app, deps })
}

/** @param page null for an expired link */
async function sendLink(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  page: LinkPage | null,
): Promise<FastifyReply> {
  // The address holds a token, so it goes to no other site. (no-referrer would make browsers send Origin: null.)
  reply.header('referrer-policy', 'same-origin')
  const chrome = unlisted(await chromeFor(deps, request, urls.inbox))
  const { heading, intro, ...rest } = page ?? expiredLinkPage
  const model = { chrome, title: heading, description: intro, heading, intro, ...rest }
  return sendPage(app, request, reply, 'inbox/link', model, page === null ? 404 : 200)
}

/** The page that unsubscribes a member or a guest; null for an expired link. */
async function stopPage(deps: Deps, token: string): Promise<LinkPage | null> {
  const action = urls.unsubscribe(token)
  const link = await validMailLink(deps, token, 'stop-notices')
  const member = link?.account_id == null ? undefined : await mailRecipient(deps.db, link.account_id)
  if (member) return stopMemberPage(action, member.frequency ?? 'daily')
  const guestLink = await validMailLink(deps, token, 'stop-subscription')
  const id = guestLink?.subscription_id
  const about = id == null ? undefined : await subscriptionById(deps.db, id)
  return about ? stopGuestPage(action, about, about.ended_at !== null) : null
}

function unsubscribeRoutes(site: Site): void {
  const { app, deps } = site

  app.get<ByToken>('/inbox/unsubscribe/:token', anyone, async (request, reply) =>
    sendLink(site, request, reply, await stopPage(deps, request.params.token)),
  )

  app.register(async (one) => {
    // RFC 8058: mail programs post here with any content type and expect no redirect.
    one.addContentTypeParser('*', (_request, payload, done) => {
      payload
        .on('end', () => done(null, null))
        .on('error', done)
        .resume()
    })
    one.post<ByToken>(
      '/inbox/unsubscribe/:token',
      { config: { access: 'anyone', fromAnywhere: true } },
      async (request, reply) => {
        const { token } = request.params
        const { action } = (request.body ?? {}) as { action?: unknown }
        const link =
          (await validMailLink(deps, token, 'stop-notices')) ?? (await validMailLink(deps, token, 'stop-subscription'))
        if (link === null) return sendLink(site, request, reply, null)
        await setMailsStopped(deps, link, action !== 'resume')
        if (action === 'stop' || action === 'resume') return reply.redirect(urls.unsubscribe(token), 303)
        return sendLink(site, request, reply, (await stopPage(deps, token)) ?? expiredLinkPage)
      },
    )
  })
}

function confirmationRoutes(site: Site): void {
  const { app, deps } = site

  app.get<ByToken>('/inbox/confirm/:token', anyone, async (request, reply) => {
    const { token } = request.params
    const id = (await validMailLink(deps, token, 'confirm-subscription'))?.subscription_id
    const about = id == null ? undefined : await subscriptionById(deps.db, id)
    const page = about ? confirmGuestPage(urls.confirmations(token), about, about.confirmed_at !== null) : null
    return sendLink(site, request, reply, page)
  })
}
