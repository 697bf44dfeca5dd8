// /comments/receipts/:token: the private address of a guest's comment, to see where it stands, change it, take it back, or make it an account's.

import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { AppError, gone, missing } from '../../errors.ts'
import { askedOnce, readFields } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { subscriptionOf } from '../../notices/subscription-queries.ts'
import { type Refusal, refusals } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { rateLimitFor } from '../../web/pace.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { readAppeals } from '../appeals/reading.ts'
import type { Change } from '../authorship-checks.ts'
import { editComment, filterEdit, undoWithdrawal, withdrawComment } from '../edits/actions.ts'
import type { EditState } from '../edits/pages.ts'
import { isAnswered, withdrawalOf, writtenComment } from '../edits/queries.ts'
import { decisionNote, holdInForce, removalInForce } from '../holds/queries.ts'
import { usualWords } from '../holds/reading.ts'
import { commentFaults } from '../posting/form.ts'
import { renderComment } from '../render-actions.ts'
import { editWindow } from '../thread/rules.ts'
import { byReceipt, claimComment, receiptNamed } from './actions.ts'
import { receiptPage } from './pages.ts'

type ByToken = { Params: { token: string }; Querystring: { done?: unknown } }

export function receiptRoutes(app: FastifyInstance, deps: Deps): void {
  app.register(rateLimit, { global: false, hook: 'preHandler' })

  async function sendReceipt(
    request: FastifyRequest<ByToken>,
    reply: FastifyReply,
    typed: EditState = {},
    status = 200,
  ): Promise<FastifyReply> {
    const { token } = request.params
    if (status >= 400 && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { body: typed.fault ?? '' } })
    const receipt = await receiptNamed(deps.db, token)
    const comment = (await writtenComment(deps.db, receipt.comment_id))!
    const article = await publishedArticle(deps.db, comment.article_id)
    if (!article) throw gone()
    const about = {
      article,
      comment,
      answered: await isAnswered(deps.db, comment),
      hold: (await holdInForce(deps.db, comment.id)) ?? null,
      usual: await usualWords(deps),
      removed: comment.state === 'removed' ? await removalInForce(deps.db, comment.id) : undefined,
      note: await decisionNote(deps.db, comment.id),
      withdrawal: (await withdrawalOf(deps.db, comment.id)) ?? null,
      claimedBy: receipt.claimed_nic,
      subscription: (await subscriptionOf(deps.db, comment.id)) ?? null,
      appeal: (await readAppeals(deps, comment, token, {}, datesOf(deps, request))).view,
    }
    if (
      typed.body !== undefined &&
      typed.fault === undefined &&
      !editWindow(comment.created_at, deps.clock(), deps.settings().editMinutes).open
    )
      throw refused('editLate', token)
    const page = receiptPage(
      about,
      token,
      request.viewer,
      { base: deps.config.baseUrl, editMinutes: deps.settings().editMinutes },
      typed,
      askedOnce(request.query.done) ?? '',
      deps.clock(),
      datesOf(deps, request),
    )
    // The address is a secret: it goes to no other site, and into no index. (no-referrer would make browsers say Origin: null.)
    reply.header('referrer-policy', 'same-origin').header('x-robots-tag', 'noindex')
    const chrome = unlisted(await chromeFor(deps, request, urls.receipt(token), urls.section(article.section_slug)))
    return sendPage(
      app,
      request,
      reply,
      'comments/receipts/receipt',
      { chrome, title: 'Your comment', description: 'Where a comment stands.', ...page },
      status,
      request.method === 'POST' ? 'untilSignOut' : 'never',
    )
  }

  app.get<ByToken>('/comments/receipts/:token', { config: { access: 'anyone' } }, (request, reply) =>
    sendReceipt(request, reply),
  )

  app.register(async (paced) => {
    paced.post<ByToken>(
      '/comments/receipts/:token',
      { config: { access: 'anyone', ...rateLimitFor(deps, () => 'receipt') } },
      async (request, reply) => {
        const { token } = request.params
        const { body, action, tool } = readFields(request.body, ['body', 'action', 'tool'])
        const receipt = await receiptNamed(deps.db, token)
        if (isTool(tool)) return sendReceipt(request, reply, { body: insertTool(body, tool), goOn: true })
        if (action === 'preview') {
          const written = await writtenComment(deps.db, receipt.comment_id)
          const { sifted } = await filterEdit(deps, written!, body)
          const fault = commentFaults({ email: '', website: '', body }).body ?? sifted.refused
          return sendReceipt(request, reply, {
            body,
            preview: await renderComment(deps, sifted.source),
            replaced: sifted.replaced,
            ...(fault === null ? {} : { fault }),
          })
        }
        if (tool !== '')
          return sendReceipt(request, reply, { body, fault: 'This form has no such button. Nothing was changed.' }, 422)
        const done = (): FastifyReply => reply.redirect(`${urls.receipt(token)}?done=${action}`, 303)
        if (action === 'claim') {
          if (request.viewer === null)
            throw new AppError(
              'forbidden',
              'Sign in, or register, and come back to this address: then the comment can be made yours.',
            )
          if (!(await claimComment(deps, request.viewer, token)))
            throw new AppError('conflict', 'Another account has made this comment its own.')
          return done()
        }
        const act: (() => Promise<Change>) | undefined =
          action === 'edit'
            ? () => editComment(deps, byReceipt(receipt), receipt.comment_id, body)
            : action === 'withdraw'
              ? () => withdrawComment(deps, byReceipt(receipt), receipt.comment_id)
              : action === 'restore'
                ? () => undoWithdrawal(deps, byReceipt(receipt), receipt.comment_id)
                : undefined
        if (act === undefined)
          return sendReceipt(request, reply, { body, fault: 'This form has no such button. Nothing was changed.' }, 422)
        const outcome = await act()
        if (outcome.kind === 'invalid') return sendReceipt(request, reply, { body, fault: outcome.fault }, 422)
        if (outcome.kind === 'none')
          throw missing('There is no comment any more that this could be done to.', [
            { href: urls.receipt(token), text: 'Where your comment stands' },
          ])
        if (outcome.kind === 'refused') throw refused(outcome.refusal, token)
        return done()
      },
    )
  })
}

/** The writer's words come back with it. */
function refused(refusal: Refusal, token: string): AppError {
  const { kind, sentence } = refusals[refusal]
  return new AppError(kind, sentence, null, [{ href: urls.receipt(token), text: 'Where your comment stands' }])
}
