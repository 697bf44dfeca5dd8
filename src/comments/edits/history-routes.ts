// /comments/:id/history: the earlier versions of a comment, for everybody.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { beforeCursor } from '../../faults.ts'
import { atLeast } from '../../permissions.ts'
import { nextMidnight } from '../../time.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPublic } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { commentNamed, moderatedComment } from '../thread/branch-reading.ts'
import { historyPage, VERSIONS_PER_PAGE } from './history-pages.ts'
import { earlierVersions, moderatorEditOf, writtenComment } from './queries.ts'

type HistoryRequest = FastifyRequest<{ Params: { id: string }; Querystring: { before?: unknown } }>

export function commentHistoryRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: { before?: unknown } }>(
    '/comments/:id/history',
    { config: { access: 'anyone' } },
    async (request, reply): Promise<FastifyReply> => {
      const mark = deps.pages.mark()
      const { comment, article } = atLeast(request.viewer, 'moderator')
        ? await moderatedComment(deps, request.params.id)
        : await commentNamed(deps, request.params.id)
      const before = beforeCursor(request.query)
      const newest = (await earlierVersions(deps.db, comment.id, null, 1))[0]?.number ?? 0
      if (before !== null && (before < 2 || before > newest)) throw missing()
      const make = () => makeHistory(deps, request, article, comment.id, newest, before)
      return sendPublic(app, deps, request, reply, urls.history(comment.id, before), make, mark)
    },
  )
}

async function makeHistory(
  deps: Deps,
  request: HistoryRequest,
  article: ArticleRow,
  id: number,
  newest: number,
  before: number | null,
) {
  const now = deps.clock()
  const page = historyPage(
    article,
    (await writtenComment(deps.db, id))!,
    await earlierVersions(deps.db, id, before, VERSIONS_PER_PAGE + 1),
    newest,
    before,
    (await moderatorEditOf(deps.db, id)) ?? null,
    atLeast(request.viewer, 'moderator'),
    now,
    datesOf(deps, request),
  )
  const here = urls.history(id, before)
  const chrome = unlisted(await chromeFor(deps, request, here, urls.section(article.section_slug)))
  return {
    view: 'comments/edits/history' as const,
    model: { chrome, title: 'Comment history', description: page.intro, ...page },
    expires: nextMidnight(now, deps.settings().timeZone),
    topics: [topic.article(article.id)],
  }
}
