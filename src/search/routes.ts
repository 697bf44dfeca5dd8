// /search: the form and its results; /opensearch.xml, with which a browser can add this search.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sections } from '../articles/section-queries.ts'
import type { Deps } from '../deps.ts'
import { AppError, kinds } from '../errors.ts'
import { urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { sendPage } from '../web/pages.ts'
import { readerOf } from '../web/reader.ts'
import { readSearchForm, searchQuery } from './form.ts'
import { emptyPage, openSearch, type SearchPage } from './pages.ts'
import { readSearch } from './reading.ts'

type Asking = { Querystring: Record<string, unknown> }

export function searchRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    page: SearchPage,
    title: string,
    status: number,
  ): Promise<FastifyReply> {
    reply.header('x-robots-tag', 'noindex')
    const { form } = readSearchForm(request.query as Record<string, unknown>)
    const chrome = unlisted(await chromeFor(deps, request, urls.search(searchQuery(form)), urls.search()))
    return sendPage(app, request, reply, 'search/search', { chrome, title, description: '', ...page }, status)
  }

  /** Answers too many searches with the form as typed, so that the words are not lost. */
  async function tooOften(error: Error, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!(error instanceof AppError) || error.kind !== 'tooOften' || takesJson(request)) throw error
    if (error.retryAfter !== null) reply.header('retry-after', String(error.retryAfter))
    const { form } = readSearchForm(request.query as Record<string, unknown>)
    return send(
      request,
      reply,
      { ...emptyPage(form, {}, await sections(deps.db)), notice: error.message },
      'Search',
      kinds.tooOften.status,
    )
  }

  app.get<Asking>(
    '/search',
    { config: { access: 'anyone', rateLimit: () => 'search' }, errorHandler: tooOften },
    async (request, reply) => {
      const { form, faults } = readSearchForm(request.query)
      const { page, title, status } = await readSearch(deps, form, faults, await readerOf(deps, request, reply))
      if (status === 422 && takesJson(request))
        return sendProblem(reply, { kind: 'invalid', faults: { ...faults, q: page.qFaults.join(' ') } })
      return send(request, reply, page, title, status)
    },
  )

  app.get('/opensearch.xml', { config: { access: 'anyone' } }, async (_, reply) =>
    reply
      .header('cache-control', 'public, max-age=86400')
      .type('application/opensearchdescription+xml; charset=utf-8')
      .send(openSearch(deps.settings().siteName, deps.config.baseUrl, deps.assets.href('mark.svg'))),
  )
}
