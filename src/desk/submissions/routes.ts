// /desk/links and /desk/articles: sending in news, as a link or as an article of one's own.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { clearSessionCookie } from '../../accounts/sessions/hooks.ts'
import { requestWriters } from '../../comments/drafts/hooks.ts'
import { writeReference } from '../../comments/drafts/rules.ts'
import { acknowledgedWarning, MEMBER_KEY_PREFIX } from '../../comments/posting/form.ts'
import { formatWait } from '../../comments/posting/limit-checks.ts'
import { hasUpload, insertUploadedPicture } from '../../comments/posting/picture-actions.ts'
import type { Deps } from '../../deps.ts'
import { AppError, type Kind, kinds } from '../../errors.ts'
import { queryValue, readForm } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { acceptPictureForms } from '../../media/hooks.ts'
import { may, refusals, type Writer } from '../../permissions.ts'
import { acknowledgeWarnings } from '../../sanctions/actions.ts'
import { limits, type RateLimitName } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { knownGuest, writerOf } from '../../web/guests.ts'
import { type SavedArticle, saveArticleDraft } from '../drafts/actions.ts'
import { autosaveArticles } from '../drafts/hooks.ts'
import { findDuplicates } from '../duplicates/reading.ts'
import { type SubmitResult, submitArticle } from './actions.ts'
import { type ArticleForm, type ArticleKind, articleForm, urlFault } from './form.ts'
import { checkArticle, placeOf } from './form-checks.ts'
import { type Exchange, sendAddressForm, sendSubmitForm } from './form-routes.ts'
import { closedSentence, formAddress, refusalSentences, sessionEnded, tooOftenSentence } from './pages.ts'
import type { SubmitState } from './reading.ts'

const anyone = { config: { access: 'anyone' } } as const

const isSending = (action: unknown): boolean =>
  action === undefined || ['', 'submit', 'publish'].includes(String(action))

/** Whether a press sends; every other press only returns the form. */
function sends(body: unknown): boolean {
  const { tool, action } = (body ?? {}) as { tool?: unknown; action?: unknown }
  return !isTool(tool, 'article') && isSending(action)
}

/** Registered in a scope of their own, because their forms have files. */
export function submissionRoutes(app: FastifyInstance, deps: Deps): void {
  acceptPictureForms(app, limits.articleForm)
  // Registered before the rate limit, so that a refused press has its text saved.
  autosaveArticles(app, deps, (request) =>
    request.routeOptions.url === urls.newLink ? 'link' : request.routeOptions.url === urls.newArticle ? 'own' : null,
  )
  const rateLimit = (request: FastifyRequest): RateLimitName =>
    hasUpload(request)
      ? 'picture'
      : !sends(request.body)
        ? 'preview'
        : request.viewer === null
          ? 'guestSubmission'
          : 'submission'
  const options = { config: { access: 'anyone', rateLimit }, bodyLimit: limits.articleForm } as const
  app.get<{ Querystring: { url?: unknown } }>('/desk/links', anyone, (request, reply) =>
    showForm({ app, deps, request, reply }, urls.newLink, (exchange) =>
      sendAddressForm(exchange, { value: queryValue(request.query.url) ?? '', fault: '', draft: '' }),
    ),
  )
  app.get('/desk/articles', anyone, (request, reply) =>
    showForm({ app, deps, request, reply }, urls.newArticle, (exchange) =>
      sendSubmitForm(exchange, { kind: 'own', typed: {} }),
    ),
  )
  app.post('/desk/links', options, (request, reply) => answerPress({ app, deps, request, reply }, 'link'))
  app.post('/desk/articles', options, (request, reply) => answerPress({ app, deps, request, reply }, 'own'))
}

/** Shows a form to a writer who may send it; a stranger signs in first, and comes back. */
async function showForm(
  exchange: Exchange,
  here: string,
  show: (exchange: Exchange) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const { deps, request, reply } = exchange
  const settings = deps.settings()
  const verdict = may.submit(request.viewer, settings)
  if (verdict === 'signIn') return reply.header('cache-control', 'no-store').redirect(urls.login(here), 302)
  if (verdict !== null) throw new AppError('forbidden', closedSentence(settings.submitters))
  return show(exchange)
}

/** A press of a button of the form, with the form as it is after the picture has been put into the text. */
type Press = Exchange & { kind: ArticleKind; writer: Writer; form: ArticleForm; saved: SavedArticle | null }

const continuing = (form: ArticleForm, saved: SavedArticle | null): ArticleForm =>
  saved === null ? form : { ...form, draft: writeReference(saved) }

const kindOfStatus = (status: number): Kind =>
  (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind].status === status) ?? 'invalid'

async function answerPress(exchange: Exchange, kind: ArticleKind): Promise<FastifyReply> {
  const { deps, request, reply } = exchange
  const { typed } = readForm(articleForm, request.body)
  const writer = writerOf(deps, request, reply)
  const { form, refused, autofocus } = await insertUploadedPicture(
    deps,
    request,
    reply,
    continuing(typed, request.savedArticle),
  )
  // From here on the draft contains the picture, even if this request fails.
  const saved =
    form.body === typed.body
      ? request.savedArticle
      : await saveArticleDraft(deps, requestWriters(deps, request, reply), { ...form, kind }, request.ip)
  const press = { ...exchange, kind, writer, form: continuing(form, saved), saved }
  if (refused) return sendBack(press, { faults: { file: refused.fault } }, kindOfStatus(refused.status))
  if (autofocus) return sendBack(press, { autofocus })
  return answerFormButton(press) ?? answerOtherButton(press) ?? answerSubmit(press)
}

/** Sends the form as typed, with something beside its fields. */
const sendBack = (press: Press, state: Partial<SubmitState>, refused: Kind | null = null): Promise<FastifyReply> => {
  const { kind, form, saved, deps } = press
  const draft = saved === null ? null : { ...saved, changed_at: deps.clock() }
  return sendSubmitForm(press, { kind, typed: form, draft, ...state }, refused)
}

/**
 * Buttons that return the form with something changed in it. Not async, as a reply must never be awaited for its value.
 * @returns null for all other buttons
 */
function answerFormButton(press: Press): Promise<FastifyReply> | null {
  const { form, writer, kind } = press
  const place = placeOf(writer)
  if (isTool(form.tool, place))
    return sendBack({ ...press, form: { ...form, body: insertTool(form.body, form.tool, place) } }, { autofocus: true })
  switch (form.action) {
    case 'continue':
      return continueWithAddress(press, urlFault(form.url, kind))
    case 'preview':
      return sendPreview(press)
    default:
      return null
  }
}

const continueWithAddress = (press: Press, fault: string | null): Promise<FastifyReply> =>
  press.kind === 'link' && fault !== null
    ? sendAddressForm(press, { value: press.form.url, fault, draft: press.form.draft })
    : sendBack(press, {})

async function sendPreview(press: Press): Promise<FastifyReply> {
  const checked = await checkArticle(press.deps, press.writer, press.kind, press.form)
  return sendBack(press, { checked, faults: checked.faults })
}

/** Buttons that confirm a warning or lead elsewhere, and unknown ones. @returns null for a press that sends */
function answerOtherButton(press: Press): Promise<FastifyReply> | FastifyReply | null {
  const { request, reply, form, kind, saved } = press
  const warning = acknowledgedWarning(form.action)
  if (warning !== null && request.viewer !== null)
    return acknowledgeWarnings(press.deps, request.viewer, warning).then(() => sendBack(press, {}))
  const here = saved === null ? formAddress(kind) : urls.articleDraft(saved.id)
  switch (form.action) {
    case 'draft':
      if (saved !== null) return reply.redirect(urls.saved(here, press.deps.clock()), 303)
      return sendBack(
        press,
        { notice: { kind: 'bad', text: 'Write something first. There is nothing to save yet.' } },
        'invalid',
      )
    case 'discard':
      return reply.redirect(saved === null ? here : urls.articleDraftDeletion(saved.id), 303)
    case 'sign-in':
      return reply.redirect(urls.login(here), 303)
    case 'register':
      return reply.redirect(urls.register(here), 303)
  }
  if (form.tool === '' && isSending(form.action)) return null
  return sendBack(press, { faults: { action: 'This form has no such button. Nothing was sent.' } }, 'invalid')
}

async function answerSubmit(press: Press): Promise<FastifyReply> {
  const { deps, request, reply, writer, form, kind } = press
  if (request.viewer === null && (request.sessionEnded || form.key.startsWith(MEMBER_KEY_PREFIX))) {
    clearSessionCookie(reply, deps)
    const text = may.submit(null, deps.settings()) === null ? sessionEnded : refusalSentences.signIn!
    return sendBack(press, { notice: { kind: 'bad', text } }, 'forbidden')
  }
  const result = await submitArticle(deps, {
    writer,
    guest: knownGuest(deps, request),
    kind,
    form,
    publishes: form.action === 'publish',
    ip: request.ip,
    isKnown: async (url, headline) => (await findDuplicates(deps, { url, headline, except: null }))[0]?.why ?? null,
  })
  return answerResult(press, result)
}

function answerResult(press: Press, result: SubmitResult): Promise<FastifyReply> | FastifyReply {
  const { reply } = press
  switch (result.kind) {
    case 'sent':
      return reply.redirect(placeOfSent(result), 303)
    case 'invalid':
      return sendBack(press, { faults: result.faults }, 'invalid')
    case 'refused': {
      const { kind, sentence } = refusals[result.refusal]
      const text = result.sentence ?? refusalSentences[result.refusal] ?? sentence
      return sendBack(press, { notice: { kind: 'bad', text } }, kind)
    }
    case 'tooOften': {
      const { allowance } = result
      reply.header('retry-after', String(allowance.seconds))
      const text = tooOftenSentence(allowance, formatWait(allowance.seconds))
      return sendBack(press, { notice: { kind: 'bad', text } }, 'tooOften')
    }
  }
}

/** Where what was sent can be seen. */
function placeOfSent(sent: SubmitResult & { kind: 'sent' }): string {
  if (sent.receipt !== null) return urls.articleReceipt(sent.receipt)
  if (sent.published) return urls.article(sent)
  return sent.again ? urls.again(urls.submission(sent.id)) : urls.submission(sent.id)
}
