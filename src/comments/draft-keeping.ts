// When a text is kept: with every press of its form, before anything looks at it; and the one that signing in posts.
import '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../articles/queries.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../permissions.ts'
import { paces } from '../settings.ts'
import { rowId } from '../web/forms.ts'
import { forgetWaiting, markWaiting, showDrafts, waitingOf, writerOf } from '../web/guests.ts'
import { urls } from '../web/urls.ts'
import { postComment } from './actions.ts'
import { draftById, draftIn, draftWriter, keepDraft, type Draft } from './drafting.ts'
import type { CommentForm } from './form.ts'

const words = ['article', 'parent', 'nic', 'email', 'website', 'body'] as const

/** What a form of whatever kind holds of a comment; a field that is not text is as good as empty here. */
export function wordsOf(body: unknown): Pick<CommentForm, (typeof words)[number]> {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (name: string): string => (typeof given[name] === 'string' ? given[name].replaceAll('\0', '').replace(/\r\n?/g, '\n') : '')
  return Object.fromEntries(words.map((name) => [name, text(name)])) as Pick<CommentForm, (typeof words)[number]>
}

/** Keeps what a press brings before anything can refuse it; an address that presses without end is not written down each time. */
export function keepFirst(app: FastifyInstance, deps: Deps): void {
  let often: ReturnType<FastifyInstance['createRateLimit']> | null = null
  app.addHook('preHandler', async (request, reply) => {
    const form = wordsOf(request.body)
    if (form.body.trim() === '' || (request.body as { action?: unknown }).action === 'discard') return
    often ??= app.createRateLimit({ max: paces.draft.max, timeWindow: paces.draft.window, keyGenerator: (asked: FastifyRequest) => `draft ${asked.ip}` })
    if (deps.config.rateLimits) {
      const room = await often(request)
      if (!room.isAllowed && room.isExceeded) return
    }
    try {
      if (await keepDraft(deps, writerOf(deps, request, reply), form)) showDrafts(deps, request, reply, true)
    } catch (error) {
      // Where nothing can be written, the press itself says so, and gives the text back.
      deps.log.warn({ err: error }, 'draft not kept')
    }
  })
}

/** Marks the text that was just refused for want of a session: signing in posts it. */
export async function waitForSession(deps: Deps, request: FastifyRequest, reply: FastifyReply, form: CommentForm): Promise<void> {
  const draft = await draftIn(deps, [draftWriter(writerOf(deps, request, reply))], Number(form.article), rowId(form.parent))
  if (draft) markWaiting(deps, request, reply, draft.id)
}

/** The text of this browser that signing in posts, with the headline of its article; null where there is none. */
export async function waitingText(deps: Deps, request: FastifyRequest): Promise<{ draft: Draft; headline: string } | null> {
  const waiting = waitingOf(request)
  const draft = waiting && (await draftById(deps, waiting.draft, [draftWriter(waiting.guest)]))
  const article = draft && (await publishedArticle(deps.db, draft.article_id))
  return draft && article ? { draft, headline: article.headline } : null
}

/**
 * Posts that text for whoever has just signed in.
 * @returns where to go on: to the comment, or to the form with the text where something has to be put right first; null where nothing waits
 */
export async function postWaiting(deps: Deps, request: FastifyRequest, reply: FastifyReply, viewer: Viewer): Promise<string | null> {
  const waiting = await waitingText(deps, request)
  forgetWaiting(deps, reply)
  if (waiting === null) return null
  const { draft } = waiting
  const form = { article: String(draft.article_id), parent: draft.parent_id === null ? '' : String(draft.parent_id), nic: draft.nic, email: draft.email, website: draft.website, body: draft.body, key: '', action: 'post', tool: '' }
  const outcome = await postComment(deps, viewer, form, [draft.writer, draftWriter(viewer)], request.ip)
  if (outcome.kind === 'posted') showDrafts(deps, request, reply, false)
  return outcome.kind === 'posted' ? urls.comment(outcome.id) : urls.reply(draft.article_id, draft.parent_id)
}
