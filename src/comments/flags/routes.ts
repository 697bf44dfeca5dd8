// /comments/:id/flags: a member flags a comment; /comments/flags lists a member’s flags with the decisions.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { beforeCursor, readForm } from '../../faults.ts'
import { allow, may } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { commentNamed } from '../thread/branch-reading.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { flagComment } from './actions.ts'
import { flagForm } from './form.ts'
import { FLAGS_PAGE_SIZE, flagPage, flagsPage } from './pages.ts'
import { flagBy, flagRecord, flagsOfAccount } from './queries.ts'

type ById = { Params: { id: string } }

export function flagRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendFlag(
    request: FastifyRequest<ById>,
    reply: FastifyReply,
    typed: { reason: string; fault: string },
    status: number,
  ): Promise<FastifyReply> {
    const { comment, article } = await commentNamed(deps, request.params.id)
    allow(may.flag(request.viewer, comment))
    if (status >= 400 && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { reason: typed.fault } })
    const member = request.viewer!.id
    const flag = (await flagBy(deps.db, comment.id, member)) ?? null
    const page = flagPage(article, comment, flag, typed, await flagRecord(deps.db, member))
    const chrome = unlisted(await chromeFor(deps, request, urls.flags(comment.id)))
    const model = { chrome, title: page.heading, description: article.headline, ...page }
    return sendPage(app, request, reply, 'moderation/decisions/decision', model, status)
  }

  app.get<{ Querystring: { before?: unknown } }>(
    '/comments/flags',
    { config: { access: 'member' } },
    async (request, reply) => {
      const before = beforeCursor(request.query)
      const member = request.viewer!.id
      const rows = await flagsOfAccount(deps.db, member, before, FLAGS_PAGE_SIZE + 1)
      const record = await flagRecord(deps.db, member)
      return sendPage(app, request, reply, 'comments/flags/flags', {
        chrome: unlisted(await chromeFor(deps, request, urls.ownFlags, urls.settings)),
        title: 'Your flags',
        description: 'The comments that you flagged, and what came of it.',
        ...flagsPage(rows, record, before, deps.clock(), datesOf(deps, request)),
      })
    },
  )

  app.get<ById>('/comments/:id/flags', { config: { access: 'anyone' } }, async (request, reply) => {
    if (request.viewer !== null) return sendFlag(request, reply, { reason: '', fault: '' }, 200)
    // A reader without an account reports the comment instead: the same link serves every reader.
    const { comment } = await commentNamed(deps, request.params.id)
    return reply.redirect(urls.reports(comment.id), 302)
  })

  app.post<ById>(
    '/comments/:id/flags',
    { config: { access: 'member', rateLimit: () => 'flag' } },
    async (request, reply) => {
      const { typed, value, faults } = readForm(flagForm, request.body)
      if (value === null) return sendFlag(request, reply, { reason: typed.reason, fault: faults.reason ?? '' }, 422)
      const { comment } = await commentNamed(deps, request.params.id)
      const result = await flagComment(deps, request.viewer, comment.id, value.reason)
      await touchReadMark(deps, request, reply, comment.article_id)
      return reply.redirect(result === 'held' ? urls.ownFlags : urls.flags(comment.id), 303)
    },
  )
}
