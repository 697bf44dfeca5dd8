// Answers requests from the cache of pages, before Fastify makes a request of them where that is possible.

import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyServerFactory } from 'fastify'
import type { Deps } from '../deps.ts'
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
import { answerAgain, findAnswer } from './own-answers.ts'
import { isPageView } from './page-view.ts'

// An import would read every export of node:http, and one of them loads the client of fetch.
const { createServer } = process.getBuiltinModule('node:http')

/** Cache key of a page: its variant and address. A document has no variant, and its key is the address. */
export const cacheKey = (address: string, variant: Variant): string =>
  `${variant.theme} ${variant.size} ${variant.view} ${address}`

/** Only reads of a host that is served are answered from a cache. */
const isRead = ({ config }: Deps, request: IncomingMessage): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  config.hosts.has(request.headers.host ?? '') &&
  !namesTwoHosts(request)

/** The cached page for a read: the reader's variant, or a document for everybody. */
function findPage(deps: Deps, { url = '', headers }: IncomingMessage): CachedPage | undefined {
  const [now, variant] = [deps.clock(), variantOf(headers.cookie, url)]
  return (variant === null ? undefined : deps.pages.get(cacheKey(url, variant), now)) ?? deps.pages.get(url, now)
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

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a read, from before anything was read for it: the number of changes of topics, and the version of the database. */
    begun: { changes: number; database: number }
  }
}

/** Fastify's first hook. It answers what the server below has left to Fastify. */
export function serveFromCache(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('begun')
  app.addHook('onRequest', async (request, reply) => {
    const { raw } = request
    if (!isRead(deps, raw)) return
    const page = findPage(deps, raw)
    if (page !== undefined) return answerFromCache(deps, raw, reply, page)
    request.begun = { changes: deps.pages.mark(), database: deps.store.version() }
    const key = findAnswer(deps, raw)
    if (key === null) return
    await deps.followAccounts(true)
    if (answerAgain(deps, raw, reply.raw, key)) reply.hijack()
  })
}

type AnsweringServer = {
  create: FastifyServerFactory
  /** From now on Fastify answers alone, which ends the connection of each answer. */
  close: () => void
}

/**
 * Answers a reader again with their own page, once what was committed since is known.
 * @param otherwise answers the request if that is not possible
 * @returns false if there is no such page
 */
function answerOwn(deps: Deps, request: IncomingMessage, response: ServerResponse, otherwise: () => void): boolean {
  const key = findAnswer(deps, request)
  if (key === null) return false
  const again = () => answerAgain(deps, request, response, key)
  if (deps.areAccountsFollowed()) return again()
  // Fastify meets an error again, as below.
  deps
    .followAccounts(true)
    .then(again)
    .catch(() => response.headersSent)
    .then((isAnswered) => isAnswered || otherwise())
  return true
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
          if (!closing && deps.schedule.next > deps.clock() && isRead(deps, request)) {
            const page = findPage(deps, request)
            if (page !== undefined && sendCompressed(deps, request, response, page)) return
            if (page === undefined && answerOwn(deps, request, response, () => route(request, response))) return
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
