// Answers requests from the cache of pages.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { isPrefetchOrHead } from '../faults.ts'
import { type CachedPage, etagOf, isNamedBy, takesBrotli, takesGzip, uncompressed } from './cache.ts'
import { type Variant, variantOf } from './cookies.ts'
import { namesTwoHosts } from './guard.ts'

/** Cache key of a page: its variant and address. A document has no variant, and its key is the address. */
export const cacheKey = (address: string, variant: Variant): string =>
  `${variant.theme} ${variant.size} ${variant.view} ${address}`

type RawRequest = FastifyRequest['raw']

/**
 * Whether a person opens the page in a browser: no HEAD, no prefetch, no script or program. Browsers name a navigation
 * by Sec-Fetch headers, except on plain HTTP, where only Accept tells them from most programs.
 */
export function isPageView({ config }: Pick<Deps, 'config'>, { method = '', headers }: RawRequest): boolean {
  if (isPrefetchOrHead({ method, headers })) return false
  const { 'sec-fetch-dest': dest, 'sec-fetch-mode': mode, accept = '' } = headers
  return dest === undefined && !config.baseUrl.startsWith('https:')
    ? accept.includes('text/html')
    : dest === 'document' && mode === 'navigate'
}

/** Whether the client has the page already, by its tag, else by its date. */
function isFresh({ headers }: RawRequest, page: CachedPage): boolean {
  if (headers['if-none-match'] !== undefined) return isNamedBy(page, headers['if-none-match'])
  return (
    page.modified !== null &&
    headers['if-modified-since'] !== undefined &&
    Date.parse(headers['if-modified-since']) >= page.modified
  )
}

/**
 * Writes a cached page directly to the socket: no hooks, no copies.
 * @throws before anything was sent, so that an error can be answered
 */
export async function answerFromCache(
  deps: Deps,
  request: RawRequest,
  reply: FastifyReply,
  page: CachedPage,
): Promise<void> {
  const { raw } = reply
  const accepted = request.headers['accept-encoding'] as string | undefined
  const small = page.brotli !== null && takesBrotli(accepted) ? page.brotli : takesGzip(accepted) ? page : null
  const { 'content-encoding': _encoding, ...plain } = page.headers
  const headers = small?.headers ?? { ...plain, etag: etagOf(page, 'identity') }
  const body = isFresh(request, page) ? null : (small?.body ?? (await uncompressed(page)))
  if (page.articleId !== null && isPageView(deps, request)) deps.views.count(page.articleId)
  const { 'content-encoding': _coding, 'content-length': _length, 'content-type': _type, ...kept } = headers
  if (body === null) raw.writeHead(304, kept)
  else raw.writeHead(200, { ...headers, 'content-length': body.length })
  reply.hijack()
  raw.end(request.method === 'HEAD' ? undefined : (body ?? undefined))
}

/** Answers cached pages before any other hook runs. */
export function serveFromCache(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRequest', (request, reply, next) => {
    const { raw } = request
    const isRead = raw.method === 'GET' || raw.method === 'HEAD'
    if (isRead && deps.config.hosts.has(raw.headers.host ?? '') && !namesTwoHosts(raw)) {
      const variant = variantOf(raw.headers.cookie)
      const [url, now] = [raw.url ?? '', deps.clock()]
      const page =
        (variant === null ? undefined : deps.pages.get(cacheKey(url, variant), now)) ?? deps.pages.get(url, now)
      if (page !== undefined) {
        answerFromCache(deps, raw, reply, page).catch(next)
        return
      }
    }
    next()
  })
}
