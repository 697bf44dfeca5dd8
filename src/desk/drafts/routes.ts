// /desk/drafts: a writer's drafts of articles, each with an address of its own, and where pages save them while they are typed.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { draftWriters } from '../../comments/drafts/actions.ts'
import { draftLimitOf, requestWriters } from '../../comments/drafts/hooks.ts'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { knownGuest, writerOf } from '../../web/guests.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { wasSent } from '../submissions/actions.ts'
import { type Exchange, sendSubmitForm } from '../submissions/form-routes.ts'
import { draftTitle } from '../submissions/pages.ts'
import {
  type ArticleDraft,
  articleDraftById,
  deleteArticleDraft,
  listArticleDrafts,
  saveArticleDraft,
} from './actions.ts'
import { articleDraftForm, deletionForm } from './form.ts'
import { articleDraftsPage } from './pages.ts'

type ById = { Params: { id: string } }
type WithDone = { Querystring: { done?: unknown } }
const anyone = { config: { access: 'anyone' } } as const

export function articleDraftRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<WithDone>('/desk/drafts', anyone, (request, reply) =>
    sendDrafts({ app, deps, request, reply }, request.query.done),
  )
  app.post(
    '/desk/drafts',
    {
      config: { access: 'anyone', rateLimit: (request) => draftLimitOf(deps, request) },
      bodyLimit: limits.articleForm,
    },
    (request, reply) => saveDraft(deps, request, reply),
  )
  app.get<ById>('/desk/drafts/:id', anyone, async (request, reply) => {
    const draft = await requireDraft(deps, request)
    const { kind, form_key: _, created_at: __, writer: ___, ...texts } = draft
    const { url, headline, lede, body, section, tags, nic, reason } = texts
    return sendSubmitForm(
      { app, deps, request, reply },
      { kind, typed: { url, headline, lede, body, section, tags, nic, reason }, draft },
    )
  })
  app.get<ById>('/desk/drafts/:id/deletions', anyone, async (request, reply) =>
    askBeforeDeletion({ app, deps, request, reply }, await requireDraft(deps, request)),
  )
  app.post<ById>('/desk/drafts/:id/deletions', anyone, async (request, reply) => {
    readForm(deletionForm, request.body)
    const id = rowId(request.params.id)
    // Pressed twice, it is deleted all the same.
    if (id !== null) await deleteArticleDraft(deps, id, ownWriters(deps, request))
    return reply.redirect(`${urls.articleDrafts}?done=1`, 303)
  })
}

const ownWriters = (deps: Deps, request: FastifyRequest): string[] =>
  draftWriters(request.viewer, knownGuest(deps, request))

/** @throws AppError `missing` if the reader has no such draft */
async function requireDraft(deps: Deps, request: FastifyRequest<ById>): Promise<ArticleDraft> {
  const id = rowId(request.params.id)
  const draft = id === null ? undefined : await articleDraftById(deps, id, ownWriters(deps, request))
  if (draft === undefined)
    throw missing('This draft no longer exists. It was sent or deleted, or somebody else is writing it.', [
      { href: urls.articleDrafts, text: 'Your drafts' },
    ])
  return draft
}

async function sendDrafts({ app, deps, request, reply }: Exchange, done: unknown): Promise<FastifyReply> {
  const page = articleDraftsPage(await listArticleDrafts(deps, ownWriters(deps, request)), {
    member: request.viewer !== null,
    done: queryValue(done) === '1' ? 'Draft deleted.' : '',
    now: deps.clock(),
    dates: datesOf(deps, request),
  })
  return sendPage(app, request, reply, 'desk/drafts/drafts', {
    chrome: unlisted(await chromeFor(deps, request, urls.articleDrafts)),
    title: 'Your drafts of articles',
    description: 'Articles that you began and did not send.',
    ...page,
  })
}

async function askBeforeDeletion({ app, deps, request, reply }: Exchange, draft: ArticleDraft): Promise<FastifyReply> {
  return sendPage(app, request, reply, 'desk/drafts/deletion', {
    chrome: unlisted(await chromeFor(deps, request, urls.articleDraftDeletion(draft.id))),
    title: 'Delete this draft?',
    description: 'A deleted draft cannot be restored.',
    draft: draftTitle(draft),
    action: urls.articleDraftDeletion(draft.id),
    back: urls.articleDraft(draft.id),
  })
}

/** Saves what a page has sent while it is typed. */
async function saveDraft(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { typed } = readForm(articleDraftForm, request.body)
  const { kind, action, ...form } = typed
  if (action !== 'save' || (kind !== 'link' && kind !== 'own')) throw notAButton()
  const writers = requestWriters(deps, request, reply)
  // A late save of a page that was sent is no draft.
  const isSent = await wasSent(deps, writerOf(deps, request, reply), kind, { ...form, action })
  const saved = isSent ? null : await saveArticleDraft(deps, writers, { ...form, kind }, request.ip)
  const other = saved?.other ?? null
  return reply.header('cache-control', 'no-store').send({
    other: other === null ? null : { href: urls.articleDraft(other.id), text: draftTitle(other) },
  })
}
