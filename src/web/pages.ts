// Sends pages: personal ones uncached, public ones from the cache.

import type { OutgoingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { takesBrotli, takesGzip } from './cache.ts'
import { answerFromCache, cacheKey } from './cached-answers.ts'
import { cookieNames, variantOf } from './cookies.ts'
import { type Holding, keepAnswer, type PagePiece } from './own-answers.ts'
import { isPageView } from './page-view.ts'
import { renderView } from './render.ts'
import { gzipOf, htmlOf, type Segment } from './segments.ts'
import type { Views } from './views.ts'

const compress = promisify(gzip)
const compressSmaller = promisify(brotliCompress)

/** Below this, compression costs more than it saves. */
const MIN_COMPRESSED_BYTES = 1400

/**
 * Cache-Control of personal pages. A form that came back with a text stays in the browser until the reader signs out,
 * so that the Back button finds the text; everything else is never stored.
 */
const cacheControl = { never: 'private, no-store', untilSignOut: 'private, no-cache' } as const

/** Brotli at the cost of gzip, a tenth smaller. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

/** Sends a personal page: a form, an answer, anything signed in. */
export async function sendPage<K extends keyof Views & string>(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  name: K,
  model: Views[K],
  status = 200,
  keep: keyof typeof cacheControl = 'never',
): Promise<FastifyReply> {
  // The title of a form with faults says so; the error page has its own.
  const faulty = status === 422 && name !== 'errors/error'
  const html = await renderView(app, name, faulty ? { ...model, chrome: { ...model.chrome, faulty } } : model)
  if (model.chrome.welcome !== null) reply.clearCookie(cookieNames.welcome, { path: '/' })
  // Without Cookie in Vary, Back finds the answer although it set a cookie.
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', cacheControl[keep])
    .header('vary', keep === 'untilSignOut' ? 'Accept-Encoding' : 'Accept-Encoding, Cookie')
  const accepted = request.headers['accept-encoding']
  if (html.length < MIN_COMPRESSED_BYTES) return reply.send(html)
  if (takesBrotli(accepted)) return reply.header('content-encoding', 'br').send(await compressSmaller(html, quick))
  if (takesGzip(accepted)) return reply.header('content-encoding', 'gzip').send(await compress(html, { level: 4 }))
  return reply.send(html)
}

/** A page that is joined from parts, with something of its reader's own. */
export type JoinedPage = {
  pieces: readonly PagePiece<Segment>[]
  /** It greets a new member. */
  greets: boolean
  /** Null for a page that is not kept. */
  holding: Holding | null
}

/** @param articleId whose view counter it raises; null for none */
export function sendJoined(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { pieces, greets, holding }: JoinedPage,
  articleId: number | null = null,
): FastifyReply {
  if (articleId !== null && isPageView(deps, request.raw)) deps.views.count(articleId)
  if (greets) reply.clearCookie(cookieNames.welcome, { path: '/' })
  reply
    .type('text/html; charset=utf-8')
    .header('cache-control', cacheControl.never)
    .header('vary', 'Accept-Encoding, Cookie')
  const segments = pieces.map((piece) => (typeof piece === 'function' ? piece() : piece))
  if (!takesGzip(request.headers['accept-encoding'])) return reply.send(htmlOf(segments))
  reply.header('content-encoding', 'gzip')
  if (holding !== null) keepAnswer(deps, request, reply, pieces, holding, articleId)
  return reply.send(gzipOf(segments))
}

export type PublicPage<K extends keyof Views & string> = {
  view: K
  model: Views[K]
  /** Unix milliseconds from which the page is outdated. */
  expires: number
  topics: readonly string[]
  articleId?: number
}

/** The same page joined from parts. */
export type PublicParts = {
  segments: readonly Segment[]
  expires: number
  topics: readonly string[]
  articleId: number
}

/**
 * Sends a page that is the same for every anonymous reader, from the cache or into it. A reader with a session gets a
 * page of their own.
 * @param address canonical address with its known query, the cache key; null for pages with an unbounded number of addresses
 * @param mark of the cache from before the caller's first read
 * @param join makes the page from parts; null where it has to be made as a whole
 */
export async function sendPublic<K extends keyof Views & string>(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  address: string | null,
  make: () => Promise<PublicPage<K>>,
  mark = deps.pages.mark(),
  join: () => Promise<PublicParts | null> = async () => null,
): Promise<FastifyReply> {
  const variant = address === null ? null : variantOf(request.headers.cookie, address)
  if (request.viewer !== null || variant === null || address === null) {
    const { view, model, articleId } = await make()
    if (articleId !== undefined && isPageView(deps, request.raw)) deps.views.count(articleId)
    return sendPage(app, request, reply, view, model)
  }
  const key = cacheKey(address, variant)
  const now = deps.clock()
  const page =
    deps.pages.get(key, now) ??
    (await deps.pages.once(
      key,
      async () => {
        const joined = await join()
        const { text, ...made } = joined === null ? await makeWhole(app, make) : { ...joined, text: joined.segments }
        const headers = {
          ...(reply.getHeaders() as OutgoingHttpHeaders),
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'public, no-cache',
          vary: 'Accept-Encoding, Cookie',
        }
        return deps.pages.put(key, mark, {
          text,
          headers,
          expires: made.expires,
          topics: made.topics,
          articleId: made.articleId ?? null,
        })
      },
      mark,
    ))
  await answerFromCache(deps, request.raw, reply, page)
  return reply
}

async function makeWhole<K extends keyof Views & string>(
  app: FastifyInstance,
  make: () => Promise<PublicPage<K>>,
): Promise<Omit<PublicPage<K>, 'view' | 'model'> & { text: string }> {
  const { view, model, ...made } = await make()
  return { ...made, text: await renderView(app, view, model) }
}

export type PublicDocument = {
  text: string
  /** Content type, with its charset. */
  type: string
  /** Unix milliseconds from which it is outdated. */
  expires: number
  topics: readonly string[]
}

/**
 * Sends a document for programs, such as a feed: one copy for everybody, signed in or not, with Last-Modified.
 * @param address canonical address with its known query, the cache key
 * @param mark of the cache from before the caller's first read
 */
export async function sendDocument(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  address: string,
  make: () => Promise<PublicDocument>,
  mark = deps.pages.mark(),
): Promise<FastifyReply> {
  const now = deps.clock()
  const page =
    deps.pages.get(address, now) ??
    (await deps.pages.once(
      address,
      async () => {
        const { type, ...made } = await make()
        const headers = {
          ...(reply.getHeaders() as OutgoingHttpHeaders),
          'content-type': type,
          'cache-control': 'public, no-cache',
          vary: 'Accept-Encoding',
        }
        return deps.pages.put(address, mark, { ...made, headers, articleId: null, madeAt: now })
      },
      mark,
    ))
  await answerFromCache(deps, request.raw, reply, page)
  return reply
}
