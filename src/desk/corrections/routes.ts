// /corrections: the accepted corrections, for everybody; and /desk/corrections: the open ones, for editors.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openCorrections, openCorrectionsTally } from '../../articles/correction-queries.ts'
import { hasUpload, insertUploadedPicture } from '../../comments/posting/picture-actions.ts'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { beforeCursor, queryValue, readForm, rowId } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { acceptPictureForms } from '../../media/hooks.ts'
import { atLeast } from '../../permissions.ts'
import { nextMidnight } from '../../time.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted, withHead } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { feedLinks } from '../../web/head.ts'
import { sendPage, sendPublic } from '../../web/pages.ts'
import { datesOf, readerOf } from '../../web/reader.ts'
import { requireEditable } from '../editing/actions.ts'
import type { EditingState } from '../editing/reading.ts'
import { withDeskTabs } from '../queue/tab-reading.ts'
import type { ArticleForm } from '../submissions/form.ts'
import { acceptCorrection, declineCorrection, requireOpenCorrection } from './actions.ts'
import { acceptanceForm, declineForm } from './form.ts'
import { CORRECTIONS_PER_PAGE, openCorrectionsPage, type TypedDecline } from './pages.ts'
import { formOfCorrection, readAcceptance, readCorrections } from './reading.ts'

const editors = { config: { access: 'editor' } } as const

type ById = { Params: { id: string } }
type ListQuery = { Querystring: { after?: unknown; done?: unknown; batch?: unknown } }

export function deskCorrectionRoutes(app: FastifyInstance, deps: Deps): void {
  acceptPictureForms(app)
  app.get<{ Querystring: { before?: unknown } }>('/corrections', { config: { access: 'anyone' } }, (request, reply) =>
    sendCorrections(app, deps, request, reply),
  )
  app.get<ListQuery>('/desk/corrections', editors, (request, reply) => sendOpen(app, deps, request, reply))

  app.get<ById>('/desk/corrections/:id/acceptances', editors, async (request, reply) => {
    const correction = await requireOpenCorrection(deps.db, rowId(request.params.id))
    const row = await requireEditable(deps.db, correction.article_id)
    const { form, isReplaced } = await formOfCorrection(deps, row, correction)
    return sendAcceptance(app, deps, request, reply, form, isReplaced ? { mode: 'preview' } : {})
  })
  const rateLimit = (request: FastifyRequest) => (hasUpload(request) ? ('picture' as const) : ('edit' as const))
  app.post<ById>('/desk/corrections/:id/acceptances', { config: { access: 'editor', rateLimit } }, (request, reply) =>
    answerAcceptance(app, deps, request, reply),
  )

  app.post<ById>('/desk/corrections/:id/declines', editors, async (request, reply) => {
    const { id } = await requireOpenCorrection(deps.db, rowId(request.params.id))
    const { typed, value, faults } = readForm(declineForm, request.body)
    if (value === null && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { reason: faults.reason ?? '' } })
    if (value === null) return sendOpen(app, deps, request, reply, { id, ...typed, fault: faults.reason ?? '' })
    const outcome = await declineCorrection(deps, request.viewer, id, value.reason)
    return reply.redirect(
      `${urls.deskCorrections}?done=declined${outcome.kind === 'done' ? `&batch=${outcome.batch}` : ''}`,
      303,
    )
  })
}

async function sendCorrections(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<{ Querystring: { before?: unknown } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const mark = deps.pages.mark()
  const before = beforeCursor(request.query)
  const here = urls.below(urls.corrections, before)
  const reader = await readerOf(deps, request, reply)
  const make = async () => {
    const page = await readCorrections(deps, reader, atLeast(request.viewer, 'editor'), before)
    const chrome = await chromeFor(deps, request, here)
    const feeds = feedLinks(urls.correctionsFeed, `Corrections of ${deps.settings().siteName}`)
    return {
      view: 'desk/corrections/corrections' as const,
      model: {
        chrome: withHead(chrome, { feeds }),
        title: 'Corrections',
        description: 'Mistakes that readers found and editors corrected, the newest first.',
        ...page,
      },
      expires: nextMidnight(deps.clock(), deps.settings().timeZone),
      topics: [topic.lists],
    }
  }
  // A page with a reader’s own marks is not for everybody.
  return sendPublic(app, deps, request, reply, reader.marks === null ? here : null, make, mark)
}

const doneMessages: Record<string, string> = {
  accepted: 'Accepted: the article is corrected.',
  declined: 'Declined.',
}

async function sendOpen(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<ListQuery> | FastifyRequest<ById>,
  reply: FastifyReply,
  typed: TypedDecline | null = null,
): Promise<FastifyReply> {
  const query = request.query as ListQuery['Querystring']
  const after = query.after === undefined ? 0 : rowId(queryValue(query.after))
  if (after === null) throw missing()
  // A form with a fault is the first one of its page.
  const from = typed === null ? after : typed.id - 1
  const done = queryValue(query.done) ?? ''
  const page = openCorrectionsPage(
    await openCorrections(deps.db, from, CORRECTIONS_PER_PAGE + 1),
    await openCorrectionsTally(deps.db),
    from,
    typed,
    { text: doneMessages[done] ?? '', batch: String(rowId(queryValue(query.batch)) ?? '') },
    deps.clock(),
    datesOf(deps, request),
  )
  const plain = unlisted(await chromeFor(deps, request, urls.deskCorrections))
  const chrome = await withDeskTabs(deps, plain, urls.deskCorrections)
  const model = { chrome, title: 'Open corrections', description: page.intro, ...page }
  return sendPage(app, request, reply, 'desk/corrections/open', model, typed === null ? 200 : 422)
}

async function sendAcceptance(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  typed: Partial<ArticleForm>,
  state: EditingState,
  status = 200,
): Promise<FastifyReply> {
  const correction = await requireOpenCorrection(deps.db, rowId(request.params.id))
  const row = await requireEditable(deps.db, correction.article_id)
  const dates = datesOf(deps, request)
  const page = await readAcceptance(deps, row, correction, typed, state, request.viewer!, dates)
  const chrome = unlisted(await chromeFor(deps, request, urls.deskCorrections))
  const model = {
    chrome,
    ...page,
    title: 'Accept a correction',
    description: row.headline,
    heading: 'Accept a correction',
    correction: { passage: correction.passage, body: correction.body },
  }
  const kept = request.method === 'POST' ? 'untilSignOut' : 'never'
  return sendPage(app, request, reply, 'desk/editing/editing', model, status, kept)
}

async function answerAcceptance(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { typed } = readForm(acceptanceForm, request.body)
  const correction = await requireOpenCorrection(deps.db, rowId(request.params.id))
  const { form, refused, autofocus } = await insertUploadedPicture(deps, request, reply, typed)
  const sendBack = (state: EditingState, over: Partial<ArticleForm> = {}, status = 200) =>
    sendAcceptance(app, deps, request, reply, { ...form, ...over }, state, status)
  if (refused) return sendBack({ faults: { file: refused.fault } }, {}, refused.status)
  if (autofocus) return sendBack({ autofocus })
  if (isTool(form.tool, 'article')) return sendBack({ autofocus: true }, { body: insertTool(form.body, form.tool) })
  if (form.action === 'preview') return sendBack({ mode: 'preview' })
  if (form.tool !== '' || (form.action !== '' && form.action !== 'post')) throw notAButton()
  const outcome = await acceptCorrection(deps, request.viewer, correction.id, form)
  if (outcome.kind === 'invalid') return sendBack({ faults: outcome.faults }, {}, 422)
  if (outcome.kind === 'stale') return sendBack({ mode: 'conflict' }, {}, 409)
  const batch = outcome.kind === 'done' ? `&batch=${outcome.batch}` : ''
  return reply.redirect(`${urls.deskCorrections}?done=accepted${batch}`, 303)
}
