// /comments and /comments/new: writing a comment, with the form on a page of its own.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { freeNic } from '../../accounts/nics/free-checks.ts'
import { clearSessionCookie } from '../../accounts/sessions/hooks.ts'
import { requireArticle } from '../../articles/reading.ts'
import type { Deps } from '../../deps.ts'
import { AppError, kinds } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { acceptPictureForms } from '../../media/hooks.ts'
import { refusals, type Viewer, type Writer } from '../../permissions.ts'
import { acknowledgeWarnings } from '../../sanctions/actions.ts'
import { refuseBanned } from '../../sanctions/hooks.ts'
import type { RateLimitName } from '../../settings.ts'
import { createSharedPause, waitForSlice } from '../../slices.ts'
import { urls } from '../../urls.ts'
import { takesJson } from '../../web/errors.ts'
import { handReceipt, knownGuest, rememberDetails, showWaiting, writerOf } from '../../web/guests.ts'
import { readerOf } from '../../web/reader.ts'
import {
  currentArticleId,
  discardDraftOf,
  draftWriters,
  findDraft,
  type SavedDraft,
  saveDraft,
} from '../drafts/actions.ts'
import {
  autosaveDrafts,
  postAfterSignIn,
  requestWriters,
  saveRefusedText,
  updateWaitingCookie,
} from '../drafts/hooks.ts'
import { writeReference } from '../drafts/rules.ts'
import { renderComment } from '../render-actions.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { type PostResult, postComment } from './actions.ts'
import { acknowledgedWarning, type CommentForm, commentForm, formActions, MEMBER_KEY_PREFIX } from './form.ts'
import { checkForm } from './form-checks.ts'
import { type FormExchange, sendForm } from './form-routes.ts'
import { originalNic } from './pages.ts'
import { hasUpload, insertUploadedPicture } from './picture-actions.ts'

const anyone = { config: { access: 'anyone' } } as const

export function postingRoutes(app: FastifyInstance, deps: Deps): void {
  acceptPictureForms(app)
  app.get<NewComment>('/comments/new', anyone, (request, reply) => showForm(app, deps, request, reply))
  // Registered before the rate limit, so that a refused press has its text saved.
  autosaveDrafts(app, deps, (request) => isPost(request.body) && !hasUpload(request))
  const rateLimit = (request: FastifyRequest): RateLimitName =>
    hasUpload(request)
      ? 'picture'
      : !isPost(request.body)
        ? 'preview'
        : request.viewer === null
          ? 'guestComment'
          : 'comment'
  app.post(
    '/comments',
    {
      config: { access: 'anyone', rateLimit },
      errorHandler: (error, request, reply) => answerLimit(app, deps, error, request, reply),
    },
    (request, reply) => answerPress(app, deps, request, reply),
  )
}

/** A press beyond a rate limit gets the form back as it was typed; every other error has its page. The text is saved first. */
async function answerLimit(
  app: FastifyInstance,
  deps: Deps,
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await saveRefusedText(deps, request, reply)
  if (!(error instanceof AppError) || error.kind !== 'tooOften' || takesJson(request)) throw error
  const form = continuing(readForm(commentForm, request.body).typed, request.savedDraft)
  const article = await requireArticle(deps, String((await currentArticleId(deps.db, form)) ?? ''))
  reply.header('retry-after', String(error.retryAfter ?? 60))
  const { status } = kinds.tooOften
  return sendForm({ app, deps, request, reply, article }, form, { status, limit: error.message })
}

/** Whether a picture or its description changes the text before it is posted. */
const changesText = (request: FastifyRequest): boolean => hasUpload(request) || (request.upload?.alt ?? '') !== ''

/** Whether a press posts; every other press only returns the form. */
function isPost(body: unknown): boolean {
  const { tool, action } = (body ?? {}) as { tool?: unknown; action?: unknown }
  return !isTool(tool, 'comment') && (action === undefined || action === '' || action === 'post')
}

type NewComment = { Querystring: Record<string, unknown> }

async function showForm(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<NewComment>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const [id, parent = ''] = [request.query['article'], request.query['parent']].map(queryValue)
  const quote = queryValue(request.query['quote']) === '1'
  const current = await currentArticleId(deps.db, { article: id ?? '', parent })
  // The parent was moved to another article: the reply is written there.
  if (current !== null && current !== rowId(id))
    return reply.redirect(quote ? urls.quote(current, rowId(parent)!) : urls.reply(current, rowId(parent)), 302)
  const article = await requireArticle(deps, id)
  const exchange = { app, deps, request, reply, article }
  const draftId = rowId(queryValue(request.query['draft']))
  if (!quote) return sendForm(exchange, { parent }, { draft: draftId })
  const { viewer, guest } = await readerOf(deps, request, reply)
  const { draft } = await findDraft(deps, draftWriters(viewer, guest), article.id, rowId(parent))
  const reference = draft === undefined ? '' : writeReference(draft)
  return sendForm(exchange, { parent, body: draft?.body ?? '', draft: reference }, { quote: true })
}

/** A press of a button of the form, with the form as it is after the picture has been put into the text. */
type Press = FormExchange & { writer: Writer; form: Record<keyof CommentForm, string> }

/** A press that posts: its article is read in the transaction, and here only if the form is returned. */
type PostPress = Omit<Press, 'article'> & { articleId: number }

const withArticle = async (press: PostPress): Promise<Press> => ({
  ...press,
  article: await requireArticle(press.deps, String(press.articleId)),
})

/** Presses that arrive together are read a few in a turn, so that readers are served between them. */
const pauseOfPresses = createSharedPause()

async function answerPress(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await waitForSlice(pauseOfPresses)
  const { typed: sent } = readForm(commentForm, request.body)
  const typed = continuing(sent, request.savedDraft)
  const articleId = await currentArticleId(deps.db, typed)
  const writer = writerOf(deps, request, reply)
  if (articleId !== null && typed.tool === '' && isPost(request.body) && !changesText(request))
    return answerPost({ app, deps, request, reply, writer, form: typed, articleId })
  const article = await requireArticle(deps, String(articleId ?? ''))
  const exchange = { app, deps, request, reply, article }
  const { form, refused, autofocus } = await insertUploadedPicture(deps, request, reply, typed)
  if (refused) return sendForm(exchange, form, { status: refused.status, faults: { file: refused.fault } })
  // From here on the draft contains the picture, even if this request fails.
  const withPicture =
    form.body === typed.body ? null : await saveDraft(deps, requestWriters(deps, request, reply), form, request.ip)
  const press = { ...exchange, writer, form: continuing(form, withPicture) }
  if (autofocus) return sendForm(exchange, press.form, { autofocus })
  return answerFormButton(press) ?? answerOtherButton(press) ?? answerPost({ ...press, articleId: article.id })
}

/** The form, which from now on continues the draft that it was saved as. */
const continuing = <F extends { draft: string }>(form: F, saved: SavedDraft | null): F =>
  saved === null ? form : { ...form, draft: writeReference(saved) }

/**
 * Buttons that return the form with something changed in it. Not async, as a reply must never be awaited for its value:
 * it resolves to undefined once it is sent.
 * @returns null for all other buttons
 */
function answerFormButton(press: Press): Promise<FastifyReply> | null {
  const { request, form } = press
  if (isTool(form.tool, 'comment'))
    return sendForm(press, { ...form, body: insertTool(form.body, form.tool) }, { autofocus: true })
  switch (form.action) {
    case 'own-nic':
      return sendForm(press, { ...form, nic: originalNic(request.viewer) }, { naming: true })
    case 'pick-nic':
      return pickNic(press)
    case 'quote':
      return sendForm(press, form, { quote: true, autofocus: true })
    case 'preview':
      return sendPreview(press)
    default:
      return null
  }
}

const pickNic = async (press: Press): Promise<FastifyReply> =>
  sendForm(press, { ...press.form, nic: await freeNic(press.deps, press.article.id) }, { naming: true })

async function sendPreview(press: Press): Promise<FastifyReply> {
  const { deps, article, writer, form } = press
  const { faults, filtered } = await checkForm(deps, writer, article.id, form)
  const preview = await renderComment(deps, filtered.source)
  return sendForm(press, form, { preview, replaced: filtered.replaced, faults })
}

/** Buttons that confirm a warning, delete the draft or lead elsewhere, and unknown ones. @returns null for a press that posts */
function answerOtherButton(press: Press): Promise<FastifyReply> | FastifyReply | null {
  const { request, reply, article, form } = press
  const back = urls.reply(article.id, rowId(form.parent))
  const warning = acknowledgedWarning(form.action)
  if (warning !== null && request.viewer !== null) return confirmWarning(press, request.viewer, warning)
  switch (form.action) {
    case 'discard':
      return discardDraft(press, form.parent === '' ? `${urls.article(article)}#post` : back)
    case 'sign-in':
      return reply.redirect(urls.login(back), 303)
    case 'register':
      return reply.redirect(urls.register(back), 303)
  }
  if (form.tool === '' && (formActions as readonly string[]).includes(form.action)) return null
  const fault = 'This form has no such button. Nothing was posted.'
  return sendRefused(press, form, { status: 422, faults: { action: fault } })
}

/** Returns the form of a press that was to post and did not. Its text is saved. */
async function sendRefused(
  press: Press,
  form: Press['form'],
  state: Parameters<typeof sendForm>[2],
): Promise<FastifyReply> {
  await saveRefusedText(press.deps, press.request, press.reply)
  return sendForm(press, continuing(form, press.request.savedDraft), state)
}

async function confirmWarning(press: Press, viewer: Viewer, warning: number): Promise<FastifyReply> {
  await acknowledgeWarnings(press.deps, viewer, warning)
  return sendForm(press, press.form, { autofocus: true })
}

async function discardDraft(press: Press, next: string): Promise<FastifyReply> {
  const { deps, request, reply, article, form } = press
  const writers = draftWriters(request.viewer, knownGuest(deps, request))
  await discardDraftOf(deps, writers, article.id, form)
  await updateWaitingCookie(deps, request, reply)
  return reply.redirect(next, 303)
}

async function answerPost(press: PostPress): Promise<FastifyReply> {
  const { deps, request, reply, writer, form } = press
  if (request.viewer === null && (request.sessionEnded || form.key.startsWith(MEMBER_KEY_PREFIX)))
    return answerEndedSession(await withArticle(press))
  const drafts = {
    writers: requestWriters(deps, request, reply),
    form: request.unsavedDraft === null ? form : { ...request.unsavedDraft, draft: form.draft },
  }
  const result = await postComment(deps, writer, form, request.ip, { articleId: press.articleId, drafts })
  if (result.kind === 'posted') return answerPosted(press, result)
  if (result.kind === 'invalid') {
    // Without its missing parent the text is posted as a new comment by the next press.
    const { faults } = result
    const sent = faults.parent === undefined ? form : { ...form, parent: '' }
    return sendRefused(await withArticle(press), sent, { status: 422, faults })
  }
  const { refusal, sentence } = result
  if (refusal === 'banned' && request.viewer !== null) await refuseBanned(deps, request, '/comments')
  await saveRefusedText(deps, request, reply)
  if (refusal === 'signInToComment') postAfterSignIn(deps, request, reply)
  const status = kinds[refusals[refusal].kind].status
  return sendRefused(await withArticle(press), form, { status, refusal, sentence })
}

/** The form was made for a member whose session has ended since: the text is saved, and signing in posts it. */
async function answerEndedSession(press: Press): Promise<FastifyReply> {
  const { deps, request, reply, form } = press
  await saveRefusedText(deps, request, reply)
  postAfterSignIn(deps, request, reply)
  clearSessionCookie(reply, deps)
  const refusal = deps.settings().guests === 'membersOnly' ? 'signInToComment' : 'sessionEnded'
  return sendRefused(press, { ...form, key: '' }, { status: 403, refusal })
}

async function answerPosted(
  { deps, request, reply, articleId, form }: PostPress,
  result: PostResult & { kind: 'posted' },
): Promise<FastifyReply> {
  request.unsavedDraft = null
  await touchReadMark(deps, request, reply, articleId)
  // A comment that waits is shown in its place, with a button that leads to a receipt.
  if (result.receipt !== null && (result.again || !result.held)) handReceipt(deps, reply, result.id, result.receipt)
  if (request.viewer === null) rememberDetails(deps, request, reply, form.remember === '' ? null : form)
  if (result.held && request.viewer === null) showWaiting(deps, request, reply, true)
  else await updateWaitingCookie(deps, request, reply)
  if (!result.again) return reply.redirect(urls.comment(result.id), 303)
  // The page of the edit says that it was posted before; in the thread nothing would.
  const ownPage = result.held && request.viewer !== null ? urls.edits(result.id) : urls.comment(result.id)
  return reply.redirect(urls.again(ownPage), 303)
}
