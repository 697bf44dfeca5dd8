// /comments/:id/flags: a member flags a comment.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { readForm } from '../../faults.ts'
import { allow, may } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { readerOf } from '../../web/reader.ts'
import { commentNamed } from '../thread/branch-reading.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { flagComment } from './actions.ts'
import { flagForm } from './form.ts'
import { flagPage } from './pages.ts'
import { flagBy } from './queries.ts'

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
    const page = flagPage(article, comment, (await flagBy(deps.db, comment.id, request.viewer!.id)) ?? null, typed)
    const chrome = unlisted(await chromeFor(deps, request, urls.flags(comment.id)))
    const model = { chrome, title: page.heading, description: article.headline, ...page }
    return sendPage(app, request, reply, 'moderation/decisions/decision', model, status)
  }

  app.get<ById>('/comments/:id/flags', { config: { access: 'member' } }, (request, reply) =>
    sendFlag(request, reply, { reason: '', fault: '' }, 200),
  )

  app.post<ById>(
    '/comments/:id/flags',
    { config: { access: 'member', rateLimit: () => 'flag' } },
    async (request, reply) => {
      const { typed, value, faults } = readForm(flagForm, request.body)
      if (value === null) return sendFlag(request, reply, { reason: typed.reason, fault: faults.reason ?? '' }, 422)
      const { comment } = await commentNamed(deps, request.params.id)
      await flagComment(deps, request.viewer, comment.id, value.reason)
      await touchReadMark(deps, await readerOf(deps, request, reply), comment.article_id)
      return reply.redirect(urls.flags(comment.id), 303)
    },
  )
}
