// /articles/:id/history: the public versions of an article; and /articles/:id/restorations, which gives it one of them again.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { beforeCursor, queryValue, readForm, rowId } from '../../faults.ts'
import { atLeast } from '../../permissions.ts'
import { nextMidnight } from '../../time.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPublic } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { requireArticle } from '../reading.ts'
import { restoreRevision } from './actions.ts'
import { restorationForm } from './form.ts'
import { type HistoryQuery, readHistory } from './reading.ts'

type Query = Record<'from' | 'to' | 'before' | 'done' | 'batch', unknown>
type HistoryRequest = FastifyRequest<{ Params: { id: string }; Querystring: Query }>

export function articleHistoryRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: Query }>(
    '/articles/:id/history',
    { config: { access: 'anyone' } },
    (request, reply) => sendHistory(app, deps, request, reply),
  )

  app.post<{ Params: { id: string } }>(
    '/articles/:id/restorations',
    { config: { access: 'editor' } },
    async (request, reply) => {
      const id = rowId(request.params.id)
      const { version, base } = readForm(restorationForm, request.body).value!
      if (id === null || version === null || base === null) throw missing()
      const outcome = await restoreRevision(deps, request.viewer, id, version, base)
      const done = outcome.kind === 'already' ? 'done=already' : `done=restored&batch=${outcome.batch}`
      return reply.redirect(urls.articleHistory(id, done), 303)
    },
  )
}

/** A version of the query; null if it was not given. @throws AppError `missing` for anything but a number */
function versionIn(value: unknown): number | null {
  if (value === undefined) return null
  const version = rowId(queryValue(value))
  if (version === null) throw missing()
  return version
}

const doneMessages: Record<string, string> = {
  restored: 'Restored as a new version.',
  already: 'Nothing was changed: this is the current version.',
  revised: 'Saved as a new version.',
}

async function sendHistory(
  app: FastifyInstance,
  deps: Deps,
  request: HistoryRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const mark = deps.pages.mark()
  const article = await requireArticle(deps, request.params.id)
  const query: HistoryQuery = {
    from: versionIn(request.query.from),
    to: versionIn(request.query.to),
    before: beforeCursor(request.query),
  }
  const edits = atLeast(request.viewer, 'editor')
  const done = {
    text: edits ? (doneMessages[queryValue(request.query.done) ?? ''] ?? '') : '',
    batch: edits ? String(rowId(queryValue(request.query.batch)) ?? '') : '',
  }
  const given = (['from', 'to', 'before'] as const).flatMap((name) =>
    query[name] === null ? [] : [`${name}=${query[name]}`],
  )
  const here = urls.articleHistory(article.id, given.join('&'))
  const make = async () => {
    const page = await readHistory(deps, article, query, { edits, dates: datesOf(deps, request) }, done)
    const chrome = await chromeFor(deps, request, here, urls.section(article.section_slug))
    return {
      view: 'articles/history' as const,
      model: {
        chrome: given.length === 0 ? chrome : unlisted(chrome),
        title: 'History of this article',
        description: `Every change of “${article.headline}” since publication.`,
        ...page,
      },
      expires: nextMidnight(deps.clock(), deps.settings().timeZone),
      topics: [topic.article(article.id)],
    }
  }
  return sendPublic(app, deps, request, reply, here, make, mark)
}
