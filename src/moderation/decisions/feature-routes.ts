// /moderation/features and /moderation/blankings: featuring a comment, and blanking an earlier version of one.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { earlierVersion } from '../../comments/edits/queries.ts'
import { commentNamed } from '../../comments/thread/branch-reading.ts'
import { touchReadMark } from '../../comments/thread/news-reading.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { rowId } from '../../faults.ts'
import { fieldsOfComment, readReasonedForm, type TypedReason } from '../../reasons.ts'
import { urls, withQuery } from '../../urls.ts'
import { blankVersion, featureComment } from './feature-actions.ts'
import { blankingForm, featureForm } from './feature-form.ts'
import { blankingPage, featurePage } from './feature-pages.ts'
import { sendDecisionPage } from './page-routes.ts'
import { featureInForce } from './queries.ts'

const moderators = { config: { access: 'moderator' } } as const

type ReturnedReason = TypedReason & { reason: string; fault: string }

const reasonsOf = (deps: Deps): readonly string[] => deps.settings().commentReasons

const untyped: ReturnedReason = { reason: '', fault: '' }

export function featureRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendFeature(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string | undefined,
    typed: ReturnedReason,
    status = 200,
  ): Promise<FastifyReply> {
    const { comment, article } = await commentNamed(deps, id)
    const isFeatured = (await featureInForce(deps.db, comment.id)) !== undefined
    const page = featurePage(article, comment, isFeatured, typed)
    return sendDecisionPage({ app, deps, request, reply }, page, status)
  }

  app.get<{ Querystring: { comment?: string } }>('/moderation/features', moderators, (request, reply) =>
    sendFeature(request, reply, request.query.comment, untyped),
  )

  app.post('/moderation/features', moderators, async (request, reply) => {
    const { typed, value, faults } = readReasonedForm(featureForm, fieldsOfComment(request.body), reasonsOf(deps))
    const { comment } = await commentNamed(deps, typed.comment)
    if (value === null)
      return sendFeature(request, reply, typed.comment, { reason: typed.reason, fault: faults.reason ?? '' }, 422)
    const wanted = value.action !== 'unfeature'
    const outcome = await featureComment(deps, request.viewer, comment, value.reason, wanted)
    await touchReadMark(deps, request, reply, comment.article_id)
    const done = outcome.kind === 'already' ? 'already' : `${wanted ? 'featured' : 'unfeatured'}&batch=${outcome.batch}`
    return reply.redirect(withQuery(urls.comment(comment.id), `done=${done}`), 303)
  })
  blankingRoutes(app, deps)
}

function blankingRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendBlanking(
    request: FastifyRequest,
    reply: FastifyReply,
    about: { comment: string | undefined; version: string | undefined },
    typed: ReturnedReason,
    status = 200,
  ): Promise<FastifyReply> {
    const { comment, article } = await commentNamed(deps, about.comment)
    const version = await earlierVersion(deps.db, comment.id, rowId(about.version) ?? 0)
    if (!version) throw missing()
    const page = blankingPage(article, comment, version.number, version.blanked_at !== null, typed, reasonsOf(deps))
    return sendDecisionPage({ app, deps, request, reply }, page, status)
  }

  app.get<{ Querystring: { comment?: string; version?: string } }>(
    '/moderation/blankings',
    moderators,
    (request, reply) => {
      const { comment, version } = request.query
      return sendBlanking(request, reply, { comment, version }, untyped)
    },
  )

  app.post('/moderation/blankings', moderators, async (request, reply) => {
    const { typed, value, faults } = readReasonedForm(blankingForm, request.body, reasonsOf(deps))
    const { comment } = await commentNamed(deps, typed.comment)
    const returned = { chip: typed.chip, reason: typed.reason, fault: faults.reason ?? '' }
    if (value === null) return sendBlanking(request, reply, typed, returned, 422)
    const outcome = await blankVersion(deps, request.viewer, comment, value.version ?? 0, value.reason)
    if (outcome.kind === 'already') return sendBlanking(request, reply, typed, returned, 409)
    return reply.redirect(urls.history(comment.id), 303)
  })
}
