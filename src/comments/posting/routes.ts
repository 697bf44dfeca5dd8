// /comments and /comments/new: writing a comment, with the form on a page of its own.

import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { freeNic } from '../../accounts/nics/free-checks.ts'
import { clearSessionCookie } from '../../accounts/sessions/hooks.ts'
import type { ArticleRow } from '../../articles/queries.ts'
import { requireArticle } from '../../articles/reading.ts'
import type { Deps } from '../../deps.ts'
import { kinds } from '../../errors.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { takeFiles } from '../../media/hooks.ts'
import { may, type Refusal, refusals } from '../../permissions.ts'
import { acknowledgeWarnings } from '../../sanctions/actions.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { handReceipt, knownGuest, rememberDetails, writerOf } from '../../web/guests.ts'
import { rateLimitFor } from '../../web/pace.ts'
import { sendPage } from '../../web/pages.ts'
import { readerOf } from '../../web/reader.ts'
import {
  articleMeant,
  deleteDraft,
  draftById,
  draftByToken,
  draftIn,
  draftWriters,
  keepDraft,
} from '../drafts/actions.ts'
import { autosaveDrafts, settleWaiting, waitForSession } from '../drafts/hooks.ts'
import { writtenComment } from '../edits/queries.ts'
import { visibleComment } from '../queries.ts'
import { renderComment } from '../render-actions.ts'
import { readOne } from '../thread/branch-reading.ts'
import { closedWords } from '../thread/closed-pages.ts'
import { touchReadMark } from '../thread/news-reading.ts'
import { threadOf } from '../thread/state-checks.ts'
import { faultsIn, postComment } from './actions.ts'
import { type CommentForm, commentFields, formActions, MEMBER_KEY } from './form.ts'
import { acknowledged, commentForm, type FormState, originalNic, type ReplyPage } from './pages.ts'
import { bringsPicture, takePicture } from './picture-actions.ts'
import { quotation, withQuotation } from './quote.ts'

/** Presses that post count as comments; all others only give the form back. */
function isPost(body: unknown): boolean {
  const { tool, action } = (body ?? {}) as { tool?: unknown; action?: unknown }
  return !isTool(tool) && (action === undefined || action === '' || action === 'post')
}

/** What a press that was refused for want of an account or a session offers. */
const signInText: Partial<Record<Refusal, string>> = {
  signInToComment: 'Sign in and post it',
  sessionEnded: 'Sign in and post it',
}

type More = Partial<FormState> & {
  quote?: boolean
  status?: number
  refusal?: Refusal /** The refusal in the words of this case; the form says it itself. */
  sentence?: string | undefined
}

export function postingRoutes(app: FastifyInstance, deps: Deps): void {
  app.register(rateLimit, { global: false, hook: 'preHandler' })
  takeFiles(app)

  /** The form on a page of its own: to reply, to put things right, to preview, to get a text back. */
  async function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    article: ArticleRow,
    form: Partial<CommentForm>,
    more: More = {},
  ): Promise<FastifyReply> {
    if (more.status !== undefined && takesJson(request))
      return sendProblem(
        reply,
        more.refusal
          ? { ...refusals[more.refusal], ...(more.sentence === undefined ? {} : { sentence: more.sentence }) }
          : { kind: 'invalid', faults: more.faults },
      )
    const parentId = rowId(form.parent)
    const parent = parentId === null ? undefined : await visibleComment(deps.db, parentId)
    const answers = parent && parent.article_id === article.id && parent.state === 'live'
    if (answers && more.quote)
      form = { ...form, body: withQuotation(quotation((await writtenComment(deps.db, parent.id))!), form.body ?? '') }
    const reader = await readerOf(deps, request, reply)
    const answered = answers ? await readOne(deps, article, reader, parent) : null
    const thread = threadOf(deps, article)
    const shut = ['threadClosed', 'staffThread'].includes(may.comment(request.viewer, thread, deps.settings()) ?? '')
    const back = answered ? urls.comment(parent!.id) : `${urls.article(article)}#comments`
    const waits = shut
      ? await draftIn(deps, draftWriters(reader.viewer, reader.guest), article.id, parentId)
      : undefined
    const text = form.body ?? waits?.body ?? ''
    const page: ReplyPage = {
      article: { href: urls.article(article), headline: article.headline },
      answered,
      notice:
        more.refusal && more.sentence === undefined ? { kind: 'bad', text: refusals[more.refusal].sentence } : null,
      form: shut
        ? null
        : await commentForm(deps, reader, {
            article,
            parent: answered ? { id: parent!.id, nic: parent!.nic } : null,
            typed: form,
            back,
            afterClosing: thread.closed,
            ways: thread,
            alt: request.upload?.alt,
            ...more,
          }),
      closed: shut ? closedWords(thread, article.close_entry, reader.dates) : null,
      kept: shut && text !== '' ? { text, draft: waits?.id ?? null, drafts: urls.drafts } : null,
      signIn:
        more.refusal && signInText[more.refusal]
          ? { href: urls.login(urls.reply(article.id, answered ? parent!.id : null)), text: signInText[more.refusal]! }
          : null,
    }
    const title = answered ? `Reply to ${parent!.nic}` : 'Write a comment'
    return sendPage(
      app,
      request,
      reply,
      'comments/posting/new',
      {
        chrome: unlisted(
          await chromeFor(deps, request, urls.reply(article.id, parentId), urls.section(article.section_slug)),
        ),
        title,
        description: article.headline,
        ...page,
      },
      more.status ?? 200,
      request.method === 'POST' ? 'untilSignOut' : 'never',
    )
  }

  app.get<{ Querystring: Record<string, unknown> }>(
    '/comments/new',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const [id, parent = '', token] = [request.query['article'], request.query['parent'], request.query['draft']].map(
        askedOnce,
      )
      const meant = await articleMeant(deps.db, { article: id ?? '', parent })
      // What it answers was moved: the answer is written where that stands now.
      if (meant !== null && meant !== rowId(id))
        return reply.redirect(
          askedOnce(request.query['quote']) === '1'
            ? urls.quote(meant, rowId(parent)!)
            : urls.reply(meant, rowId(parent), token),
          302,
        )
      const article = await requireArticle(deps, id)
      const reader = await readerOf(deps, request, reply)
      const draft = token !== undefined ? await draftByToken(deps, token, article.id, rowId(parent)) : undefined
      const kept = draft
        ? {
            email: draft.email,
            website: draft.website,
            body: draft.body,
            ...(draft.nic.trim() === '' ? {} : { nic: draft.nic }),
          }
        : {}
      // The address may hold a draft's token; it goes to no other site. (no-referrer would make browsers say Origin: null.)
      reply.header('referrer-policy', 'same-origin')
      if (askedOnce(request.query['quote']) !== '1') return sendForm(request, reply, article, { parent, ...kept })
      const waits = await draftIn(deps, draftWriters(reader.viewer, reader.guest), article.id, rowId(parent))
      return sendForm(
        request,
        reply,
        article,
        { parent, body: waits?.body ?? '', ...kept },
        { quote: true, goOn: true },
      )
    },
  )

  app.register(async (paced) => {
    // Before the pace and anything else that may refuse it: what was typed is kept first.
    autosaveDrafts(paced, deps)
    paced.post(
      '/comments',
      {
        config: {
          access: 'anyone',
          ...rateLimitFor(deps, (request) =>
            bringsPicture(request)
              ? 'picture'
              : !isPost(request.body)
                ? 'preview'
                : request.viewer === null
                  ? 'guestComment'
                  : 'comment',
          ),
        },
      },
      async (request, reply) => {
        const typed = readFields(request.body, commentFields)
        const article = await requireArticle(deps, String((await articleMeant(deps.db, typed)) ?? ''))
        const writer = writerOf(deps, request, reply)
        const { form, refused, goOn } = await takePicture(deps, request, reply, typed)
        if (refused)
          return sendForm(request, reply, article, form, { status: refused.status, faults: { file: refused.fault } })
        // The text that waits shows the picture from now on, whatever becomes of this press.
        if (form.body !== typed.body) await keepDraft(deps, writer, form)
        if (goOn) return sendForm(request, reply, article, form, { goOn })
        if (isTool(form.tool))
          return sendForm(request, reply, article, { ...form, body: insertTool(form.body, form.tool) }, { goOn: true })
        if (form.action === 'own-nic')
          return sendForm(request, reply, article, { ...form, nic: originalNic(request.viewer) })
        if (form.action === 'pick-nic')
          return sendForm(request, reply, article, { ...form, nic: await freeNic(deps, article.id) })
        if (form.action === 'quote') return sendForm(request, reply, article, form, { quote: true, goOn: true })
        if (form.action === 'preview') {
          const { faults, sifted } = await faultsIn(deps, writer, article.id, form)
          return sendForm(request, reply, article, form, {
            preview: await renderComment(deps, sifted.source),
            replaced: sifted.replaced,
            faults,
          })
        }
        const back = urls.reply(article.id, rowId(form.parent))
        const writers = draftWriters(request.viewer, knownGuest(request))
        const filled = rowId(form.draft)
        if (form.action === 'discard') {
          // What the form was filled with; a form that does not say has shown what waited here last.
          const shown = filled ?? (await draftIn(deps, writers, article.id, rowId(form.parent)))?.id
          if (shown !== undefined) await deleteDraft(deps, shown, writers)
          await settleWaiting(deps, request, reply)
          return reply.redirect(form.parent === '' ? `${urls.article(article)}#post` : back, 303)
        }
        const read = acknowledged(form.action)
        if (read !== null && request.viewer !== null) {
          await acknowledgeWarnings(deps, request.viewer, read)
          return sendForm(request, reply, article, form, { goOn: true })
        }
        if (form.action === 'sign-in') return reply.redirect(urls.login(back), 303)
        if (form.action === 'register') return reply.redirect(urls.register(back), 303)
        if (form.tool !== '' || !(formActions as readonly string[]).includes(form.action)) {
          return sendForm(request, reply, article, form, {
            status: 422,
            faults: { action: 'This form has no such button. Nothing was posted.' },
          })
        }
        if (request.viewer === null && (request.sessionEnded || form.key.startsWith(MEMBER_KEY))) {
          waitForSession(deps, request, reply)
          clearSessionCookie(reply, deps)
          return sendForm(
            request,
            reply,
            article,
            { ...form, key: '' },
            { status: 403, refusal: deps.settings().guests === 'membersOnly' ? 'signInToComment' : 'sessionEnded' },
          )
        }

        const outcome = await postComment(deps, writer, form, request.ip)
        if (outcome.kind === 'posted') {
          await touchReadMark(deps, await readerOf(deps, request, reply), article.id)
          if (outcome.receipt !== null) handReceipt(deps, reply, outcome.id, outcome.receipt)
          if (request.viewer === null) rememberDetails(deps, request, reply, form.remember === '' ? null : form)
          if (filled !== null && (await draftById(deps, filled, writers))?.body === form.body)
            await deleteDraft(deps, filled, writers)
          await settleWaiting(deps, request, reply)
          return reply.redirect(outcome.waits ? urls.edits(outcome.id) : urls.comment(outcome.id), 303)
        }
        // A parent that is not there is left out: pressed once more, the text is a comment of its own.
        if (outcome.kind === 'invalid')
          return sendForm(
            request,
            reply,
            article,
            outcome.faults.parent === undefined ? form : { ...form, parent: '' },
            { status: 422, faults: outcome.faults },
          )
        if (outcome.refusal === 'signInToComment') waitForSession(deps, request, reply)
        return sendForm(request, reply, await requireArticle(deps, String(article.id)), form, {
          status: kinds[refusals[outcome.refusal].kind].status,
          refusal: outcome.refusal,
          sentence: outcome.sentence,
        })
      },
    )
  })
}
