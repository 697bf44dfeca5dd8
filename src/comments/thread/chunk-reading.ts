// Renders the comments of a page once for all readers of a kind, in chunks that are kept compressed.
import { printPart } from '../../web/render.ts'
import { ownSegment, type Segment, sharedSegment, smallSegment } from '../../web/segments.ts'
import type { ThreadBase } from './base-reading.ts'
import type { Comment } from './comment-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import { placedComment } from './pages.ts'

/** The comments of a page for a reader who has nothing of their own in the thread. */
export type CommentChunks = {
  /** In the order of the page. */
  models: readonly Comment[]
  /** The HTML of each. */
  texts: readonly string[]
  chunks: readonly Chunk[]
  /** The place of each comment by its id. */
  places: ReadonlyMap<number, number>
  /** The places that show something by an account, alone or in a run. */
  byAccount: ReadonlyMap<number, readonly number[]>
}

/** Places `from` up to, not including, `to`. Its groups are compressed when a page first needs them alone. */
type Chunk = { from: number; to: number; segment: Segment; groups: Map<number, Segment> }

/** Comments of a chunk, which a page shares whole, and of a group, which it shares where the chunk has something of its reader. */
const CHUNK_SIZE = 96
const GROUP_SIZE = 8

const OPENING = '<ol role="list">\n'
const CLOSING = '</ol>\n'

/** @param before the chunks of the page before a change: those with the same text are kept */
export async function renderChunks(
  base: ThreadBase,
  context: ThreadContext,
  before: CommentChunks | null,
): Promise<CommentChunks> {
  const models = base.placed.map((placed) => placedComment(placed, context))
  const texts = models.map((model) => printPart('parts/comment', model))
  const known = new Map(before?.chunks.map((chunk) => [chunkText(before.texts, chunk), chunk]))
  const count = Math.max(1, Math.ceil(models.length / CHUNK_SIZE))
  const chunks = await Promise.all(
    Array.from({ length: count }, async (_, i): Promise<Chunk> => {
      const place = { from: i * CHUNK_SIZE, to: Math.min((i + 1) * CHUNK_SIZE, models.length) }
      const text = chunkText(texts, place)
      const same = known.get(text)
      return same !== undefined && same.from === place.from
        ? same
        : { ...place, segment: await sharedSegment(text), groups: new Map() }
    }),
  )
  const byAccount = new Map<number, number[]>()
  for (const [i, { row, run }] of base.placed.entries())
    for (const { account_id } of [row, ...run]) {
      if (account_id === null) continue
      const places = byAccount.get(account_id)
      if (places === undefined) byAccount.set(account_id, [i])
      else if (places.at(-1) !== i) places.push(i)
    }
  return { models, texts, chunks, places: new Map(models.map(({ id }, i) => [id, i])), byAccount }
}

/** The text of a chunk; the first one opens the list, the last one closes it. */
const chunkText = (texts: readonly string[], { from, to }: { from: number; to: number }): string =>
  `${from === 0 ? OPENING : ''}${texts.slice(from, to).join('')}${to === texts.length ? CLOSING : ''}`

/** What the chunks take in memory, roughly. */
export const bytesOf = ({ chunks, texts }: CommentChunks): number =>
  chunks.reduce((sum, { segment }) => sum + segment.html.length + segment.deflated.length, 0) +
  texts.reduce((sum, text) => sum + 2 * text.length, 0)

/** The list of comments as all readers of the kind get it. */
export const sharedList = ({ chunks }: CommentChunks): Segment[] => chunks.map(({ segment }) => segment)

/**
 * The list of comments as one reader gets it: chunks and groups without anything of the reader's own are shared.
 * @param comments as the reader sees them, in the order of the page; the shared model where nothing differs
 */
export function ownList(list: CommentChunks, comments: readonly Comment[]): Segment[] {
  const own = ownTexts(list, comments)
  return list.chunks.flatMap((chunk) => {
    if (!hasAny(own, chunk.from, chunk.to)) return [chunk.segment]
    const segments: Segment[] = []
    if (chunk.from === 0) segments.push(ownSegment(OPENING))
    for (let from = chunk.from; from < chunk.to; from += GROUP_SIZE) {
      const to = Math.min(from + GROUP_SIZE, chunk.to)
      segments.push(hasAny(own, from, to) ? ownGroup(list, own, from, to) : groupOf(list, chunk, from, to))
    }
    if (chunk.to === list.texts.length) segments.push(ownSegment(CLOSING))
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

const ownGroup = ({ texts }: CommentChunks, own: ReadonlyMap<number, string>, from: number, to: number): Segment =>
  ownSegment(
    texts
      .slice(from, to)
      .map((text, i) => own.get(from + i) ?? text)
      .join(''),
  )

function groupOf(list: CommentChunks, { groups }: Chunk, from: number, to: number): Segment {
  const segment = groups.get(from) ?? smallSegment(list.texts.slice(from, to).join(''))
  groups.set(from, segment)
  return segment
}
