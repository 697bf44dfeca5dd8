// /articles: one article and its argument.

import type { FastifyInstance } from 'fastify'
import { firstUnread, touchReadMark, unreadCounts } from '../../comments/thread/news-reading.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { count } from '../../format.ts'
import { follow } from '../../inbox/actions.ts'
import { undoVisit } from '../../marks/rules.ts'
import { hasFolds, isPlain, parseView, viewFields, viewQuery } from '../../thread-view.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted, withHead } from '../../web/chrome.ts'
import { names } from '../../web/cookies.ts'
import { viewFor, viewHere } from '../../web/looks.ts'
import { sendPage, sendPublic } from '../../web/pages.ts'
import { readerOf } from '../../web/reader.ts'
import { requireArticle } from '../reading.ts'
import { readArticle } from './reading.ts'

type Query = Record<string, string | string[] | undefined>

/** How an article that was marked unread reads afterwards. */
const unreadMessage = (n: number): string =>
  n === 0 ? 'Nothing in it is new to you.' : `${count(n, 'comment')} ${n === 1 ? 'is' : 'are'} new to you again.`

export function articleRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { article: string }; Querystring: Query }>(
    '/articles/:article',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const mark = deps.pages.mark()
      const [, digits, slug] = /^(\d+)(?:-(.*))?$/.exec(request.params.article) ?? []
      const row = await requireArticle(deps, digits)
      const href = urls.article(row)
      if (slug !== row.slug) return reply.redirect(`${href}${request.raw.url?.match(/\?.*$/)?.[0] ?? ''}`, 301)

      const wished = parseView(request.query)
      const asked = wished && viewHere(deps, wished)
      // A form sends its empty fields too; the address that it makes is one to keep and to pass on.
      if (asked && viewFields.some((field) => request.query[field] === ''))
        return reply.redirect(`${href}?${viewQuery(asked)}`, 302)
      const view = asked ?? viewFor(deps, request)
      const page = request.query['page'] === undefined ? 1 : rowId(askedOnce(request.query['page']))
      if (page === null) throw missing()
      // An order alone is remembered as soon as it is asked for, but not on the way to a page or a permalink; anything more when the reader says so.
      if (asked && isPlain(asked) && request.query['page'] === undefined)
        reply.header(
          'set-cookie',
          app.serializeCookie(names.view, asked.order, {
            path: '/',
            sameSite: 'lax',
            maxAge: 365 * 86_400,
            secure: deps.config.baseUrl.startsWith('https:'),
          }),
        )
      const address = `${href}${asked ? `?${viewQuery(asked)}` : ''}${page > 1 ? `${asked ? '&' : '?'}page=${page}` : ''}`
      const reader = await readerOf(deps, request, reply)
      return sendPublic(
        app,
        deps,
        request,
        reply,
        hasFolds(view) ? null : address,
        async () => {
          const read = await readArticle(deps, row, reader, view, page)
          if (read === null) throw missing()
          // Another order shows the same thread, so its one address is the article's own; a later page is a page of its own.
          const here = page > 1 && view.order === 'threaded' && isPlain(view) ? `${href}?page=${page}` : href
          const chrome = withHead(await chromeFor(deps, request, here, urls.section(row.section_slug)), read.head)
          return {
            view: 'articles/article',
            model: { chrome, title: row.headline, description: row.lede, ...read.page },
            expires: read.expires,
            topics: read.topics,
            articleId: row.id,
          }
        },
        mark,
      )
    },
  )

  // Where "+3 new" leads in a thread of several pages: to the first of them, on whichever page it stands.
  app.get<{ Params: { id: string } }>(
    '/articles/:id/news',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const article = await requireArticle(deps, request.params.id)
      const first = await firstUnread(deps, await readerOf(deps, request, reply), article)
      return reply
        .header('cache-control', 'no-store')
        .redirect(first === null ? `${urls.article(article)}#comments` : urls.comment(first), 302)
    },
  )

  app.post<{ Params: { id: string } }>(
    '/articles/:id/unreads',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      readFields(request.body, [])
      const article = await requireArticle(deps, request.params.id)
      const { marks } = await readerOf(deps, request, reply)
      if (marks === null) return reply.redirect(urls.marks, 303)
      const mark = (await marks.of([article.id])).get(article.id)
      if (mark) marks.replace(article.id, undoVisit(mark))
      return reply.redirect(urls.unreads(article.id), 303)
    },
  )

  // The buttons over the thread: follow it, silence it, or neither.
  app.post<{ Params: { id: string } }>(
    '/articles/:id/follows',
    { config: { access: 'member' } },
    async (request, reply) => {
      const { action, next } = readFields(request.body, ['action', 'next'])
      const article = await requireArticle(deps, request.params.id)
      if ((await follow(deps, request.viewer!, article.id, action)) === undefined)
        throw new AppError('invalid', 'A thread is followed or silenced, or neither. Nothing was changed.')
      await touchReadMark(deps, await readerOf(deps, request, reply), article.id)
      return reply.redirect(inside(next, `${urls.article(article)}#comments`), 303)
    },
  )

  // Where the press of "Mark unread" ends: a page that shows no comment, and so marks none.
  app.get<{ Params: { id: string } }>(
    '/articles/:id/unreads',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const article = await requireArticle(deps, request.params.id)
      const reader = await readerOf(deps, request, reply)
      if (reader.marks === null) return reply.redirect(urls.marks, 303)
      const message = unreadMessage((await unreadCounts(deps, reader, [article])).get(article.id) ?? 0)
      return sendPage(app, request, reply, 'articles/unread', {
        chrome: unlisted(await chromeFor(deps, request, urls.unreads(article.id), urls.section(article.section_slug))),
        title: 'Marked unread',
        description: message,
        message,
        href: urls.article(article),
        headline: article.headline,
      })
    },
  )
}
