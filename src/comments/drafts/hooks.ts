// When a text is kept: with every press of its form, before anything looks at it; and the one that signing in posts.
import '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { Viewer } from '../../permissions.ts'
import { paces } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { forgetWaiting, knownGuest, markWaiting, showWaiting, waitingOf, writerOf } from '../../web/guests.ts'
import { postComment } from '../posting/actions.ts'
import type { CommentForm } from '../posting/form.ts'
import { guestWaits } from '../receipts/queries.ts'
import { type Draft, draftById, draftsOf, draftWriter, keepDraft, moveDraft } from './actions.ts'

const words = ['article', 'parent', 'nic', 'email', 'website', 'body'] as const

/** What a form of whatever kind holds of a comment; a field that is not text is as good as empty here. */
export function typedText(body: unknown): Pick<CommentForm, (typeof words)[number]> {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (name: string): string =>
    typeof given[name] === 'string' ? given[name].replaceAll('\0', '').replace(/\r\n?/g, '\n') : ''
  return Object.fromEntries(words.map((name) => [name, text(name)])) as Pick<CommentForm, (typeof words)[number]>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The draft that this press was kept as. */
    keptDraft: number | null
  }
}

/** Keeps what a press brings before anything can refuse it; an address that presses without end is not written down each time. */
export function autosaveDrafts(app: FastifyInstance, deps: Deps): void {
  const limits: Partial<Record<'draft' | 'freshDraft', ReturnType<FastifyInstance['createRateLimit']>>> = {}
  app.decorateRequest('keptDraft', null)
  /** Whoever holds no key could be anybody, and as many as they like. */
  const room = async (request: FastifyRequest): Promise<boolean> => {
    if (!deps.config.rateLimits) return true
    const name = request.viewer === null && knownGuest(request) === null ? 'freshDraft' : 'draft'
    const limit = (limits[name] ??= app.createRateLimit({
      max: paces[name].max,
      timeWindow: paces[name].window,
      keyGenerator: (asked: FastifyRequest) => `${name} ${asked.ip}`,
    }))
    const asked = await limit(request)
    return asked.isAllowed || !asked.isExceeded
  }
  app.addHook('preHandler', async (request, reply) => {
    const form = typedText(request.body)
    if (
      form.body.trim() === '' ||
      (request.body as { action?: unknown }).action === 'discard' ||
      !(await room(request))
    )
      return
    try {
      request.keptDraft = await keepDraft(deps, writerOf(deps, request, reply), form)
    } catch (error) {
      // Where nothing can be written, the press itself says so, and gives the text back.
      deps.log.warn({ err: error }, 'draft not kept')
    }
    if (request.keptDraft !== null) showWaiting(deps, request, reply, true)
  })
}

/** Once something has been posted, kept or thrown away: pages are made for this guest as long as anything of theirs waits. */
export async function settleWaiting(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const guest = knownGuest(request)
  if (guest === null) return
  const waits = (await draftsOf(deps, [draftWriter(guest)])).length > 0 || (await guestWaits(deps.db, guest.key))
  showWaiting(deps, request, reply, waits)
}

/** Marks the text that was just refused for want of a session: signing in posts it. */
export function waitForSession(deps: Deps, request: FastifyRequest, reply: FastifyReply): void {
  if (request.keptDraft !== null) markWaiting(deps, request, reply, request.keptDraft)
}

/** The text of this browser that signing in posts, with the headline of its article; null where there is none. */
export async function waitingText(
  deps: Deps,
  request: FastifyRequest,
): Promise<{ draft: Draft; headline: string } | null> {
  const waiting = waitingOf(request)
  const draft = waiting && (await draftById(deps, waiting.draft, [draftWriter(waiting.guest)]))
  const article = draft && (await publishedArticle(deps.db, draft.article_id))
  return draft && article ? { draft, headline: article.headline } : null
}

/**
 * What becomes of that text once somebody has signed in: it is theirs from now on, and nobody else's at this browser.
 * @param post whether they want it posted
 * @returns where to go on: to the comment, or to the form where something has to be put right first; null where nothing is to be posted
 */
export async function afterSigningIn(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  viewer: Viewer,
  post: boolean,
): Promise<string | null> {
  const waiting = await waitingText(deps, request)
  if (waitingOf(request) !== null) {
    showWaiting(deps, request, reply, false)
    forgetWaiting(deps, reply)
  }
  if (waiting === null) return null
  const { draft } = waiting
  await moveDraft(deps, draft.id, viewer)
  if (!post) return null
  const form = {
    article: String(draft.article_id),
    parent: draft.parent_id === null ? '' : String(draft.parent_id),
    nic: draft.nic,
    email: draft.email,
    website: draft.website,
    body: draft.body,
    key: '',
    action: 'post',
    tool: '',
  }
  const back = urls.reply(draft.article_id, draft.parent_id)
  try {
    const outcome = await postComment(deps, viewer, form, request.ip)
    return outcome.kind === 'posted' ? urls.comment(outcome.id) : back
  } catch (error) {
    if (error instanceof AppError) return back
    throw error
  }
}
