// /desk/submissions/:id/edits and /desk/receipts/:token/edits: the form in which its writer amends a submission.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acknowledgedWarning } from '../../comments/posting/form.ts'
import { formatWait } from '../../comments/posting/limit-checks.ts'
import { hasUpload, insertUploadedPicture } from '../../comments/posting/picture-actions.ts'
import type { Deps } from '../../deps.ts'
import { AppError, type Kind, kinds, missing } from '../../errors.ts'
import { readForm, rowId } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { acceptPictureForms } from '../../media/hooks.ts'
import { refusals, type Writer } from '../../permissions.ts'
import { acknowledgeWarnings } from '../../sanctions/actions.ts'
import { limits, type RateLimitName } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { writerOf } from '../../web/guests.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { findDuplicates } from '../duplicates/reading.ts'
import { type ArticleForm, articleForm } from '../submissions/form.ts'
import { checkArticle, placeOf } from '../submissions/form-checks.ts'
import type { Exchange } from '../submissions/form-routes.ts'
import { refusalSentences, tooOftenSentence } from '../submissions/pages.ts'
import { type AmendResult, amendSubmission } from './actions.ts'
import { type ByAddress, findOwnPlace, type Place } from './place-checks.ts'
import { type AmendState, readAmendPage } from './reading.ts'
import { doors, hideAddress } from './routes.ts'
import { isAmendable, lateForWriter } from './rules.ts'

type Press = Exchange & { request: FastifyRequest<ByAddress>; place: Place; writer: Writer; form: ArticleForm }

const isSaving = (body: unknown): boolean => {
  const { tool, action } = (body ?? {}) as { tool?: unknown; action?: unknown }
  return !isTool(tool, 'article') && (action === undefined || ['', 'submit'].includes(String(action)))
}

/** Registered in a scope of their own, because their forms have files. */
export function amendRoutes(app: FastifyInstance, deps: Deps): void {
  acceptPictureForms(app, limits.articleForm)
  const rateLimit = (request: FastifyRequest): RateLimitName =>
    hasUpload(request)
      ? 'picture'
      : !isSaving(request.body)
        ? 'preview'
        : request.viewer === null
          ? 'guestSubmission'
          : 'submission'
  for (const { stem, options } of doors) {
    app.get<ByAddress>(`${stem}/edits`, options, async (request, reply) =>
      sendForm({ app, deps, request, reply }, await findOpenPlace(deps, request), writerOf(deps, request, reply), {}),
    )
    app.post<ByAddress>(
      `${stem}/edits`,
      { config: { ...options.config, rateLimit }, bodyLimit: limits.articleForm },
      (request, reply) => answerPress({ app, deps, request, reply }),
    )
  }
}

/** @throws AppError `conflict` if an editor has decided about it; the error page returns the text that was typed */
async function findOpenPlace(deps: Deps, request: FastifyRequest<ByAddress>): Promise<Place> {
  const place = await findOwnPlace(deps, request)
  if (!isAmendable(place.row.state)) throw lateError(place, place.row.state)
  return place
}

const lateError = ({ here }: Place, state: Place['row']['state']): AppError =>
  new AppError('conflict', `It can no longer be changed here. ${lateForWriter[state]}`, null, [
    { href: here, text: 'Your article' },
  ])

async function sendForm(
  { app, deps, request, reply }: Exchange,
  { row, here }: Place,
  writer: Writer,
  state: AmendState,
  refused: Kind | null = null,
): Promise<FastifyReply> {
  if (refused !== null && takesJson(request)) {
    const { notice, faults = {} } = state
    return sendProblem(reply, { kind: refused, faults, ...(notice === undefined ? {} : { sentence: notice.text }) })
  }
  const alt = request.upload?.alt
  const page = await readAmendPage(deps, row, writer, here, { ...state, alt }, datesOf(deps, request))
  const title = page.preview === null ? page.heading : `Preview: ${page.preview.story.headline || page.heading}`
  return sendPage(
    app,
    request,
    hideAddress(reply),
    'desk/mine/edit',
    {
      chrome: unlisted(await chromeFor(deps, request, urls.amend(here))),
      title,
      description: page.intro,
      ...page,
    },
    refused === null ? 200 : kinds[refused].status,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

const kindOfStatus = (status: number): Kind =>
  (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind].status === status) ?? 'invalid'

const sendBack = (press: Press, state: Omit<AmendState, 'typed'>, refused: Kind | null = null) =>
  sendForm(press, press.place, press.writer, { ...state, typed: press.form }, refused)

async function answerPress(exchange: Exchange & { request: FastifyRequest<ByAddress> }): Promise<FastifyReply> {
  const { deps, request, reply } = exchange
  const { typed } = readForm(articleForm, request.body)
  const place = await findOpenPlace(deps, request)
  const writer = writerOf(deps, request, reply)
  const { form, refused, autofocus } = await insertUploadedPicture(deps, request, reply, typed)
  const press = { ...exchange, place, writer, form }
  if (refused) return sendBack(press, { faults: { file: refused.fault } }, kindOfStatus(refused.status))
  if (autofocus) return sendBack(press, { autofocus })
  return answerFormButton(press) ?? answerSave(press)
}

/** Buttons that return the form. Not async, as a reply must never be awaited for its value. @returns null for a press that saves */
function answerFormButton(press: Press): Promise<FastifyReply> | null {
  const { form, writer, deps, request } = press
  const markup = placeOf(writer)
  if (isTool(form.tool, markup)) {
    const body = insertTool(form.body, form.tool, markup)
    return sendBack({ ...press, form: { ...form, body } }, { autofocus: true })
  }
  const warning = acknowledgedWarning(form.action)
  if (warning !== null && request.viewer !== null)
    return acknowledgeWarnings(deps, request.viewer, warning).then(() => sendBack(press, {}))
  if (form.action === 'preview') return sendPreview(press)
  if (form.tool === '' && ['', 'submit'].includes(form.action)) return null
  return sendBack(press, { faults: { action: 'This form has no such button. Nothing was saved.' } }, 'invalid')
}

async function sendPreview(press: Press): Promise<FastifyReply> {
  const { deps, writer, form, place } = press
  const checked = await checkArticle(deps, writer, place.row.kind, { ...form, nic: place.row.nic })
  delete checked.faults.nic
  return sendBack(press, {
    checked: { ...checked, article: { ...checked.article, nic: place.row.nic } },
    faults: checked.faults,
  })
}

async function answerSave(press: Press): Promise<FastifyReply> {
  const { deps, request, form, writer, place } = press
  const { row, proof } = place
  const result = await amendSubmission(deps, {
    id: row.id,
    proof,
    writer,
    kind: row.kind,
    form,
    base: rowId(form.base) ?? row.revision,
    ip: request.ip,
    isKnownAddress: async (url) => (await findDuplicates(deps, { url, headline: '', except: row.id })).length > 0,
  })
  return answerResult(press, result)
}

function answerResult(press: Press, result: AmendResult): Promise<FastifyReply> | FastifyReply {
  const { reply, place } = press
  switch (result.kind) {
    case 'done':
      return reply.redirect(`${place.here}?done=${result.again ? 'resent' : 'amend'}`, 303)
    case 'invalid':
      return sendBack(press, { faults: result.faults }, 'invalid')
    case 'stale': {
      const text = 'Your text is safe, and nothing was saved. Somebody has changed the article since you opened it.'
      return sendBack(press, { isStale: true, notice: { kind: 'bad', text } }, 'conflict')
    }
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
    case 'late':
      throw lateError(place, result.state)
    case 'none':
      throw missing()
  }
}
