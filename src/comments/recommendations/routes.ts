// /comments/:id/recommendations: a member recommends a comment, or undoes that; its writer sees who does.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError, missing, notAButton } from '../../errors.ts'
import { readForm } from '../../faults.ts'
import { allow, may, refusals } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { readerOf } from '../../web/reader.ts'
import { commentNamed } from '../thread/branch-reading.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { recommend } from './actions.ts'
import { recommendationForm } from './form.ts'
import { recommendButton } from './pages.ts'
import { readRecommenders } from './reading.ts'
import { parseRecommendationKey } from './rules.ts'

export function recommendationRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: { before?: unknown } }>(
    '/comments/:id/recommendations',
    { config: { access: 'member' } },
    async (request, reply) => {
      const { comment, article } = await commentNamed(deps, request.params.id)
      allow(may.readRecommenders(request.viewer, comment, deps.settings()))
      const before = parseRecommendationKey(request.query.before)
      if (before === undefined) throw missing()
      const page = await readRecommenders(deps, article, comment, await readerOf(deps, request, reply), before)
      const chrome = await chromeFor(
        deps,
        request,
        urls.recommendations(comment.id),
        urls.section(article.section_slug),
      )
      return sendPage(app, request, reply, 'comments/recommendations/recommendations', {
        chrome: unlisted(chrome),
        title: 'Who recommends your comment',
        description: 'Only you see these names.',
        ...page,
      })
    },
  )

  app.post<{ Params: { id: string } }>(
    '/comments/:id/recommendations',
    { config: { access: 'member' } },
    async (request, reply) => {
      const { value } = readForm(recommendationForm, request.body)
      if (!deps.settings().recommendations)
        throw new AppError(refusals.recommendationsOff.kind, refusals.recommendationsOff.sentence)
      if (value === null) throw notAButton()
      const { comment } = await commentNamed(deps, request.params.id)
      const given = value.action !== 'take'
      const count = await recommend(deps, request.viewer, comment.id, given ? 'give' : 'take')
      await touchReadMark(deps, request, reply, comment.article_id)
      if (!takesJson(request)) return reply.redirect(urls.comment(comment.id), 303)
      return reply
        .header('cache-control', 'no-store')
        .send({ recommendations: count, button: recommendButton(comment.id, count, given) })
    },
  )
}
