// /articles/:id/revisions: an editor changes an article, published or at the desk.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasUpload, insertUploadedPicture } from '../../comments/posting/picture-actions.ts'
import type { Deps } from '../../deps.ts'
import { publishArticle } from '../../desk/decisions/actions.ts'
import { type EditableArticle, requireEditable, saveRevision } from '../../desk/editing/actions.ts'
import { type EditingState, formOfVersion, readEditing } from '../../desk/editing/reading.ts'
import { type ArticleForm, articleForm } from '../../desk/submissions/form.ts'
import { missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { acceptPictureForms } from '../../media/hooks.ts'
import type { RateLimitName } from '../../settings.ts'
import { urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'

type ById = { Params: { id: string }; Querystring: { base?: unknown; done?: unknown; batch?: unknown } }
type ByIdRequest = FastifyRequest<ById>

export function articleEditingRoutes(app: FastifyInstance, deps: Deps): void {
  acceptPictureForms(app)
  app.get<ById>('/articles/:id/revisions', { config: { access: 'editor' } }, async (request, reply) => {
    const row = await requireEditable(deps.db, rowId(request.params.id))
    const base = request.query.base === undefined ? null : rowId(queryValue(request.query.base))
    const typed = await formOfVersion(deps, row, base)
    // A version that the article never had.
    if (base !== null && typed.base !== String(base)) throw missing()
    return sendEditing(app, deps, request, reply, row, typed, { done: doneOf(request) })
  })

  const rateLimit = (request: FastifyRequest): RateLimitName =>
    hasUpload(request) ? 'picture' : isSave(request.body) ? 'edit' : 'preview'
  app.post<ById>('/articles/:id/revisions', { config: { access: 'editor', rateLimit } }, (request, reply) =>
    answerEditing(app, deps, request, reply),
  )
}

function isSave(body: unknown): boolean {
  const { tool, action } = (body ?? {}) as { tool?: unknown; action?: unknown }
  return !isTool(tool, 'article') && [undefined, '', 'post', 'publish'].includes(action as string | undefined)
}

const doneOf = ({ query }: ByIdRequest): { text: string; batch: string } =>
  queryValue(query.done) === 'revised'
    ? { text: 'Saved.', batch: String(rowId(queryValue(query.batch)) ?? '') }
    : { text: queryValue(query.done) === 'already' ? 'Nothing was changed.' : '', batch: '' }

async function sendEditing(
  app: FastifyInstance,
  deps: Deps,
  request: ByIdRequest,
  reply: FastifyReply,
  row: EditableArticle,
  typed: Partial<ArticleForm>,
  state: EditingState,
  status = 200,
): Promise<FastifyReply> {
  if (status !== 200 && takesJson(request))
    return sendProblem(reply, { kind: status === 409 ? 'conflict' : 'invalid', faults: present(state.faults ?? {}) })
  const alt = request.upload?.alt
  const page = await readEditing(deps, row, typed, { ...state, alt }, request.viewer!, datesOf(deps, request))
  const chrome = unlisted(await chromeFor(deps, request, urls.revisions(row.id)))
  const model = { chrome, title: page.heading, description: row.headline, ...page }
  const kept = request.method === 'POST' ? 'untilSignOut' : 'never'
  return sendPage(app, request, reply, 'desk/editing/editing', model, status, kept)
}

/** Publishes the text that was just saved. What hinders it is said by the form of the decision. */
async function publishEdited(deps: Deps, request: ByIdRequest, reply: FastifyReply, id: number): Promise<FastifyReply> {
  const { revision } = await requireEditable(deps.db, id)
  const thread = { who: null, days: null }
  const result = await publishArticle(deps, request.viewer, { article: id, base: revision }, null, thread)
  return reply.redirect(
    result.kind === 'done'
      ? withQuery(urls.desk(), `done=acceptances&batch=${result.batch}`)
      : urls.deskForm('acceptances', id),
    303,
  )
}

const present = (faults: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).filter((entry): entry is [string, string] => Boolean(entry[1])))

async function answerEditing(
  app: FastifyInstance,
  deps: Deps,
  request: ByIdRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { typed } = readForm(articleForm, request.body)
  const id = rowId(request.params.id)
  const row = await requireEditable(deps.db, id)
  const { form, refused, autofocus } = await insertUploadedPicture(deps, request, reply, typed)
  const sendBack = (state: EditingState, over: Partial<ArticleForm> = {}, status = 200) =>
    sendEditing(app, deps, request, reply, row, { ...form, ...over }, state, status)
  if (refused) return sendBack({ faults: { file: refused.fault } }, {}, refused.status)
  if (autofocus) return sendBack({ autofocus })
  if (isTool(form.tool, 'article')) return sendBack({ autofocus: true }, { body: insertTool(form.body, form.tool) })
  if (form.action === 'preview') return sendBack({ mode: 'preview' })
  if (form.tool !== '' || !['', 'post', 'publish'].includes(form.action)) throw notAButton()
  const outcome = await saveRevision(deps, request.viewer, row.id, form)
  if (outcome.kind === 'invalid') return sendBack({ faults: outcome.faults }, {}, 422)
  if (outcome.kind === 'stale') {
    const now = await requireEditable(deps.db, id)
    return sendEditing(app, deps, request, reply, now, form, { mode: 'conflict' }, 409)
  }
  // A second press finds the article published, and its text saved.
  if (form.action === 'publish' && row.state !== 'published') return publishEdited(deps, request, reply, row.id)
  const done = outcome.kind === 'same' ? 'done=already' : `done=revised&batch=${outcome.batch}`
  return reply.redirect(
    row.state === 'published' ? urls.articleHistory(row.id, done) : `${urls.revisions(row.id)}?${done}`,
    303,
  )
}
