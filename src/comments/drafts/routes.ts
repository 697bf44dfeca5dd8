// /comments/drafts: a writer's saved drafts, and the address that pages save them to; /comments/letters sends one to the editors.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { sendLetter } from '../../desk/letters/actions.ts'
import { missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { takesJson } from '../../web/errors.ts'
import { knownGuest, writerOf } from '../../web/guests.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { deleteDraft, draftById, draftWriters, listDrafts, saveDraft, wasPosted } from './actions.ts'
import { draftForm, letterForm } from './form.ts'
import { draftLimitOf, requestWriters, updateWaitingCookie } from './hooks.ts'
import { draftsPage } from './pages.ts'
import { listUnsent } from './unsent-actions.ts'

type ListQuery = { Querystring: { done?: unknown } }
type SentQuery = { Querystring: { article?: unknown } }
const anyone = { config: { access: 'anyone' } } as const

export function draftRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<SentQuery>('/comments/letters', anyone, (request, reply) => sendLetterSent(app, deps, request, reply))
  app.get<ListQuery>('/comments/drafts', anyone, (request, reply) => sendDrafts(app, deps, request, reply))
  app.post(
    '/comments/drafts',
    { config: { access: 'anyone', rateLimit: (request) => draftLimitOf(deps, request) } },
    (request, reply) => answerDraft(deps, request, reply),
  )
  app.post('/comments/letters', { config: { access: 'anyone', rateLimit: () => 'letter' } }, (request, reply) =>
    answerLetter(deps, request, reply),
  )
}

const ownDraftWriters = (deps: Deps, request: FastifyRequest): string[] =>
  draftWriters(request.viewer, knownGuest(deps, request))

async function sendDrafts(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<ListQuery>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const writers = ownDraftWriters(deps, request)
  const [drafts, unsent] = [await listDrafts(deps, writers), await listUnsent(deps, writers)]
  const done = queryValue(request.query.done) === '1' ? 'Draft deleted.' : ''
  const page = draftsPage(drafts, unsent, request.viewer !== null, done, deps.clock(), datesOf(deps, request))
  return sendPage(app, request, reply, 'comments/drafts/drafts', {
    chrome: unlisted(await chromeFor(deps, request, urls.drafts)),
    title: 'Your drafts',
    description: 'Comments and other texts that you began and did not send.',
    ...page,
  })
}

async function answerDraft(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { typed: form } = readForm(draftForm, request.body)
  if (form.action === 'save') {
    const writer = writerOf(deps, request, reply)
    const saved = (await wasPosted(deps, writer, form.body))
      ? null
      : await saveDraft(deps, requestWriters(deps, request, reply), form, request.ip)
    await updateWaitingCookie(deps, request, reply)
    return reply.header('cache-control', 'no-store').send({ others: saved?.others ?? 0 })
  }
  const id = rowId(form.draft)
  if (form.action !== 'discard' || id === null) throw notAButton()
  const writers = ownDraftWriters(deps, request)
  if (await draftById(deps, id, writers)) await deleteDraft(deps, id, writers)
  await updateWaitingCookie(deps, request, reply)
  return takesJson(request) ? reply.code(204).send() : reply.redirect(`${urls.drafts}?done=1`, 303)
}

/** The address is below /comments, because the cookie that identifies a guest is sent only there. */
async function answerLetter(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const draft = readForm(letterForm, request.body).value?.draft ?? null
  if (draft === null) throw missing()
  const article = await sendLetter(deps, { viewer: request.viewer, guest: knownGuest(deps, request) }, draft)
  await updateWaitingCookie(deps, request, reply)
  return reply.redirect(`${urls.letterSent}?article=${article}`, 303)
}

async function sendLetterSent(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<SentQuery>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const id = rowId(queryValue(request.query.article))
  if (id === null) throw missing()
  return sendPage(app, request, reply, 'comments/posting/sent', {
    chrome: unlisted(await chromeFor(deps, request, urls.letterSent)),
    title: 'Letter sent',
    description: 'Your letter was sent to the editors.',
    article: urls.articleById(id),
  })
}
