// Answers requests from the cache of pages, before Fastify makes a request of them where that is possible.

import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyServerFactory } from 'fastify'
import type { Deps } from '../deps.ts'
import { isPrefetchOrHead } from '../faults.ts'
import {
  type CachedPage,
  type CodedAnswer,
  codedAnswer,
  isNamedBy,
  takesBrotli,
  takesGzip,
  uncompressed,
} from './cache.ts'
import { type Variant, variantOf } from './cookies.ts'
import { namesTwoHosts } from './guard.ts'

// An import would read every export of node:http, and one of them loads the client of fetch.
const { createServer } = process.getBuiltinModule('node:http')

/** Cache key of a page: its variant and address. A document has no variant, and its key is the address. */
export const cacheKey = (address: string, variant: Variant): string =>
  `${variant.theme} ${variant.size} ${variant.view} ${address}`

/** The cached page for a request: the reader's variant, or a document for everybody. Only reads of a host that is served have one. */
function findPage(deps: Deps, request: IncomingMessage): CachedPage | undefined {
  const { method, url = '', headers } = request
  if ((method !== 'GET' && method !== 'HEAD') || !deps.config.hosts.has(headers.host ?? '') || namesTwoHosts(request))
    return undefined
  const [now, variant] = [deps.clock(), variantOf(headers.cookie, url)]
  return (variant === null ? undefined : deps.pages.get(cacheKey(url, variant), now)) ?? deps.pages.get(url, now)
}

/**
 * Whether a person opens the page in a browser: no HEAD, no prefetch, no script or program. Browsers name a navigation
 * by Sec-Fetch headers, except on plain HTTP, where only Accept tells them from most programs.
 */
export function isPageView({ config }: Pick<Deps, 'config'>, { method = '', headers }: IncomingMessage): boolean {
  if (isPrefetchOrHead({ method, headers })) return false
  const { 'sec-fetch-dest': dest, 'sec-fetch-mode': mode, accept = '' } = headers
  return dest === undefined && !config.baseUrl.startsWith('https:')
    ? accept.includes('text/html')
    : dest === 'document' && mode === 'navigate'
}

/** Whether the client has the page already, by its tag, else by its date. */
function isFresh({ headers }: IncomingMessage, page: CachedPage): boolean {
  if (headers['if-none-match'] !== undefined) return isNamedBy(page, headers['if-none-match'])
  return (
    page.modified !== null &&
    headers['if-modified-since'] !== undefined &&
    Date.parse(headers['if-modified-since']) >= page.modified
  )
}

/** Writes an answer directly to the socket: no hooks, no copies. @throws only before anything was sent */
function send(
  deps: Deps,
  request: IncomingMessage,
  response: ServerResponse,
  page: CachedPage,
  { body, headers, unchanged }: CodedAnswer,
): void {
  const fresh = isFresh(request, page)
  response.writeHead(fresh ? 304 : 200, (fresh ? unchanged : headers) as string[])
  if (page.articleId !== null && isPageView(deps, request)) deps.views.count(page.articleId)
  response.end(fresh || request.method === 'HEAD' ? undefined : body)
}

/**
 * Answers with a compressed page.
 * @returns false if the client accepts no compression
 * @throws only before anything was sent
 */
function sendCompressed(deps: Deps, request: IncomingMessage, response: ServerResponse, page: CachedPage): boolean {
  const accepted = request.headers['accept-encoding'] as string | undefined
  const answer = page.brotli !== null && takesBrotli(accepted) ? page.brotli : takesGzip(accepted) ? page : null
  if (answer === null) return false
  send(deps, request, response, page, answer)
  return true
}

/**
 * Answers a request of Fastify with a cached page.
 * @throws before anything was sent, so that an error can be answered
 */
export async function answerFromCache(
  deps: Deps,
  request: IncomingMessage,
  reply: FastifyReply,
  page: CachedPage,
): Promise<void> {
  if (!sendCompressed(deps, request, reply.raw, page))
    send(deps, request, reply.raw, page, codedAnswer(page, 'identity', await uncompressed(page)))
  reply.hijack()
}

/** Fastify's first hook. It answers what the server below has left to Fastify. */
export function serveFromCache(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRequest', (request, reply, next) => {
    const page = findPage(deps, request.raw)
    if (page === undefined) next()
    else answerFromCache(deps, request.raw, reply, page).catch(next)
  })
}

type AnsweringServer = {
  create: FastifyServerFactory
  /** From now on Fastify answers alone, which ends the connection of each answer. */
  close: () => void
}

/**
 * A server that answers cached pages before Fastify makes a request of them. It leaves to Fastify whatever may have to
 * wait or to fail: what is not cached, what has to be unpacked, and everything while an article is due to be published.
 */
export function createAnsweringServer(deps: Deps, options: ServerOptions): AnsweringServer {
  let closing = false
  return {
    create: (route) =>
      createServer(options, (request, response) => {
        try {
          if (!closing && deps.schedule.next > deps.clock()) {
            const page = findPage(deps, request)
            if (page !== undefined && sendCompressed(deps, request, response, page)) return
          }
        } catch {
          // Nothing was sent. Fastify meets the same error, logs it and has a page for it.
        }
        route(request, response)
      }),
    close: () => {
      closing = true
    },
  }
}
