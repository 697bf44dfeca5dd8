// /moderation/pictures: deletes a picture of a comment for good.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { queryValue, rowId } from '../../faults.ts'
import { deletedHashes, picturesOfComment } from '../../media/access-queries.ts'
import { readReasonedForm, type TypedReason } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { sendDecisionPage } from '../decisions/page-routes.ts'
import { deletePicture } from './actions.ts'
import { pictureDeletionForm } from './form.ts'
import { pictureDeletionPage } from './pages.ts'

const moderators = { config: { access: 'moderator' } } as const

export function pictureDeletionRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    about: { comment: string | undefined; picture: string | undefined },
    typed: TypedReason & { reason: string; fault: string },
    status = 200,
  ): Promise<FastifyReply> {
    const id = rowId(about.comment)
    const comment = id === null ? undefined : await countedComment(deps.db, id)
    const article = comment && (await publishedArticle(deps.db, comment.article_id))
    const hash = about.picture ?? ''
    const deleted = (await deletedHashes(deps.db, [hash])).has(hash)
    if (!comment || !article || !(deleted || (await picturesOfComment(deps.db, comment.id)).includes(hash)))
      throw missing()
    const page = pictureDeletionPage(article, comment, { hash, deleted }, typed, deps.settings().commentReasons)
    return sendDecisionPage({ app, deps, request, reply }, page, status)
  }

  app.get<{ Querystring: { comment?: unknown; picture?: unknown } }>(
    '/moderation/pictures',
    moderators,
    (request, reply) => {
      const [comment, picture] = [request.query.comment, request.query.picture].map(queryValue)
      return sendForm(request, reply, { comment, picture }, { reason: '', fault: '' })
    },
  )

  app.post('/moderation/pictures', moderators, async (request, reply) => {
    const { typed, value, faults } = readReasonedForm(pictureDeletionForm, request.body, deps.settings().commentReasons)
    const returned = { chip: typed.chip, reason: typed.reason, fault: faults.reason ?? '' }
    if (value === null) return sendForm(request, reply, typed, returned, 422)
    const id = rowId(typed.comment)
    if (id === null) throw missing()
    const outcome = await deletePicture(deps, request.viewer, id, typed.picture, value.reason)
    if (outcome.kind === 'already') return sendForm(request, reply, typed, returned, 409)
    return reply.redirect(urls.log, 303)
  })
}
