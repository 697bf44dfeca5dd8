// /comments/:id/appeals: the author of a comment appeals against a decision on it, and finds the answer.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import type { AppealState } from '../../comments/appeals/pages.ts'
import { readAppeals } from '../../comments/appeals/reading.ts'
import type { Claim } from '../../comments/authorship-checks.ts'
import { byAccount, ownComment } from '../../comments/authorship-checks.ts'
import { readUsualWait } from '../../comments/holds/reading.ts'
import { byReceipt, receiptNamed } from '../../comments/receipts/actions.ts'
import { hasReceipt } from '../../comments/receipts/queries.ts'
import { commentAbsence } from '../../comments/thread/branch-reading.ts'
import { visibleComment } from '../../comments/thread/queries.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { readForm, rowId } from '../../faults.ts'
import { allow, refusals } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { knownGuest } from '../../web/guests.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { appealComment } from './actions.ts'
import { commentAppealForm } from './form.ts'
import { ALREADY_APPEALED, appealPage } from './pages.ts'

type ById = { Params: { id: string } }

type Site = { app: FastifyInstance; deps: Deps }

/**
 * Authorship can be proved by the receipt, by the account, or by a browser that was given the receipt.
 * Without proof the answer is to sign in, whether the comment exists or not.
 */
async function claimOf(site: Site, request: FastifyRequest<ById>, receipt: string): Promise<Claim> {
  const { deps } = site
  if (receipt !== '') return byReceipt(await receiptNamed(deps.db, receipt))
  const id = rowId(request.params.id)
  const guest = knownGuest(deps, request)
  const written = id !== null && guest !== null && (await hasReceipt(deps.db, id, guest.key))
  if (request.viewer === null && !written) allow('signIn')
  return (comment) => (written && comment.account_id === null ? null : byAccount(request.viewer)(comment))
}

/** The answer to readers who did not write the comment: it names only comments that have a place in the thread. */
async function notYours(site: Site, id: number | null): Promise<AppError> {
  const { deps } = site
  const seen = id === null ? undefined : await visibleComment(deps.db, id)
  return seen?.state === 'live' || seen?.state === 'removed'
    ? new AppError(refusals.notTheirs.kind, refusals.notTheirs.sentence, null, [
        { href: urls.comment(seen.id), text: 'See the comment' },
      ])
    : commentAbsence(deps, id)
}

async function send(
  site: Site,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  receipt: string,
  typed: AppealState = {},
  status = 200,
): Promise<FastifyReply> {
  const { app, deps } = site
  const id = rowId(request.params.id)
  const found = await ownComment(deps.db, await claimOf(site, request, receipt), id)
  const article = found.kind === 'found' ? await publishedArticle(deps.db, found.comment.article_id) : undefined
  if (found.kind !== 'found' || !article) throw await notYours(site, id)
  const { comment } = found
  const dates = datesOf(deps, request)
  const { decision, view } = await readAppeals(deps, comment, receipt, typed, dates)
  if (status === 409 && takesJson(request))
    return sendProblem(reply, {
      kind: 'conflict',
      sentence: typed.refused ?? 'There is no decision on this comment that you could appeal.',
    })
  if (status === 422 && takesJson(request))
    return sendProblem(reply, { kind: 'invalid', faults: { body: typed.fault ?? '' } })
  const mine = comment.account_id !== null
  const links = [
    ...(receipt !== '' ? [{ href: urls.receipt(receipt), text: 'Your receipt' }] : []),
    ...(mine && comment.state === 'held'
      ? [
          { href: urls.edits(comment.id), text: 'Edit' },
          { href: urls.withdrawals(comment.id), text: 'Withdraw' },
        ]
      : []),
    comment.state === 'live'
      ? { href: urls.comment(comment.id), text: 'Your comment in the thread' }
      : { href: `${urls.article(article)}#comments`, text: 'Back to the thread' },
  ]
  const page = appealPage(
    article,
    comment,
    decision,
    await readUsualWait(deps),
    links,
    view,
    { kept: view.form === null ? (typed.body ?? '') : '', refused: typed.refused ?? '' },
    deps.clock(),
    dates,
  )
  const chrome = unlisted(await chromeFor(deps, request, urls.appeals(comment.id), urls.section(article.section_slug)))
  return sendPage(
    app,
    request,
    reply,
    'moderation/appeals/comment',
    { chrome, title: 'Appeal', description: article.headline, ...page },
    status,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

export function commentAppealRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  app.get<ById>('/comments/:id/appeals', { config: { access: 'anyone' } }, (request, reply) =>
    send(site, request, reply, ''),
  )

  app.post<ById>(
    '/comments/:id/appeals',
    { config: { access: 'anyone', rateLimit: () => 'appeal' } },
    async (request, reply) => {
      const { typed, value, faults } = readForm(commentAppealForm, request.body)
      const { body, receipt } = typed
      const claim = await claimOf(site, request, receipt)
      if (value === null) return send(site, request, reply, receipt, { body, fault: faults.body ?? '' }, 422)
      const id = rowId(request.params.id)
      const outcome = await appealComment(deps, claim, id, value.body)
      if (outcome.kind === 'none' || outcome.kind === 'refused') throw await notYours(site, id)
      if (outcome.kind === 'nothing') return send(site, request, reply, receipt, { body }, 409)
      if (outcome.kind === 'before')
        return send(site, request, reply, receipt, { body, refused: ALREADY_APPEALED }, 409)
      return reply.redirect(receipt === '' ? `${urls.appeals(id!)}#appeals` : `${urls.receipt(receipt)}#appeals`, 303)
    },
  )
}
