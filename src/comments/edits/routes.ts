// /comments/:id/edits, /withdrawals and /history: a comment changed or taken back by whoever wrote it, and what it said before.

import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ArticleRow, publishedArticle } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing, type Way } from '../../errors.ts'
import { askedBefore, readFields, rowId } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { takeFiles } from '../../media/hooks.ts'
import { pictureField } from '../../media/pages.ts'
import { atLeast, type Refusal, refusals } from '../../permissions.ts'
import { nextMidnight } from '../../time.ts'
import { urls } from '../../urls.ts'
import { topic } from '../../web/cache.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { rateLimitFor } from '../../web/pace.ts'
import { sendPage, sendPublic } from '../../web/pages.ts'
import { datesOf, readerOf } from '../../web/reader.ts'
import type { Change } from '../authorship-checks.ts'
import { byAccount, ownComment } from '../authorship-checks.ts'
import { holdInForce } from '../holds/queries.ts'
import { usualWords } from '../holds/reading.ts'
import { holdSays } from '../holds/rules.ts'
import { commentFaults } from '../posting/form.ts'
import { bringsPicture, takePicture } from '../posting/picture-actions.ts'
import { renderComment } from '../render-actions.ts'
import { commentNamed, noComment } from '../thread/branch-reading.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { editComment, filterEdit, undoWithdrawal, withdrawComment } from './actions.ts'
import { type EditState, editPage, historyPage, VERSIONS, withdrawalPage } from './pages.ts'
import {
  earlierVersions,
  isAnswered,
  rewordingOf,
  type WrittenComment,
  withdrawalOf,
  writtenComment,
} from './queries.ts'

type ById = { Params: { id: string } }
const members = { config: { access: 'member' } } as const

export function commentEditRoutes(app: FastifyInstance, deps: Deps): void {
  app.register(rateLimit, { global: false, hook: 'preHandler' })
  takeFiles(app)

  /** What an act that did not happen answers: the writer's words come back with it. */
  async function refused(id: number | null, outcome: Exclude<Change, { kind: 'done' | 'invalid' }>): Promise<AppError> {
    if (outcome.kind === 'none') return noComment(deps, id)
    const { kind, sentence } = refusals[outcome.refusal as Refusal]
    const ways: Way[] =
      id === null || outcome.refusal !== 'editLate'
        ? []
        : [
            { href: urls.comment(id), text: 'Your comment in its place' },
            { href: urls.withdrawals(id), text: 'Take it back' },
          ]
    return new AppError(kind, sentence, null, ways)
  }

  /** The comment of an address with its article, for its writer alone. */
  async function mine(request: FastifyRequest<ById>): Promise<{ comment: WrittenComment; article: ArticleRow }> {
    const id = rowId(request.params.id)
    const found = await ownComment(deps.db, byAccount(request.viewer), id)
    const article = found.kind === 'found' ? await publishedArticle(deps.db, found.comment.article_id) : undefined
    if (found.kind !== 'found' || !article) throw await refused(id, found.kind === 'found' ? { kind: 'none' } : found)
    return { comment: found.comment, article }
  }

  async function sendEdit(
    request: FastifyRequest<ById>,
    reply: FastifyReply,
    typed: EditState = {},
  ): Promise<FastifyReply> {
    const { comment, article } = await mine(request)
    if (comment.state === 'removed' || comment.state === 'withdrawn') throw await noComment(deps, comment.id)
    const posts = request.method === 'POST'
    if (typed.picture && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { file: typed.picture.fault } })
    if (posts && typed.preview === undefined && typed.fault !== undefined && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { body: typed.fault } })
    const picture = pictureField({ fault: typed.picture?.fault, alt: request.upload?.alt }, true)
    const hold = comment.state === 'held' ? await holdInForce(deps.db, comment.id) : undefined
    const page = {
      ...editPage(
        article,
        comment,
        await isAnswered(deps.db, comment),
        deps.settings(),
        {
          ...typed,
          rule: hold === undefined ? '' : holdSays(hold),
          usual: hold === undefined ? '' : await usualWords(deps),
        },
        deps.clock(),
        datesOf(deps, request),
      ),
      picture,
    }
    // Whoever writes while the window closes gets the text back.
    if (posts && page.late) throw await refused(comment.id, { kind: 'refused', refusal: 'editLate' })
    const chrome = unlisted(await chromeFor(deps, request, urls.edits(comment.id), urls.section(article.section_slug)))
    return sendPage(
      app,
      request,
      reply,
      'comments/edits/edit',
      { chrome, title: 'Change your comment', description: article.headline, ...page },
      typed.picture?.status ?? (typed.fault !== undefined && typed.preview === undefined ? 422 : 200),
      posts ? 'untilSignOut' : 'never',
    )
  }

  app.get<ById>('/comments/:id/edits', members, (request, reply) => sendEdit(request, reply))

  app.register(async (paced) => {
    const pace = rateLimitFor(deps, (request) =>
      bringsPicture(request)
        ? 'picture'
        : ['', 'post', undefined].includes((request.body as { action?: string } | null)?.action) &&
            !isTool((request.body as { tool?: unknown } | null)?.tool)
          ? 'edit'
          : 'preview',
    )
    paced.post<ById>('/comments/:id/edits', { config: { access: 'member', ...pace } }, async (request, reply) => {
      const {
        form: { body, action, tool },
        refused: picture,
        goOn,
      } = await takePicture(deps, request, reply, readFields(request.body, ['body', 'action', 'tool']))
      if (picture) return sendEdit(request, reply, { body, picture })
      if (goOn) return sendEdit(request, reply, { body, goOn })
      if (isTool(tool)) return sendEdit(request, reply, { body: insertTool(body, tool), goOn: true })
      if (action === 'preview') {
        const { sifted } = await filterEdit(deps, (await mine(request)).comment, body)
        const fault = commentFaults({ email: '', website: '', body }).body ?? sifted.refused
        return sendEdit(request, reply, {
          body,
          preview: await renderComment(deps, sifted.source),
          replaced: sifted.replaced,
          ...(fault === null ? {} : { fault }),
        })
      }
      if (tool !== '' || !['', 'post'].includes(action))
        return sendEdit(request, reply, { body, fault: 'This form has no such button. Nothing was changed.' })
      const id = rowId(request.params.id)
      const outcome = await editComment(deps, byAccount(request.viewer), id, body)
      if (outcome.kind === 'invalid') return sendEdit(request, reply, { body, fault: outcome.fault })
      if (outcome.kind !== 'done') throw await refused(id, outcome)
      await touchReadMark(deps, await readerOf(deps, request, reply), outcome.comment.article_id)
      return reply.redirect(
        outcome.comment.state === 'live' ? urls.comment(outcome.comment.id) : urls.edits(outcome.comment.id),
        303,
      )
    })
  })

  app.get<ById>('/comments/:id/withdrawals', members, async (request, reply) => {
    const { comment, article } = await mine(request)
    if (comment.state === 'removed') throw await noComment(deps, comment.id)
    const page = withdrawalPage(
      article,
      comment,
      (await withdrawalOf(deps.db, comment.id)) ?? null,
      deps.clock(),
      datesOf(deps, request),
    )
    const chrome = unlisted(
      await chromeFor(deps, request, urls.withdrawals(comment.id), urls.section(article.section_slug)),
    )
    return sendPage(app, request, reply, 'comments/edits/withdrawal', {
      chrome,
      description: article.headline,
      ...page,
    })
  })

  app.post<ById>('/comments/:id/withdrawals', members, async (request, reply) => {
    const { action } = readFields(request.body, ['action'])
    if (!['', 'withdraw', 'restore'].includes(action))
      throw new AppError('invalid', 'This form has no such button. Nothing was changed.')
    const id = rowId(request.params.id)
    const outcome = await (action === 'restore' ? undoWithdrawal : withdrawComment)(deps, byAccount(request.viewer), id)
    if (outcome.kind === 'invalid') throw missing()
    if (outcome.kind !== 'done') throw await refused(id, outcome)
    const { comment } = outcome
    await touchReadMark(deps, await readerOf(deps, request, reply), comment.article_id)
    return reply.redirect(
      action !== 'restore'
        ? urls.withdrawals(comment.id)
        : comment.state === 'live'
          ? urls.comment(comment.id)
          : urls.edits(comment.id),
      303,
    )
  })

  app.get<ById & { Querystring: { before?: unknown } }>(
    '/comments/:id/history',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const mark = deps.pages.mark()
      const {
        comment: { id },
        article,
      } = await commentNamed(deps, request.params.id)
      const before = askedBefore(request.query)
      const newest = (await earlierVersions(deps.db, id, null, 1))[0]?.number ?? 0
      if (before !== null && (before < 2 || before > newest)) throw missing()
      return sendPublic(
        app,
        deps,
        request,
        reply,
        urls.history(id, before),
        async () => {
          const now = deps.clock()
          const comment = (await writtenComment(deps.db, id))!
          const page = historyPage(
            article,
            comment,
            await earlierVersions(deps.db, id, before, VERSIONS + 1),
            newest,
            before,
            (await rewordingOf(deps.db, id)) ?? null,
            atLeast(request.viewer, 'moderator'),
            now,
            datesOf(deps, request),
          )
          const chrome = unlisted(
            await chromeFor(deps, request, urls.history(id, before), urls.section(article.section_slug)),
          )
          return {
            view: 'comments/edits/history',
            model: { chrome, title: 'History of a comment', description: page.intro, ...page },
            expires: nextMidnight(now, deps.settings().timeZone),
            topics: [topic.article(article.id)],
          }
        },
        mark,
      )
    },
  )
}
