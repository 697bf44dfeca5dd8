// /inbox: a member's notices, and the threads they follow.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError, missing } from '../errors.ts'
import { beforeCursor, queryValue, readForm } from '../faults.ts'
import { isNoticeFilter, noticeKinds } from '../notices/rules.ts'
import type { Viewer } from '../permissions.ts'
import { inside, urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendPage } from '../web/pages.ts'
import { type Reader, readerOf } from '../web/reader.ts'
import { markNoticeRead, markNoticesRead } from './actions.ts'
import { readsForm } from './form.ts'
import { readFollows, readInbox } from './reading.ts'

const members = { config: { access: 'member' } } as const

export function inboxRoutes(app: FastifyInstance, deps: Deps): void {
  const memberOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Reader & { viewer: Viewer }> => ({
    ...(await readerOf(deps, request, reply)),
    viewer: request.viewer!,
  })

  app.get<{ Querystring: Record<string, unknown> }>('/inbox', members, async (request, reply) => {
    const filter = request.query['kind'] === undefined ? null : (queryValue(request.query['kind']) ?? '')
    if (filter !== null && !isNoticeFilter(filter)) throw missing()
    const page = await readInbox(deps, await memberOf(request, reply), filter, beforeCursor(request.query))
    return sendPage(app, request, reply, 'inbox/inbox', {
      chrome: unlisted(await chromeFor(deps, request, urls.inbox)),
      title: page.unread === 0 ? 'Inbox' : `Inbox, ${page.unread} unread`,
      description: 'Replies, mentions, and the threads you follow.',
      ...page,
    })
  })

  app.get<{ Querystring: { before?: unknown } }>('/inbox/follows', members, async (request, reply) => {
    const page = await readFollows(deps, await memberOf(request, reply), beforeCursor(request.query))
    return sendPage(app, request, reply, 'inbox/follows', {
      chrome: unlisted(await chromeFor(deps, request, urls.followed, urls.inbox)),
      title: 'Threads you follow',
      description: 'Followed and muted threads.',
      ...page,
    })
  })

  // One notice, or all up to the newest on the page. With scripts, a link to a notice marks it as read.
  app.post('/inbox/reads', members, async (request, reply) => {
    const { value } = readForm(readsForm, request.body)
    if (value === null) throw new AppError('invalid', 'Nothing was changed. Your inbox has no such notice.')
    const { notice, upto, kind, next } = value
    if (notice !== null) await markNoticeRead(deps, request.viewer!, notice)
    else {
      const only = isNoticeFilter(kind) ? noticeKinds[kind] : null
      await markNoticesRead(deps, request.viewer!, upto ?? Number.MAX_SAFE_INTEGER, only)
    }
    return reply.redirect(inside(next, urls.inbox), 303)
  })
}
