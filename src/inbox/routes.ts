// /inbox: what a member is told, the threads they follow, and the pages that mails lead to.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mailRecipient } from '../accounts/email/queries.ts'
import type { Deps } from '../deps.ts'
import { AppError, missing } from '../errors.ts'
import { askedBefore, askedOnce, readFields, rowId } from '../faults.ts'
import type { LinkPage } from '../mail/pages.ts'
import { isNoticeFilter, noticeKinds } from '../notices/rules.ts'
import { subscriptionById } from '../notices/subscription-queries.ts'
import { inside, urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendPage } from '../web/pages.ts'
import { readerOf } from '../web/reader.ts'
import { confirmReplyMails, markNoticeRead, markNoticesRead, setMailsStopped, validMailLink } from './actions.ts'
import { confirmGuestPage, expiredLinkPage, stopGuestPage, stopMemberPage } from './pages.ts'
import { readFollows, readInbox } from './reading.ts'

const members = { config: { access: 'member' } } as const
const anyone = { config: { access: 'anyone' } } as const

type Linked = { Params: { token: string } }

export function inboxRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Record<string, unknown> }>('/inbox', members, async (request, reply) => {
    const asked = request.query['kind'] === undefined ? null : (askedOnce(request.query['kind']) ?? '')
    if (asked !== null && !isNoticeFilter(asked)) throw missing()
    const reader = { ...(await readerOf(deps, request, reply)), viewer: request.viewer! }
    const page = await readInbox(deps, reader, asked, askedBefore(request.query))
    const chrome = unlisted(await chromeFor(deps, request, urls.inbox))
    return sendPage(app, request, reply, 'inbox/inbox', {
      chrome,
      title: page.unread === 0 ? 'Inbox' : `Inbox, ${page.unread} unread`,
      description: 'Replies, mentions, and the threads you follow.',
      ...page,
    })
  })

  app.get<{ Querystring: { before?: unknown } }>('/inbox/follows', members, async (request, reply) => {
    const page = await readFollows(
      deps,
      { ...(await readerOf(deps, request, reply)), viewer: request.viewer! },
      askedBefore(request.query),
    )
    return sendPage(app, request, reply, 'inbox/follows', {
      chrome: unlisted(await chromeFor(deps, request, urls.followed, urls.inbox)),
      title: 'Threads you follow',
      description: 'Followed and silenced threads.',
      ...page,
    })
  })

  // One notice, or all up to the newest that the page showed. With scripts a followed link says so by itself.
  app.post('/inbox/reads', members, async (request, reply) => {
    const form = readFields(request.body, ['notice', 'upto', 'kind', 'next'])
    const [notice, upTo] = [form.notice, form.upto].map((text) => (text === '' ? null : rowId(text)))
    if (
      (form.notice !== '' && notice === null) ||
      (form.upto !== '' && upTo === null) ||
      (form.kind !== '' && !isNoticeFilter(form.kind))
    )
      throw new AppError('invalid', 'That is not one of the notices in your inbox. Nothing was changed.')
    if (notice != null) await markNoticeRead(deps, request.viewer!, notice)
    else
      await markNoticesRead(
        deps,
        request.viewer!,
        upTo ?? Number.MAX_SAFE_INTEGER,
        isNoticeFilter(form.kind) ? noticeKinds[form.kind] : null,
      )
    return reply.redirect(inside(form.next, urls.inbox), 303)
  })

  async function sendLink(
    request: FastifyRequest,
    reply: FastifyReply,
    page: LinkPage,
    status = 200,
  ): Promise<FastifyReply> {
    // The address holds a token; it goes to no other site. (no-referrer would make browsers say Origin: null.)
    reply.header('referrer-policy', 'same-origin')
    return sendPage(
      app,
      request,
      reply,
      'inbox/link',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.inbox)),
        title: page.heading,
        description: page.said,
        ...page,
      },
      status,
    )
  }

  /** What a mail's link to the end of mails shows: a member's choice, or what a guest asked for. */
  async function stopPage(token: string): Promise<LinkPage | null> {
    const action = urls.unsubscribe(token)
    const [link, guests] = [
      await validMailLink(deps, token, 'stop-notices'),
      await validMailLink(deps, token, 'stop-subscription'),
    ]
    const member = link?.account_id == null ? undefined : await mailRecipient(deps.db, link.account_id)
    if (member) return stopMemberPage(action, member.frequency ?? 'daily')
    const about = guests?.subscription_id == null ? undefined : await subscriptionById(deps.db, guests.subscription_id)
    return about ? stopGuestPage(action, about, about.ended_at !== null) : null
  }

  app.get<Linked>('/inbox/unsubscribe/:token', anyone, async (request, reply) => {
    const page = await stopPage(request.params.token)
    return page === null ? sendLink(request, reply, expiredLinkPage, 404) : sendLink(request, reply, page)
  })

  app.register(async (one) => {
    // Mail programs post here without a person, as RFC 8058 has it: a field that says so, in any kind of form, and no redirect.
    one.addContentTypeParser('*', (_request, payload, done) => {
      payload
        .on('end', () => done(null, null))
        .on('error', done)
        .resume()
    })
    one.post<Linked>(
      '/inbox/unsubscribe/:token',
      { config: { access: 'anyone', fromAnywhere: true } },
      async (request, reply) => {
        const { token } = request.params
        const { action } = (request.body ?? {}) as { action?: unknown }
        const link =
          (await validMailLink(deps, token, 'stop-notices')) ?? (await validMailLink(deps, token, 'stop-subscription'))
        if (link === null) return sendLink(request, reply, expiredLinkPage, 404)
        await setMailsStopped(deps, link, action !== 'resume')
        if (action === 'stop' || action === 'resume') return reply.redirect(urls.unsubscribe(token), 303)
        return sendLink(request, reply, (await stopPage(token)) ?? expiredLinkPage)
      },
    )
  })

  app.get<Linked>('/inbox/confirm/:token', anyone, async (request, reply) => {
    const link = await validMailLink(deps, request.params.token, 'confirm-subscription')
    const about = link?.subscription_id == null ? undefined : await subscriptionById(deps.db, link.subscription_id)
    return about
      ? sendLink(
          request,
          reply,
          confirmGuestPage(urls.confirmReplies(request.params.token), about, about.confirmed_at !== null),
        )
      : sendLink(request, reply, expiredLinkPage, 404)
  })

  app.post<Linked>('/inbox/confirm/:token', anyone, async (request, reply) => {
    readFields(request.body, ['action'])
    const { token } = request.params
    const link = await validMailLink(deps, token, 'confirm-subscription')
    if (link === null) return sendLink(request, reply, expiredLinkPage, 404)
    await confirmReplyMails(deps, token, link)
    return reply.redirect(urls.confirmReplies(token), 303)
  })
}
