// Answers a reader with the page that was joined for them last, as long as they would get the same again.
import { hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { isPrefetchOrHead } from '../faults.ts'
import { SECOND } from '../time.ts'
import { topic } from '../topics.ts'
import { takesGzip } from './cache.ts'
import { isPageView } from './page-view.ts'
import { gzipEnd, gzipHead, joinPieces, type Piece } from './segments.ts'

/** A piece of a page; a function makes one that is another one in each answer, such as the key of a form. */
export type PagePiece<P extends Piece = Piece> = P | (() => P)

/** How long a reader would get the same page again. */
export type Holding = {
  /** Accounts, articles and lists that the page shows. */
  topics: readonly string[]
  /** When the clock alone changes it, Unix milliseconds. */
  until: number
  /** Whether what is no topic is still as it was when the page was begun: read marks, counts of what waits. */
  isCurrent: () => boolean
  /** What reading the page moves. */
  visit: (now: number) => void
}

/**
 * What holds for a page as a whole, with its header. What waits for staff, and an unread notice, is counted again
 * after any commit, and each second, because some of it ends by the clock.
 * @param page what holds for the rest of it
 * @returns null for a page that is made each time
 */
export function holdingOf({ store, clock }: Deps, request: FastifyRequest, page: Holding): Holding | null {
  const { viewer, session, begun, anyUnread, sessionEnded } = request
  if (viewer === null && !sessionEnded) return page
  if (viewer === null || session === null || viewer.onHold || viewer.leavingAt !== null) return null
  const holding = {
    ...page,
    topics: [...page.topics, topic.account(viewer.id), topic.bans],
    until: Math.min(page.until, session.nextChange),
  }
  return viewer.role === 'member' && !anyUnread
    ? holding
    : {
        ...holding,
        until: Math.min(holding.until, (Math.floor(clock() / SECOND) + 1) * SECOND),
        isCurrent: () => store.version() === begun.database && page.isCurrent(),
      }
}

type OwnAnswer = Pick<Holding, 'isCurrent' | 'visit'> & {
  /** A flat list of names and values, which writeHead takes as it is; the last value is the length. */
  headers: string[]
  pieces: readonly PagePiece[]
  /** Made from the pieces for the second answer: most pages are asked for once. */
  joined: Joined | null
  articleId: number | null
}

/** A whole page, or what is between the pieces that differ from answer to answer. */
type Joined = { whole: Buffer } | { begin: Piece; rest: readonly PagePiece[] }

function join(pieces: readonly PagePiece[]): Joined {
  const [begin, ...rest] = joinSame([gzipHead, ...pieces]) as [Piece, ...PagePiece[]]
  return rest.length === 0 ? { whole: Buffer.concat([begin.deflated, gzipEnd([begin])]) } : { begin, rest }
}

/** The buffers of the next answer. The first one, which is the larger, is not copied. */
function buffersOf(joined: Joined): [Buffer, ...Buffer[]] {
  if ('whole' in joined) return [joined.whole]
  const { begin } = joined
  const rest = joined.rest.map((piece) => (typeof piece === 'function' ? piece() : piece))
  return [begin.deflated, Buffer.concat([...rest.map(({ deflated }) => deflated), gzipEnd([begin, ...rest])])]
}

/** What an answer takes in memory beside its pieces, roughly. */
const ANSWER_BYTES = 2000

/**
 * Names what a page is made for: its address, and everything that a browser sends of its reader. No cookie is kept in
 * memory for it.
 * @returns null for a request that is not answered from here
 */
function keyOf({ method, url = '', headers }: IncomingMessage): string | null {
  const { cookie, host } = headers
  return method === 'GET' && cookie !== undefined && takesGzip(headers['accept-encoding'] as string | undefined)
    ? hash('sha256', `${host} ${url} ${cookie}`, 'base64url')
    : null
}

/** Joins pieces between those that differ from answer to answer. */
function joinSame(pieces: readonly PagePiece[]): PagePiece[] {
  const joined: PagePiece[] = []
  let same: Piece[] = []
  const endSame = (): void => {
    if (same.length > 0) joined.push(joinPieces(same))
    same = []
  }
  for (const piece of pieces)
    if (typeof piece === 'function') {
      endSame()
      joined.push(piece)
    } else same.push(piece)
  endSame()
  return joined
}

/** Keeps a page that was joined for a reader, once it is sent: only then is it known whether it sets a cookie. */
export function keepAnswer(
  deps: Deps,
  { raw, begun }: FastifyRequest,
  reply: FastifyReply,
  pieces: readonly PagePiece[],
  { topics, until, isCurrent, visit }: Holding,
  articleId: number | null,
): void {
  const key = keyOf(raw)
  // A page that a browser fetches ahead is no visit, so it says nothing of the next one.
  if (key === null || isPrefetchOrHead(raw)) return
  reply.raw.once('finish', () => {
    const { 'content-length': _, 'set-cookie': cookie, ...headers } = reply.getHeaders()
    if (cookie !== undefined || !isCurrent()) return
    const flat = Object.entries(headers).flatMap(([name, value]) => [name, String(value)])
    const made = { headers: [...flat, 'content-length', ''], pieces, joined: null }
    const answer: OwnAnswer = { ...made, articleId, isCurrent, visit }
    const bytes = pieces.reduce(
      (sum, piece) => sum + (typeof piece === 'function' ? 0 : piece.deflated.length),
      ANSWER_BYTES,
    )
    deps.answers.put(key, { value: answer, bytes, expires: until, topics }, begun.changes)
  })
}

/** Names the page that may answer a request; null for none. */
export function findAnswer(deps: Deps, request: IncomingMessage): string | null {
  const key = keyOf(request)
  return key !== null && deps.answers.has(key) ? key : null
}

/**
 * Answers a request if its reader would get the same page again. What is remembered of accounts has to be followed before.
 * @param key names the page
 * @returns false if it was not answered
 * @throws only before anything was sent
 */
export function answerAgain(deps: Deps, request: IncomingMessage, response: ServerResponse, key: string): boolean {
  const now = deps.clock()
  const answer = deps.answers.get<OwnAnswer>(key, now)
  if (answer === undefined || !answer.isCurrent()) return false
  if (answer.joined === null) Object.assign(answer, { joined: join(answer.pieces), pieces: [] })
  const [first, second] = buffersOf(answer.joined!)
  const { headers } = answer
  headers[headers.length - 1] = String(first.length + (second?.length ?? 0))
  response.writeHead(200, headers)
  if (!isPrefetchOrHead(request)) {
    answer.visit(now)
    if (answer.articleId !== null && isPageView(deps, request)) deps.views.count(answer.articleId)
  }
  if (second === undefined) response.end(first)
  else {
    response.cork()
    response.write(first)
    response.end(second)
  }
  return true
}
