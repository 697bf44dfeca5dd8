// /articles: one article and its thread.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readDone } from '../../comments/thread/flash-reading.ts'
import { firstUnread, touchReadMark, unreadCounts } from '../../comments/thread/news-reading.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { count } from '../../format.ts'
import { followThread } from '../../inbox/actions.ts'
import { undoVisit } from '../../marks/rules.ts'
import { hasFolds, isPlain, parseView, type ThreadView, viewFields, viewQuery } from '../../thread-view.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted, withHead } from '../../web/chrome.ts'
import { cookieNames, variantOf } from '../../web/cookies.ts'
import { offeredView, viewFor } from '../../web/looks.ts'
import { sendJoined, sendPage, sendPublic } from '../../web/pages.ts'
import { type Reader, readerOf } from '../../web/reader.ts'
import { type ArticleRow, articleAbsence, publishedArticle } from '../queries.ts'
import { requireArticle, requireReadableArticle } from '../reading.ts'
import { followForm, unreadForm } from './form.ts'
import { readForStrangers, readFromParts } from './parts-reading.ts'
import { readArticle } from './reading.ts'
import { canonicalAddress } from './shared-reading.ts'

const anyone = { config: { access: 'anyone' } } as const
const members = { config: { access: 'member' } } as const

type Query = Record<string, string | string[] | undefined>
type ArticleRequest = FastifyRequest<{ Params: { article: string }; Querystring: Query }>
type IdRequest = { Params: { id: string } }

export function articleRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { article: string }; Querystring: Query }>('/articles/:article', anyone, (request, reply) =>
    sendArticle(app, deps, request, reply),
  )

  // Where "+3 new" leads in a thread of several pages: to the first new comment, on whichever page it is.
  app.get<IdRequest>('/articles/:id/news', anyone, async (request, reply) => {
    const article = await requireArticle(deps, request.params.id)
    const first = await firstUnread(deps, await readerOf(deps, request, reply), article)
    return reply
      .header('cache-control', 'no-store')
      .redirect(first === null ? `${urls.article(article)}#comments` : urls.comment(first), 302)
  })

  app.post<IdRequest>('/articles/:id/unreads', anyone, async (request, reply) => {
    readForm(unreadForm, request.body)
    const article = await requireArticle(deps, request.params.id)
    const { marks } = await readerOf(deps, request, reply)
    if (marks === null) return reply.redirect(urls.marks, 303)
    const mark = (await marks.of([article.id])).get(article.id)
    if (mark) marks.replace(article.id, undoVisit(mark))
    return reply.redirect(urls.unreads(article.id), 303)
  })

  // Where the button "Mark thread as unread" leads: a page that shows no comment, and so marks none as read.
  app.get<IdRequest>('/articles/:id/unreads', anyone, (request, reply) =>
    sendUnread(app, deps, request, reply, request.params.id),
  )

  // The buttons above the thread: follow it, mute it, or neither.
  app.post<IdRequest>('/articles/:id/follows', members, async (request, reply) => {
    const { action, next } = readForm(followForm, request.body).typed
    const article = await requireArticle(deps, request.params.id)
    if ((await followThread(deps, request.viewer!, article.id, action)) === undefined)
      throw new AppError('invalid', 'Nothing was changed. You can follow a thread, mute it, or neither.')
    await touchReadMark(deps, request, reply, article.id)
    return reply.redirect(inside(next, `${urls.article(article)}#comments`), 303)
  })
}

/** Sends an article's page. An incomplete address, or one with empty fields, is redirected to its canonical form. */
async function sendArticle(
  app: FastifyInstance,
  deps: Deps,
  request: ArticleRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const mark = deps.pages.mark()
  const [, digits, slug] = /^(\d+)(?:-(.*))?$/.exec(request.params.article) ?? []
  const id = rowId(digits)
  if (id !== null && (await sendParts(app, deps, request, reply, id, slug))) return reply
  const published = id === null ? undefined : await publishedArticle(deps.db, id)
  const merged = id === null || published !== undefined ? null : await mergedInto(deps, id)
  if (merged !== null) return reply.redirect(merged, 301)
  const row = published ?? (await requireReadableArticle(deps, digits, request.viewer))
  const href = urls.article(row)
  if (slug !== row.slug) return reply.redirect(`${href}${request.raw.url?.match(/\?.*$/)?.[0] ?? ''}`, 301)

  const parsed = parseView(request.query)
  const requested = parsed && offeredView(deps, parsed)
  // A form also sends its empty fields. The address without them can be bookmarked and shared.
  if (requested && viewFields.some((field) => request.query[field] === ''))
    return reply.redirect(`${href}?${viewQuery(requested)}`, 302)
  const view = requested ?? viewFor(deps, request)
  const page = request.query['page'] === undefined ? 1 : rowId(queryValue(request.query['page']))
  if (page === null) throw missing()
  if (requested && isPlain(requested) && request.query['page'] === undefined) saveOrder(app, deps, reply, requested)
  const query = [requested ? viewQuery(requested) : '', page > 1 ? `page=${page}` : ''].filter((part) => part !== '')
  const address = query.length === 0 ? href : `${href}?${query.join('&')}`
  const reader = await readerOf(deps, request, reply)
  return sendPublic(
    app,
    deps,
    request,
    reply,
    hasFolds(view) ? null : address,
    () => articlePage(deps, request, reader, row, view, page),
    mark,
    () => readForStrangers(deps, request, reader, { id: row.id, slug, view, page, found: { row, mark } }),
  )
}

/**
 * Sends the page from parts to a reader with something of their own: a session, details, a draft or marks.
 * @returns false where it has to be made as a whole: for an address that is not the article's own, filters, what a
 * moderator has just done, and a thread where the reader has comments that nobody else sees
 */
async function sendParts(
  app: FastifyInstance,
  deps: Deps,
  request: ArticleRequest,
  reply: FastifyReply,
  id: number,
  slug: string | undefined,
): Promise<boolean> {
  const { query, raw } = request
  const isOwn = request.viewer !== null || variantOf(raw.headers.cookie, raw.url ?? '') === null
  if (!isOwn || !deps.parts.isOn || query['done'] !== undefined) return false
  const parsed = parseView(query)
  const requested = parsed && offeredView(deps, parsed)
  const view = requested ?? viewFor(deps, request)
  const page = query['page'] === undefined ? 1 : rowId(queryValue(query['page']))
  if (page === null || hasFolds(view) || (requested && viewFields.some((field) => query[field] === ''))) return false
  const reader = await readerOf(deps, request, reply)
  const read = await readFromParts(deps, request, reader, { id, slug, view, page })
  if (read === null) return false
  if (requested && isPlain(requested) && query['page'] === undefined) saveOrder(app, deps, reply, requested)
  sendJoined(deps, request, reply, read, id)
  return true
}

/** The address of the article that one was merged into; null for others. */
async function mergedInto(deps: Deps, id: number): Promise<string | null> {
  const absence = await articleAbsence(deps.db, id)
  return absence?.into_id == null || absence.into_slug === null
    ? null
    : urls.article({ id: absence.into_id, slug: absence.into_slug })
}

/** Saves an order in the browser as soon as it is chosen, but not on the way to a page or a permalink. Filters are saved by a button only. */
function saveOrder(app: FastifyInstance, deps: Deps, reply: FastifyReply, view: ThreadView): void {
  reply.header(
    'set-cookie',
    app.serializeCookie(cookieNames.view, view.order, {
      path: '/',
      sameSite: 'lax',
      maxAge: 365 * 86_400,
      secure: deps.config.baseUrl.startsWith('https:'),
    }),
  )
}

async function articlePage(
  deps: Deps,
  request: ArticleRequest,
  reader: Reader,
  row: ArticleRow,
  view: ThreadView,
  page: number,
) {
  const act = await readDone(deps, request.viewer, request.query)
  const read = await readArticle(deps, row, reader, view, page, act)
  if (read === null) throw missing()
  const href = urls.article(row)
  const canonical = canonicalAddress(href, { view, page })
  const chrome = withHead(await chromeFor(deps, request, canonical, urls.section(row.section_slug)), read.head)
  return {
    view: 'articles/article' as const,
    model: { chrome, title: row.headline, description: row.lede, ...read.page },
    expires: read.expires,
    topics: read.topics,
    articleId: row.id,
  }
}

/** What the page says about an article that was marked as unread. */
const unreadMessage = (n: number): string =>
  n === 0 ? 'It has no new comments for you.' : `${count(n, 'comment')} ${n === 1 ? 'counts' : 'count'} as new again.`

async function sendUnread(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  const article = await requireArticle(deps, id)
  const reader = await readerOf(deps, request, reply)
  if (reader.marks === null) return reply.redirect(urls.marks, 303)
  const message = unreadMessage((await unreadCounts(deps, reader, [article])).get(article.id) ?? 0)
  return sendPage(app, request, reply, 'articles/unread', {
    chrome: unlisted(await chromeFor(deps, request, urls.unreads(article.id), urls.section(article.section_slug))),
    title: 'Marked as unread',
    description: message,
    message,
    href: urls.article(article),
    headline: article.headline,
  })
}
