// Renders the comments of a page once for all readers of a kind, in chunks that are kept compressed.
import { createPause } from '../../slices.ts'
import { printPart } from '../../web/render.ts'
import { createSegmentMemo } from '../../web/segment-memo.ts'
import { endOf, ownSegment, QUICK_LEVEL, type Segment, sharedSegment, smallSegment } from '../../web/segments.ts'
import type { ThreadBase } from './base-reading.ts'
import type { Comment } from './comment-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import { type Placed, placedComment } from './pages.ts'
import { hasSameFacts, isSameText } from './reuse-pages.ts'

/** The comments of a page for a reader who has nothing of their own in the thread. */
export type CommentChunks = {
  /** In the order of the page. */
  models: readonly Comment[]
  chunks: readonly Chunk[]
  /** The place of each comment by its id. */
  places: ReadonlyMap<number, number>
  /** The places that show something by an account, alone or in a run. */
  byAccount: ReadonlyMap<number, readonly number[]>
  /** What the models were made from. */
  placed: readonly Placed[]
  context: ThreadContext
}

/** Places `from` up to, not including, `to`. */
type Chunk = {
  /** Of its text, as long as that is the same. */
  id: number
  from: number
  to: number
  /** Refers to the chunk before it, and is valid only behind that. */
  segment: Segment
  /** The end of the chunk before it; null for the first. */
  after: Buffer | null
  /** The same without the chunk before it, compressed when a page first needs it. */
  alone: Segment | null
  /** Where each comment begins in the HTML, and where the last one ends. */
  edges: readonly number[]
  /** Groups by their first place in the chunk, compressed when a page first needs them alone. */
  groups: Map<number, Segment>
  /** Compressed quickly until it is asked for again. */
  isQuick: boolean
  wasSent: boolean
}

/** Comments of a chunk, which a page shares whole. Changes of the thread leave fewer or more in it. */
const CHUNK_SIZE = 96
const MIN_CHUNK_SIZE = 48
const MAX_CHUNK_SIZE = 128
/** Comments of a group, which a page shares where the chunk has something of its reader. */
const GROUP_SIZE = 8
/** Pages of more chunks are compressed quickly at first: those of large threads are many, and most are read once. */
const USUAL_CHUNKS = 4

const OPENING = '<ol role="list">\n'
const CLOSING = '</ol>\n'
/** In the name of a group: between its texts, and for a text that is shared. An empty one is of a comment that is hidden. */
const EDGE = '\u0000'
const SHARED = 'shared'
const opening = ownSegment(OPENING)
const closing = ownSegment(CLOSING)

let newestId = 0

/** Groups with something of a reader's own: the same comments are new to many. */
const ownGroups = createSegmentMemo()

/** A comment of the page, printed now or for the page before. */
type Printed = { model: Comment; html: string | Buffer }

/** @param before the page before a change: its comments and chunks that are still the same are kept */
export async function renderChunks(
  { placed }: Pick<ThreadBase, 'placed'>,
  context: ThreadContext,
  before: CommentChunks | null,
): Promise<CommentChunks> {
  const printed = await printComments(placed, context, before)
  const known = new Map(before?.chunks.map((chunk) => [before.models[chunk.from]?.id, chunk]))
  const texts = joined(printed, chunkStarts(printed, known))
  const isQuick = texts.length > USUAL_CHUNKS
  const chunks = await Promise.all(
    texts.map(async ({ html, ...place }, i): Promise<Chunk> => {
      const after = i === 0 ? null : endOf(texts[i - 1]!.html)
      const chunk = known.get(printed[place.from]?.model.id)
      const same = chunk?.segment.html.equals(html) ? { ...chunk, ...place } : null
      if (same !== null && isSameEnd(same.after, after)) return same
      const segment = await sharedSegment(html, { after, ...(isQuick && { level: QUICK_LEVEL }) })
      const fresh = { ...place, id: ++newestId, alone: null, groups: new Map<number, Segment>() }
      return { ...(same ?? fresh), segment, after, isQuick, wasSent: false }
    }),
  )
  const models = printed.map(({ model }) => model)
  const places = new Map(models.map(({ id }, i) => [id, i]))
  return { models, chunks, places, byAccount: placesByAccount(placed), placed, context }
}

const isSameEnd = (one: Buffer | null, other: Buffer | null): boolean =>
  one === null || other === null ? one === other : one.equals(other)

function placesByAccount(placed: readonly Placed[]): Map<number, number[]> {
  const byAccount = new Map<number, number[]>()
  for (const [i, { row, run }] of placed.entries())
    for (const { account_id } of run.length === 0 ? [row] : [row, ...run]) {
      if (account_id === null) continue
      const places = byAccount.get(account_id)
      if (places === undefined) byAccount.set(account_id, [i])
      else if (places.at(-1) !== i) places.push(i)
    }
  return byAccount
}

/** Prints what is not the same as before. Other requests get their turns: a large page takes longer than one may hold the loop. */
async function printComments(
  placed: readonly Placed[],
  context: ThreadContext,
  before: CommentChunks | null,
): Promise<Printed[]> {
  const kept = before !== null && hasSameFacts(before.context, context) ? before : null
  const pause = createPause()
  const printed: Printed[] = []
  for (const one of placed) {
    printed.push(keptComment(one, context, kept) ?? printComment(one, context))
    await pause()
  }
  return printed
}

function printComment(one: Placed, context: ThreadContext): Printed {
  const model = placedComment(one, context)
  return { model, html: printPart('parts/comment', model) }
}

/** The comment as it was printed before; null if it is another one now. */
function keptComment(one: Placed, context: ThreadContext, kept: CommentChunks | null): Printed | null {
  const place = kept?.places.get(one.row.id)
  if (kept === null || place === undefined) return null
  const isSame = isSameText({ placed: one, context }, { placed: kept.placed[place]!, context: kept.context })
  return isSame ? { model: kept.models[place]!, html: htmlAt(kept, place) } : null
}

/** The places at which chunks begin: where they began before, so that a comment more changes only the chunk that it is in. */
function chunkStarts(printed: readonly Printed[], known: ReadonlyMap<number | undefined, Chunk>): number[] {
  const starts = [0]
  for (const [i, { model }] of printed.entries()) {
    const size = i - starts.at(-1)!
    const isEnd = known.size === 0 ? size >= CHUNK_SIZE : size >= MIN_CHUNK_SIZE && known.has(model.id)
    if (isEnd || size >= MAX_CHUNK_SIZE) starts.push(i)
  }
  return starts
}

/** Bytes are collected here, and copied once their number is known. */
let collected = Buffer.allocUnsafe(256 * 1024)

/** The text of a chunk, as bytes. */
type ChunkText = Pick<Chunk, 'from' | 'to' | 'edges'> & { html: Buffer }

const joined = (printed: readonly Printed[], starts: readonly number[]): ChunkText[] =>
  starts.map((from, i) => joinedChunk(printed, from, starts[i + 1] ?? printed.length))

/** Writes comments one after the other. The first chunk opens the list, the last one closes it. */
function joinedChunk(printed: readonly Printed[], from: number, to: number): ChunkText {
  let end = 0
  const add = (html: string | Buffer): void => {
    const most = end + html.length * (typeof html === 'string' ? 3 : 1)
    if (most > collected.length) collected = Buffer.concat([collected], 2 * most)
    end += typeof html === 'string' ? collected.write(html, end) : html.copy(collected, end)
  }
  const edges: number[] = []
  if (from === 0) add(OPENING)
  for (const { html } of printed.slice(from, to)) {
    edges.push(end)
    add(html)
  }
  edges.push(end)
  if (to === printed.length) add(CLOSING)
  return { from, to, edges, html: Buffer.from(collected.subarray(0, end)) }
}

/** The HTML of the comments from one place to another in the same chunk. */
const htmlBetween = ({ segment, edges, from: first }: Chunk, from: number, to: number): Buffer =>
  segment.html.subarray(edges[from - first], edges[to - first])

function htmlAt({ chunks }: CommentChunks, place: number): Buffer {
  const chunk = chunks.find(({ to }) => place < to)!
  return htmlBetween(chunk, place, place + 1)
}

/** What the chunks take in memory, roughly: rows and models have the words of each comment too. */
export const bytesOf = ({ chunks }: CommentChunks): number =>
  chunks.reduce((sum, { segment }) => sum + 3 * segment.html.length + segment.deflated.length, 0)

/** The list of comments as all readers of the kind get it. */
export const sharedList = ({ chunks }: CommentChunks): Segment[] => chunks.map((chunk) => wholeChunk(chunk, true))

/** A chunk that is sent again is worth compressing well, which the next page then gets. @param follows the chunk before it */
function wholeChunk(chunk: Chunk, follows: boolean): Segment {
  const { segment, after, isQuick, wasSent } = chunk
  if (after !== null && !follows) return aloneOf(chunk)
  if (isQuick && wasSent) {
    chunk.isQuick = false
    void sharedSegment(segment.html, { after }).then((better) => {
      chunk.segment = better
    })
  }
  chunk.wasSent = true
  return segment
}

function aloneOf(chunk: Chunk): Segment {
  chunk.alone ??= smallSegment(chunk.segment.html)
  return chunk.alone
}

/**
 * The list of comments as one reader gets it: chunks and groups without anything of the reader's own are shared.
 * @param comments as the reader sees them, in the order of the page; the shared model where nothing differs
 */
export function ownList(list: CommentChunks, comments: readonly Comment[]): Segment[] {
  const own = ownTexts(list, comments)
  let follows = true
  return list.chunks.flatMap((chunk) => {
    const isShared = !hasAny(own, chunk.from, chunk.to)
    if (isShared) {
      const whole = wholeChunk(chunk, follows)
      follows = true
      return [whole]
    }
    follows = false
    const segments: Segment[] = []
    if (chunk.from === 0) segments.push(opening)
    for (let from = chunk.from; from < chunk.to; from += GROUP_SIZE) {
      const to = Math.min(from + GROUP_SIZE, chunk.to)
      segments.push(hasAny(own, from, to) ? ownGroup(chunk, own, from, to) : groupOf(chunk, from, to))
    }
    if (chunk.to === list.models.length) segments.push(closing)
    return segments
  })
}

/** The texts that differ from the shared ones by place; empty where a muted comment has joined the next one. */
function ownTexts({ models, places }: CommentChunks, comments: readonly Comment[]): ReadonlyMap<number, string> {
  const own = new Map<number, string>()
  const missing = comments.length === models.length ? null : new Set(models.keys())
  for (const one of comments) {
    const place = places.get(one.id)!
    missing?.delete(place)
    if (one !== models[place]) own.set(place, printPart('parts/comment', one))
  }
  for (const place of missing ?? []) own.set(place, '')
  return own
}

function hasAny(own: ReadonlyMap<number, string>, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (own.has(i)) return true
  return false
}

function ownGroup(chunk: Chunk, own: ReadonlyMap<number, string>, from: number, to: number): Segment {
  const places = Array.from({ length: to - from }, (_, i) => from + i)
  const texts = places.map((place) => own.get(place))
  return ownGroups(`${chunk.id} ${from - chunk.from} ${texts.map((text) => text ?? SHARED).join(EDGE)}`, () =>
    Buffer.concat(
      texts.map((text, i) => (text === undefined ? htmlBetween(chunk, from + i, from + i + 1) : Buffer.from(text))),
    ),
  )
}

function groupOf(chunk: Chunk, from: number, to: number): Segment {
  const place = from - chunk.from
  const segment = chunk.groups.get(place) ?? smallSegment(htmlBetween(chunk, from, to))
  chunk.groups.set(place, segment)
  return segment
}
