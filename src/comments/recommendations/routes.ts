// /comments/:id/recommendations: a member recommends a comment, or undoes that.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError, notAButton } from '../../errors.ts'
import { readForm } from '../../faults.ts'
import { refusals } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { takesJson } from '../../web/errors.ts'
import { readerOf } from '../../web/reader.ts'
import { commentNamed } from '../thread/branch-reading.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { recommend } from './actions.ts'
import { recommendationForm } from './form.ts'
import { recommendButton } from './pages.ts'

export function recommendationRoutes(app: FastifyInstance, deps: Deps): void {
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
      await touchReadMark(deps, await readerOf(deps, request, reply), comment.article_id)
      if (!takesJson(request)) return reply.redirect(urls.comment(comment.id), 303)
      return reply
        .header('cache-control', 'no-store')
        .send({ recommendations: count, button: recommendButton(comment.id, count, given) })
    },
  )
}
