// /comments/:id/edits and /comments/:id/withdrawals: an author edits or withdraws a comment.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ArticleRow, publishedArticle } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing, notAButton, type PageLink } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { insertTool, isTool, toolsWithPictures } from '../../markup/toolbar.ts'
import { acceptPictureForms } from '../../media/hooks.ts'
import { missingDescription, pictureField } from '../../media/pages.ts'
import { refusals } from '../../permissions.ts'
import { acknowledgeWarnings } from '../../sanctions/actions.ts'
import { senderOf } from '../../sanctions/checks.ts'
import type { RateLimitName } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { byAccount, type Change, ownComment } from '../authorship-checks.ts'
import { ALREADY_POSTED, acknowledgedWarning } from '../posting/form.ts'
import { hasUpload, insertUploadedPicture } from '../posting/picture-actions.ts'
import { commentAbsence } from '../thread/branch-reading.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { editComment, undoWithdrawal, withdrawComment } from './actions.ts'
import { editForm, withdrawalForm } from './form.ts'
import { type EditState, withdrawalPage } from './pages.ts'
import { type WrittenComment, withdrawalOf } from './queries.ts'
import { readEditPage, readEditPreview } from './reading.ts'

type ById = { Params: { id: string }; Querystring: { done?: unknown } }
const members = { config: { access: 'member' } } as const
const noSuchButton = 'This form has no such button. Nothing was changed.'

export function commentEditRoutes(app: FastifyInstance, deps: Deps): void {
  acceptPictureForms(app)
  app.get<ById>('/comments/:id/edits', members, (request, reply) => sendEdit(app, deps, request, reply))
  const rateLimit = (request: FastifyRequest): RateLimitName =>
    hasUpload(request) ? 'picture' : isEdit(request.body) ? 'edit' : 'preview'
  app.post<ById>('/comments/:id/edits', { config: { access: 'member', rateLimit } }, (request, reply) =>
    answerEdit(app, deps, request, reply),
  )
  app.get<ById>('/comments/:id/withdrawals', members, (request, reply) => sendWithdrawal(app, deps, request, reply))
  app.post<ById>('/comments/:id/withdrawals', members, (request, reply) => answerWithdrawal(deps, request, reply))
}

function isEdit(body: unknown): boolean {
  const { tool, action } = (body ?? {}) as { tool?: unknown; action?: unknown }
  return !isTool(tool, 'comment') && (action === undefined || action === '' || action === 'post')
}

/** The error page of a change that did not happen. */
async function changeError(
  deps: Deps,
  id: number | null,
  outcome: Exclude<Change, { kind: 'done' | 'invalid' }>,
): Promise<AppError> {
  if (outcome.kind === 'none') return commentAbsence(deps, id)
  const { kind, sentence } = refusals[outcome.refusal]
  const links: PageLink[] =
    id === null || outcome.refusal !== 'editLate'
      ? []
      : [
          { href: urls.comment(id), text: 'Your comment in the thread' },
          { href: urls.withdrawals(id), text: 'Withdraw it' },
        ]
  return new AppError(kind, outcome.sentence ?? sentence, null, links)
}

/** The comment of the address with its article. @throws AppError for everybody but its author */
async function findOwn(
  deps: Deps,
  request: FastifyRequest<ById>,
): Promise<{ comment: WrittenComment; article: ArticleRow }> {
  const id = rowId(request.params.id)
  const found = await ownComment(deps.db, byAccount(request.viewer), id)
  if (found.kind !== 'found') throw await changeError(deps, id, found)
  const article = await publishedArticle(deps.db, found.comment.article_id)
  if (!article) throw await changeError(deps, id, { kind: 'none' })
  return { comment: found.comment, article }
}

async function sendEdit(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  typed: EditState = {},
): Promise<FastifyReply> {
  const { comment, article } = await findOwn(deps, request)
  if (comment.state === 'removed' || comment.state === 'withdrawn') throw await commentAbsence(deps, comment.id)
  const posts = request.method === 'POST'
  if (typed.picture && takesJson(request))
    return sendProblem(reply, { kind: 'invalid', faults: { file: typed.picture.fault } })
  const rejected = typed.preview === undefined && typed.fault !== undefined
  if (posts && rejected && takesJson(request))
    return sendProblem(reply, { kind: 'invalid', faults: { body: typed.fault } })
  const page = await readEditPage(deps, article, comment, typed, datesOf(deps, request))
  // The window closed while the writer was typing: the error page returns the text.
  if (posts && page.late) throw await changeError(deps, comment.id, { kind: 'refused', refusal: 'editLate' })
  const missing = missingDescription(page.typed, page.fault)
  const picture = pictureField({ fault: typed.picture?.fault, alt: request.upload?.alt }, true, missing)
  const here = urls.edits(comment.id)
  const done = queryValue(request.query.done) === 'again' ? ALREADY_POSTED : ''
  const chrome = unlisted(await chromeFor(deps, request, here, urls.section(article.section_slug)))
  return sendPage(
    app,
    request,
    reply,
    'comments/edits/edit',
    {
      chrome,
      title: 'Edit your comment',
      description: article.headline,
      ...page,
      ...(missing && { fault: '' }),
      tools: toolsWithPictures('comment'),
      picture,
      done,
    },
    typed.picture?.status ?? (rejected ? 422 : 200),
    posts ? 'untilSignOut' : 'never',
  )
}

async function answerEdit(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { typed } = readForm(editForm, request.body)
  const { form, refused: picture, autofocus } = await insertUploadedPicture(deps, request, reply, typed)
  const { body, action, tool } = form
  const sendBack = (state: EditState) => sendEdit(app, deps, request, reply, { body, ...state })
  if (picture) return sendBack({ picture })
  if (autofocus) return sendBack({ autofocus })
  if (isTool(tool, 'comment')) return sendBack({ body: insertTool(body, tool), autofocus: true })
  const warning = acknowledgedWarning(action)
  if (warning !== null && request.viewer !== null) {
    await acknowledgeWarnings(deps, request.viewer, warning)
    return sendBack({ autofocus: true })
  }
  if (action === 'preview') return sendBack(await readEditPreview(deps, (await findOwn(deps, request)).comment, body))
  if (tool !== '' || (action !== '' && action !== 'post')) return sendBack({ fault: noSuchButton })
  const id = rowId(request.params.id)
  const editor = {
    claim: byAccount(request.viewer),
    sender: senderOf(request.viewer, request.ip, request.endedAccount),
  }
  const outcome = await editComment(deps, editor, id, body)
  if (outcome.kind === 'invalid') return sendBack({ fault: outcome.fault })
  if (outcome.kind !== 'done') throw await changeError(deps, id, outcome)
  await touchReadMark(deps, request, reply, outcome.comment.article_id)
  return reply.redirect(urls.comment(outcome.comment.id), 303)
}

async function sendWithdrawal(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { comment, article } = await findOwn(deps, request)
  if (comment.state === 'removed') throw await commentAbsence(deps, comment.id)
  const withdrawal = (await withdrawalOf(deps.db, comment.id)) ?? null
  const page = withdrawalPage(article, comment, withdrawal, deps.clock(), datesOf(deps, request))
  const here = urls.withdrawals(comment.id)
  const chrome = unlisted(await chromeFor(deps, request, here, urls.section(article.section_slug)))
  const model = { chrome, description: article.headline, ...page }
  return sendPage(app, request, reply, 'comments/edits/withdrawal', model)
}

async function answerWithdrawal(deps: Deps, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const { value } = readForm(withdrawalForm, request.body)
  if (value === null) throw notAButton()
  const id = rowId(request.params.id)
  const restores = value.action === 'restore'
  const outcome = await (restores ? undoWithdrawal : withdrawComment)(deps, byAccount(request.viewer), id)
  if (outcome.kind === 'invalid') throw missing()
  if (outcome.kind !== 'done') throw await changeError(deps, id, outcome)
  const { comment } = outcome
  await touchReadMark(deps, request, reply, comment.article_id)
  return reply.redirect(restores ? urls.comment(comment.id) : urls.withdrawals(comment.id), 303)
}
