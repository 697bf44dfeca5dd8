// Saves a draft with every press of the comment form, and posts one after signing in.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import { isInvisible } from '../../blank.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { Viewer } from '../../permissions.ts'
import { routeRateLimits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import {
  forgetDraftToPost,
  knownGuest,
  markDraftToPost,
  draftToPost as markedDraft,
  showWaiting,
  writerOf,
} from '../../web/guests.ts'
import { postComment } from '../posting/actions.ts'
import {
  assignDraft,
  continuableWriters,
  type Draft,
  type DraftFields,
  draftById,
  draftWriter,
  hasWaiting,
  type SavedDraft,
  saveDraft,
} from './actions.ts'

const draftFieldNames = ['article', 'parent', 'nic', 'email', 'website', 'body', 'key', 'draft'] as const

/** Reads the draft's fields from any form body, before the form is checked. A field that is not text counts as empty. */
function readDraftFields(body: unknown): Record<(typeof draftFieldNames)[number], string> {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (name: string): string =>
    typeof given[name] === 'string' ? given[name].replaceAll('\0', '').replace(/\r\n?/g, '\n') : ''
  return Object.fromEntries(draftFieldNames.map((name) => [name, text(name)])) as Record<
    (typeof draftFieldNames)[number],
    string
  >
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The draft that this press was saved as. */
    savedDraft: SavedDraft | null
    /** The text of a press that posts, which is saved as soon as it turns out that it does not. */
    unsavedDraft: DraftFields | null
  }
}

/** The rate limit of a saved text. Requests without a key share a lower one, as each could come from a new guest. */
export const draftLimitOf = (deps: Deps, request: FastifyRequest): 'draft' | 'freshDraft' =>
  request.viewer === null && knownGuest(deps, request) === null ? 'freshDraft' : 'draft'

/** Whether a text may be saved before its request is answered. It is counted, and nothing is refused. */
export function isWithinDraftLimit(deps: Deps, request: FastifyRequest): boolean {
  const name = draftLimitOf(deps, request)
  return !deps.config.rateLimits || deps.limiter.count(name, request.ip, routeRateLimits[name]).allowed
}

/**
 * Saves the text of every comment request before it can be refused. Above a rate limit of its own it saves nothing and refuses nothing.
 * @param posts whether a press posts its text: then the text is saved only if it is refused, by `saveRefusedText`
 */
export function autosaveDrafts(app: FastifyInstance, deps: Deps, posts: (request: FastifyRequest) => boolean): void {
  app.decorateRequest('savedDraft', null)
  app.decorateRequest('unsavedDraft', null)
  app.addHook('preHandler', async (request, reply) => {
    const form = readDraftFields(request.body)
    if (
      isInvisible(form.body) ||
      (request.body as { action?: unknown }).action === 'discard' ||
      !isWithinDraftLimit(deps, request)
    )
      return
    request.unsavedDraft = form
    if (!posts(request)) await saveRefusedText(deps, request, reply)
  })
}

/** Saves the text of a press that has not posted it, once. */
export async function saveRefusedText(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const form = request.unsavedDraft
  if (form === null) return
  request.unsavedDraft = null
  try {
    request.savedDraft = await saveDraft(deps, requestWriters(deps, request, reply), form, request.ip)
  } catch (error) {
    // If the database cannot be written to, posting itself fails and returns the text.
    deps.log.warn({ err: error }, 'draft not saved')
  }
  if (request.savedDraft !== null) showWaiting(deps, request, reply, true)
}

/** The keys of the drafts that a press of the form may continue. A browser without a key gets one. */
export const requestWriters = (deps: Deps, request: FastifyRequest, reply: FastifyReply): [string, ...string[]] =>
  continuableWriters(writerOf(deps, request, reply), knownGuest(deps, request))

/** Sets or clears the cookie by which a guest with drafts or held comments gets pages of their own instead of cached ones. */
export async function updateWaitingCookie(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const guest = knownGuest(deps, request)
  if (guest === null) return
  showWaiting(deps, request, reply, await hasWaiting(deps, guest))
}

/** Marks the draft of a press that was refused for want of a session, so that signing in posts it. */
export function postAfterSignIn(deps: Deps, request: FastifyRequest, reply: FastifyReply): void {
  if (request.savedDraft !== null) markDraftToPost(deps, request, reply, request.savedDraft.id)
}

/** The draft that signing in posts, with the headline of its article. */
export async function draftToPost(
  deps: Deps,
  request: FastifyRequest,
): Promise<{ draft: Draft; headline: string } | null> {
  const waiting = markedDraft(deps, request)
  const draft = waiting && (await draftById(deps, waiting.draft, [draftWriter(waiting.guest)]))
  const article = draft && (await publishedArticle(deps.db, draft.article_id))
  return draft && article ? { draft, headline: article.headline } : null
}

/**
 * Assigns the marked draft to the account after signing in, and posts it.
 * @param post whether the member wants it posted
 * @returns the address of the comment, or of the form if it has faults; null if there is nothing to post
 */
export async function finishSignIn(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  viewer: Viewer,
  post: boolean,
): Promise<string | null> {
  const waiting = await draftToPost(deps, request)
  if (markedDraft(deps, request) !== null) {
    showWaiting(deps, request, reply, false)
    forgetDraftToPost(deps, reply)
  }
  if (waiting === null) return null
  const { draft } = waiting
  await assignDraft(deps, draft.id, viewer)
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
