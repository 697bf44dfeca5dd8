// /comments/receipts/:token: a guest's private page for a comment, to check, edit, withdraw or claim it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { AppError, gone, missing } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { type Refusal, refusals, type Viewer } from '../../permissions.ts'
import { canStrangersRegister } from '../../registration-modes.ts'
import { senderOf } from '../../sanctions/checks.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { knownGuest } from '../../web/guests.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import type { Change } from '../authorship-checks.ts'
import { editComment, undoWithdrawal, withdrawComment } from '../edits/actions.ts'
import type { EditState } from '../edits/pages.ts'
import { writtenComment } from '../edits/queries.ts'
import { readEditPreview } from '../edits/reading.ts'
import { editWindow } from '../thread/rules.ts'
import { byReceipt, claimComment, issueOwnReceipt, type Receipt, receiptNamed } from './actions.ts'
import { ownReceiptForm, receiptForm } from './form.ts'
import { receiptPage } from './pages.ts'
import { readReceipt } from './reading.ts'

type ByToken = { Params: { token: string }; Querystring: { done?: unknown } }

export function receiptRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<ByToken>('/comments/receipts/:token', { config: { access: 'anyone' } }, (request, reply) =>
    sendReceipt(app, deps, request, reply),
  )
  app.post<ByToken>(
    '/comments/receipts/:token',
    { config: { access: 'anyone', rateLimit: () => 'receipt' } },
    (request, reply) => answerPress(app, deps, request, reply),
  )
  app.post<{ Params: { id: string } }>(
    '/comments/:id/receipts',
    { config: { access: 'anyone', rateLimit: () => 'receipt' } },
    async (request, reply) => {
      const id = rowId(request.params.id)
      const guest = knownGuest(deps, request)
      const token = id === null || guest === null ? null : await issueOwnReceipt(deps, guest, id)
      if (token === null) throw missing('This browser has no receipt of that comment.')
      const { to } = readForm(ownReceiptForm, request.body).typed
      const anchor = to === 'edit' ? '#post' : to === 'withdraw' ? '#withdraw' : ''
      return reply.header('cache-control', 'no-store').redirect(`${urls.receipt(token)}${anchor}`, 303)
    },
  )
}

async function sendReceipt(
  app: FastifyInstance,
  deps: Deps,
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
  const now = deps.clock()
  const dates = datesOf(deps, request)
  const context = await readReceipt(deps, article, comment, receipt, token, dates)
  const { editMinutes } = deps.settings()
  const sentBack = typed.body !== undefined && typed.fault === undefined
  if (sentBack && !editWindow(comment.created_at, now, editMinutes).open) throw refusalError('editLate', token)
  const site = { base: deps.config.baseUrl, editMinutes }
  const done = queryValue(request.query.done) ?? ''
  const page = receiptPage(context, token, request.viewer, site, typed, done, now, dates)
  // The address is a secret, so other sites and search engines must not learn it. With `no-referrer` browsers would send `Origin: null`.
  reply.header('referrer-policy', 'same-origin').header('x-robots-tag', 'noindex')
  const chrome = unlisted(await chromeFor(deps, request, urls.receipt(token), urls.section(article.section_slug)))
  return sendPage(
    app,
    request,
    reply,
    'comments/receipts/receipt',
    { chrome, title: 'Your comment', description: 'The receipt for a comment.', ...page },
    status,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

async function answerPress(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<ByToken>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { token } = request.params
  const { body, action, tool } = readForm(receiptForm, request.body).typed
  const receipt = await receiptNamed(deps.db, token)
  const reject = (fault: string) => sendReceipt(app, deps, request, reply, { body, fault }, 422)
  if (isTool(tool, 'comment'))
    return sendReceipt(app, deps, request, reply, { body: insertTool(body, tool), autofocus: true })
  if (action === 'preview') {
    const comment = (await writtenComment(deps.db, receipt.comment_id))!
    return sendReceipt(app, deps, request, reply, await readEditPreview(deps, comment, body))
  }
  if (tool === '' && action === 'claim') await claim(deps, request.viewer, token)
  else {
    const outcome = tool === '' ? await changeComment(deps, request, receipt, action, body) : undefined
    if (outcome === undefined) return reject('This form has no such button. Nothing was changed.')
    if (outcome.kind === 'invalid') return reject(outcome.fault)
    if (outcome.kind === 'refused') throw refusalError(outcome.refusal, token, outcome.sentence)
    if (outcome.kind === 'none')
      throw missing('This can no longer be done to your comment.', [
        { href: urls.receipt(token), text: 'Your receipt' },
      ])
  }
  return reply.redirect(`${urls.receipt(token)}?done=${action}`, 303)
}

/** @throws AppError `forbidden` without a session, `conflict` if another account has claimed the comment */
async function claim(deps: Deps, viewer: Viewer | null, token: string): Promise<void> {
  if (viewer === null)
    throw new AppError(
      'forbidden',
      `Sign in${canStrangersRegister(deps.settings()) ? ' or register' : ''} first, then come back to this address to claim the comment.`,
    )
  if (!(await claimComment(deps, viewer, token)))
    throw new AppError('conflict', 'Another account has claimed this comment.')
}

/** @returns undefined for an unknown action */
async function changeComment(
  deps: Deps,
  request: FastifyRequest,
  receipt: Receipt,
  action: string,
  body: string,
): Promise<Change | undefined> {
  const { comment_id: id } = receipt
  const editor = { claim: byReceipt(receipt), sender: senderOf(request.viewer, request.ip, request.endedAccount) }
  if (action === 'edit') return editComment(deps, editor, id, body)
  if (action === 'withdraw') return withdrawComment(deps, byReceipt(receipt), id)
  return action === 'restore' ? undoWithdrawal(deps, byReceipt(receipt), id) : undefined
}

function refusalError(refusal: Refusal, token: string, said?: string): AppError {
  const { kind, sentence } = refusals[refusal]
  return new AppError(kind, said ?? sentence, null, [{ href: urls.receipt(token), text: 'Your receipt' }])
}
