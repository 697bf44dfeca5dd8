// /comments/:id/recommendations: a member recommends a comment, or takes that back.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { readFields } from '../../faults.ts'
import { refusals } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { takesJson } from '../../web/errors.ts'
import { readerOf } from '../../web/reader.ts'
import { commentNamed } from '../thread/branch-reading.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { recommend } from './actions.ts'
import { recommendButton, recommendedWords, wishes } from './pages.ts'

export function recommendationRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { id: string } }>(
    '/comments/:id/recommendations',
    { config: { access: 'member' } },
    async (request, reply) => {
      const { action } = readFields(request.body, ['action'])
      const wish = wishes.find((one) => one === (action || 'give'))
      if (!deps.settings().recommendations)
        throw new AppError(refusals.recommendationsOff.kind, refusals.recommendationsOff.sentence)
      if (wish === undefined)
        throw new AppError('invalid', 'A recommendation is given or taken back; nothing else can be done with it.')
      const { comment } = await commentNamed(deps, request.params.id)
      const count = await recommend(deps, request.viewer, comment.id, wish)
      await touchReadMark(deps, await readerOf(deps, request, reply), comment.article_id)
      const given = wish === 'give'
      if (!takesJson(request)) return reply.redirect(urls.comment(comment.id), 303)
      return reply.header('cache-control', 'no-store').send({
        recommendations: count,
        words: recommendedWords(count, given),
        button: recommendButton(comment.id, given),
      })
    },
  )
}
