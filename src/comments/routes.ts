// /comments: writing them, their permalinks, and branches on a page of their own.
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { freeNic } from '../accounts/actions.ts'
import type { ArticleRow } from '../articles/queries.ts'
import { articleNamed } from '../articles/reading.ts'
import type { Deps } from '../deps.ts'
import { missing, kinds } from '../errors.ts'
import { markupHelp } from '../markup/help.ts'
import { insertTool, isTool } from '../markup/toolbar.ts'
import { may, refusals, type Refusal } from '../permissions.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { names } from '../web/cookies.ts'
import { viewFor } from '../web/looks.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { askedOnce, readFields, rowId } from '../web/forms.ts'
import { paceOf } from '../web/pace.ts'
import { sendPage } from '../web/pages.ts'
import { datesOf, readerOf } from '../web/reader.ts'
import { urls } from '../web/urls.ts'
import { faultsIn, postComment, renderComment, threadOf } from './actions.ts'
import { draftOf, keepDraft } from './drafting.ts'
import { commentFields, formActions, type CommentForm } from './form.ts'
import { commentForm, originalNic, type FormState, type ReplyPage } from './form-page.ts'
import { closedWords } from './closing.ts'
import { bringsPicture, takePicture } from './picturing.ts'
import { takeFiles } from '../media/forms.ts'
import { writtenComment } from './edit-queries.ts'
import { visibleComment } from './queries.ts'
import { quotation, withQuotation } from './quote.ts'
import { noComment, readBranch, readOne } from './branch.ts'
import { stayInThread } from './news.ts'
import { addressOf } from './reading.ts'
import type { ThreadState } from './rules.ts'

const anyone = { config: { access: 'anyone' } } as const

/** Presses that post count as comments; all others only give the form back. */
function isPost(body: unknown): boolean {
  const { tool, action } = (body ?? {}) as { tool?: unknown; action?: unknown }
  return !isTool(tool) && (action === undefined || action === '' || action === 'post')
}

export function commentRoutes(app: FastifyInstance, deps: Deps): void {
  app.register(rateLimit, { global: false, hook: 'preHandler' })
  takeFiles(app)

  /** The form on a page of its own: to reply, to put things right, to preview, to get a text back. */
  async function sendForm(request: FastifyRequest, reply: FastifyReply, article: ArticleRow, form: Partial<CommentForm>, more: Partial<FormState> & { quote?: boolean; status?: number; refusal?: Refusal; draft?: string } = {}): Promise<FastifyReply> {
    if (more.status !== undefined && takesJson(request)) return sendProblem(reply, more.refusal ? refusals[more.refusal] : { kind: 'invalid', faults: more.faults })
    const parentId = rowId(form.parent)
    const parent = parentId === null ? undefined : await visibleComment(deps.db, parentId)
    const answers = parent && parent.article_id === article.id && parent.state === 'live'
    if (answers && more.quote) form = { ...form, body: withQuotation(quotation((await writtenComment(deps.db, parent.id))!), form.body ?? '') }
    const answered = answers ? await readOne(deps, article, await readerOf(deps, request, reply), parent) : null
    const thread: ThreadState = threadOf(deps, article)
    const shut = may.comment(request.viewer, thread) === 'threadClosed'
    const back = answered ? urls.comment(parent!.id) : `${urls.article(article)}#comments`
    const page: ReplyPage = {
      article: { href: urls.article(article), headline: article.headline },
      answered,
      notice: more.refusal ? { kind: 'bad', text: refusals[more.refusal].sentence } : null,
      form: shut ? null : await commentForm(deps, request.viewer, { article, parent: answered ? { id: parent!.id, nic: parent!.nic } : null, typed: form, back, afterClosing: thread.closed, alt: request.upload?.alt, ...more }),
      closed: shut ? closedWords(thread, article.close_entry, datesOf(deps, request)) : null,
      kept: shut && form.body ? form.body : null,
      signIn: more.refusal === 'signInToComment' ? urls.login(urls.reply(article.id, answered ? parent!.id : null, more.draft)) : '',
    }
    const title = answered ? `Reply to ${parent!.nic}` : 'Write a comment'
    return sendPage(app, request, reply, 'comments/new', { chrome: unlisted(await chromeFor(deps, request, urls.reply(article.id, parentId), urls.section(article.section_slug))), title, description: article.headline, ...page }, more.status ?? 200, request.method === 'POST' ? 'untilSignOut' : 'never')
  }

  app.get<{ Querystring: Record<string, unknown> }>('/comments/new', anyone, async (request, reply) => {
    const [id, parent = '', token] = [request.query['article'], request.query['parent'], request.query['draft']].map(askedOnce)
    const article = await articleNamed(deps, id)
    const draft = token === undefined ? undefined : await draftOf(deps, token)
    const kept = draft?.article_id === article.id ? { email: draft.email, website: draft.website, body: draft.body, ...(draft.nic.trim() === '' ? {} : { nic: draft.nic }) } : {}
    // The address may hold a draft's token; it goes to no other site. (no-referrer would make browsers say Origin: null.)
    reply.header('referrer-policy', 'same-origin')
    return sendForm(request, reply, article, { parent, ...kept }, askedOnce(request.query['quote']) === '1' ? { quote: true, goOn: true } : {})
  })

  app.get('/comments/markup', anyone, async (request, reply) =>
    sendPage(app, request, reply, 'comments/markup', { chrome: await chromeFor(deps, request, urls.markup), title: 'How to mark up a comment', description: 'The twelve buttons and what they make.', rows: markupHelp('comment', urls.markup) }))

  app.register(async (paced) => {
    paced.post('/comments', { config: { access: 'anyone', ...paceOf(deps, (request) => (bringsPicture(request) ? 'picture' : isPost(request.body) ? 'comment' : 'preview')) } }, async (request, reply) => {
      const typed = readFields(request.body, commentFields)
      const article = await articleNamed(deps, typed.article)
      const { form, refused, goOn } = await takePicture(deps, request, reply, typed)
      if (refused) return sendForm(request, reply, article, form, { status: refused.status, faults: { file: refused.fault } })
      if (goOn) return sendForm(request, reply, article, form, { goOn })
      if (isTool(form.tool)) return sendForm(request, reply, article, { ...form, body: insertTool(form.body, form.tool) }, { goOn: true })
      if (form.action === 'own-nic') return sendForm(request, reply, article, { ...form, nic: originalNic(request.viewer) })
      if (form.action === 'pick-nic') return sendForm(request, reply, article, { ...form, nic: await freeNic(deps) })
      if (form.action === 'quote') return sendForm(request, reply, article, form, { quote: true, goOn: true })
      if (form.action === 'preview') {
        const { faults } = await faultsIn(deps, request.viewer, article.id, form)
        return sendForm(request, reply, article, form, { preview: await renderComment(deps, form.body), faults })
      }
      if (form.action === 'sign-in' || form.action === 'register') {
        const draft = form.body.trim() === '' ? undefined : await keepDraft(deps, article.id, form)
        const back = urls.reply(article.id, rowId(form.parent), draft)
        return reply.redirect(form.action === 'register' ? urls.register(back) : urls.login(back), 303)
      }
      if (form.tool !== '' || !(formActions as readonly string[]).includes(form.action)) {
        return sendForm(request, reply, article, form, { status: 422, faults: { action: 'That button is not one of this form. Nothing was posted.' } })
      }

      const outcome = await postComment(deps, request.viewer, form)
      if (outcome.kind === 'posted') {
        await stayInThread(deps, await readerOf(deps, request, reply), article.id)
        return reply.redirect(urls.comment(outcome.id), 303)
      }
      if (outcome.kind === 'invalid') return sendForm(request, reply, article, form, { status: 422, faults: outcome.faults })
      const draft = outcome.refusal === 'signInToComment' ? await keepDraft(deps, article.id, form) : undefined
      return sendForm(request, reply, await articleNamed(deps, form.article), form, { status: kinds[refusals[outcome.refusal].kind].status, refusal: outcome.refusal, ...(draft === undefined ? {} : { draft }) })
    })
  })

  app.get<{ Params: { id: string } }>('/comments/:id', anyone, async (request, reply) => {
    const id = rowId(request.params.id)
    const address = id === null ? null : await addressOf(deps, id, viewFor(deps, request))
    if (address === null) throw await noComment(deps, id)
    return reply.header('cache-control', 'no-cache').redirect(address, 302)
  })

  app.get<{ Params: { id: string }; Querystring: { after?: unknown } }>('/comments/:id/thread', anyone, async (request, reply) => {
    const id = rowId(request.params.id)
    const after = request.query.after === undefined ? null : rowId(askedOnce(request.query.after))
    if (id === null || (after === null && request.query.after !== undefined)) throw missing()
    const read = await readBranch(deps, await readerOf(deps, request, reply), id, after)
    if (read === null) throw await noComment(deps, after === null ? id : null)
    return sendPage(app, request, reply, 'comments/branch', { chrome: await chromeFor(deps, request, urls.branch(id), urls.section(read.article.section_slug)), title: `A branch of “${read.article.headline}”`, description: read.article.lede, ...read.page })
  })
}

