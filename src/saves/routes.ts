// /saved, /saves, /articles/:id/saves and /comments/:id/saves: what a member has saved, with a note. Nobody else sees it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requireArticle } from '../articles/reading.ts'
import { commentNamed } from '../comments/thread/branch-reading.ts'
import { touchReadMark } from '../comments/thread/news-reading.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { beforeCursor, queryValue, readForm, rowId } from '../faults.ts'
import type { Viewer } from '../permissions.ts'
import { inside, urls, withQuery } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { sendPage } from '../web/pages.ts'
import { type Reader, readerOf } from '../web/reader.ts'
import { removeSave, restoreSave, save } from './actions.ts'
import { saveButton, saveForm } from './form.ts'
import { saveOf, targetRow } from './queries.ts'
import { isOpen, readSaved, readSaveForm, removedQuery, type SaveSubject, subjectHref } from './reading.ts'
import { isSaveFilter, parseTargetKey, type SaveKind, type SaveTarget, savesHref } from './rules.ts'

const members = { config: { access: 'member' } } as const

type ById = FastifyRequest<{ Params: { id: string }; Querystring: { next?: unknown } }>

const memberOf = async (
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Reader & { viewer: Viewer }> => ({ ...(await readerOf(deps, request, reply)), viewer: request.viewer! })

export function saveRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Record<string, unknown> }>('/saved', members, async (request, reply) => {
    const { query } = request
    const filter = query['kind'] === undefined ? null : (queryValue(query['kind']) ?? '')
    if (filter !== null && !isSaveFilter(filter)) throw missing()
    const target = parseTargetKey(queryValue(query['removed']))
    const removed = target === null ? null : { target, remind: query['reminder'] === '1' }
    const page = await readSaved(deps, await memberOf(deps, request, reply), filter, beforeCursor(query), removed)
    return sendPage(app, request, reply, 'saves/saved', {
      chrome: unlisted(await chromeFor(deps, request, urls.savedList())),
      title: 'Saved',
      description: 'Articles and comments that you have saved. Nobody else sees this list.',
      ...page,
    })
  })

  addButton(app, deps)
  for (const kind of ['article', 'comment'] as const) addForm(app, deps, kind)
}

/** What an address names: shown to readers, or saved by this member before. */
async function requireSubject(deps: Deps, viewer: Viewer, target: SaveTarget): Promise<NonNullable<SaveSubject>> {
  const subject = await targetRow(deps.db, target)
  const isShown = subject?.article_state === 'published' && (subject.comment_state ?? 'live') === 'live'
  if (subject !== undefined && (isShown || (await saveOf(deps.db, viewer.id, target)) !== undefined)) return subject
  // They say what became of it.
  if (target.kind === 'article') await requireArticle(deps, String(target.id))
  else await commentNamed(deps, String(target.id))
  throw missing()
}

/** The button below every comment of a thread, which knows only the comment's number. A second press leads to the note. */
function addButton(app: FastifyInstance, deps: Deps): void {
  app.post('/saves', members, async (request, reply) => {
    const id = rowId(readForm(saveButton, request.body).typed.comment)
    if (id === null) throw missing()
    const target = { kind: 'comment', id } as const
    const viewer = request.viewer!
    const subject = await requireSubject(deps, viewer, target)
    const earlier = await saveOf(deps.db, viewer.id, target)
    if (earlier !== undefined && earlier.removed_at === null) return reply.redirect(savesHref(target), 303)
    await save(deps, viewer.id, target, { note: '', remind: '', action: '', next: '' }, isOpen(deps, subject))
    await touchReadMark(deps, request, reply, subject.thread_id)
    return reply.redirect(subjectHref(target, subject), 303)
  })
}

function addForm(app: FastifyInstance, deps: Deps, kind: SaveKind): void {
  const address = kind === 'article' ? '/articles/:id/saves' : '/comments/:id/saves'
  const targetOf = (request: ById): SaveTarget => {
    const id = rowId(request.params.id)
    if (id === null) throw missing()
    return { kind, id }
  }

  async function sendForm(
    request: ById,
    reply: FastifyReply,
    typed: Parameters<typeof readSaveForm>[4],
    next: string,
  ): Promise<FastifyReply> {
    const target = targetOf(request)
    const subject = await requireSubject(deps, request.viewer!, target)
    const page = await readSaveForm(deps, await memberOf(deps, request, reply), target, subject, typed, next)
    const chrome = unlisted(await chromeFor(deps, request, savesHref(target), urls.savedList()))
    const model = { chrome, title: page.heading, description: page.heading, ...page }
    return sendPage(app, request, reply, 'saves/save', model, typed === null ? 200 : 422)
  }

  app.get<{ Params: { id: string }; Querystring: { next?: unknown } }>(address, members, (request, reply) =>
    sendForm(request, reply, null, inside(queryValue(request.query.next), '')),
  )

  app.post<{ Params: { id: string }; Querystring: { next?: unknown } }>(address, members, async (request, reply) => {
    const { typed, value, faults } = readForm(saveForm, request.body)
    const next = inside(typed.next, '')
    if (value === null) {
      if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
      return sendForm(request, reply, { note: typed.note, remind: typed.remind !== '', fault: faults.note ?? '' }, next)
    }
    const target = targetOf(request)
    const { id } = request.viewer!
    if (value.action === 'remove') {
      const query = removedQuery(target, await removeSave(deps, id, target))
      return reply.redirect(withQuery(next.startsWith('/saved') ? next : urls.savedList(), query), 303)
    }
    if (value.action === 'restore') {
      await restoreSave(deps, id, target, value.remind === 'on')
      return reply.redirect(inside(next, urls.savedList()), 303)
    }
    const subject = await requireSubject(deps, request.viewer!, target)
    await save(deps, id, target, value, isOpen(deps, subject))
    await touchReadMark(deps, request, reply, subject.thread_id)
    return reply.redirect(inside(next, subjectHref(target, subject)), 303)
  })
}
