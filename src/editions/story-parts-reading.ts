// Pages that list stories for a signed-in reader, joined from what many readers share and what is their own.
import type { FastifyRequest } from 'fastify'
import { unreadCounts } from '../comments/thread/news-reading.ts'
import type { Deps } from '../deps.ts'
import { styleOf, zoneOf } from '../format.ts'
import { correctedSince } from '../marks/corrected-reading.ts'
import { newCommentsLink } from '../marks/pages.ts'
import { nextVisitEnd } from '../marks/rules.ts'
import { hasNoMutes } from '../mutes/rules.ts'
import type { Viewer } from '../permissions.ts'
import { MINUTE, nextMidnight } from '../time.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { accountChrome } from '../web/chrome.ts'
import { bytesOfFrame, type Frame, fillFrame, makeFrame } from '../web/frames.ts'
import { looksOf } from '../web/looks.ts'
import { holdingOf } from '../web/own-answers.ts'
import { ownFact } from '../web/own-facts.ts'
import type { JoinedPage } from '../web/pages.ts'
import { type Reader, withKnownMarks } from '../web/reader.ts'
import { framePrinter, type Hole, type Piece, printPart } from '../web/render.ts'
import type { Segment } from '../web/segments.ts'
import type { Views } from '../web/views.ts'
import type { StoryRow } from './queries.ts'

/** The view counter is not a topic: what a page says of it may be this old. */
export const MAX_AGE_MS = 10 * MINUTE

/** What the rows of a page take in memory, roughly. */
export const ROWS_BYTES = 100_000

/** What a frame depends on beside its address. */
export function kindOf(request: FastifyRequest, { dates }: Reader, posting: readonly unknown[]): string {
  const { theme, size, keys } = looksOf(request)
  return `${zoneOf(dates)} ${styleOf(dates)} ${theme} ${size} ${keys} ${posting.length}`
}

/** What is new to a reader in these stories, by the address of each: with "corrected", and the number alone. */
export type StoryParts = { news: ReadonlyMap<string, Segment[]>; counts: ReadonlyMap<string, Segment[]> }

export function storyParts(
  { segments: memo }: Deps,
  rows: readonly StoryRow[],
  { fresh, corrected }: { fresh: ReadonlyMap<number, number>; corrected: ReadonlySet<number> },
): StoryParts {
  const news = new Map<string, Segment[]>()
  const counts = new Map<string, Segment[]>()
  for (const row of rows) {
    if (!fresh.has(row.id) && !corrected.has(row.id)) continue
    const href = urls.article(row)
    const model = { href, news: newCommentsLink(row, href, fresh), corrected: corrected.has(row.id) }
    news.set(href, [memo(printPart('parts/story-news', model))])
    counts.set(href, model.news === null ? [] : [memo(printPart('parts/new-count', model))])
  }
  return { news, counts }
}

/** The parts of the page that most readers have nothing in. */
const rare = ['parts/story-news'] as const satisfies Hole[]

/** The parts of the page that differ from reader to reader. */
const holes = ['parts/account', 'parts/welcome', ...rare] as const satisfies Hole[]

const keys = { 'parts/story-news': ({ href }: { href: string }) => href }

type ListView = 'editions/list' | 'editions/edition'

const printers: { [K in ListView]: (model: Views[K]) => Piece[] } = {
  'editions/list': framePrinter('editions/list', holes, keys),
  'editions/edition': framePrinter('editions/edition', holes, keys),
}

/** A page with a list of stories. `rows` are those that it shows. */
export type MadeList<K extends ListView> = { view: K; model: Views[K]; expires: number; rows: readonly StoryRow[] }

type SharedList = {
  frame: Frame<Hole>
  rows: readonly StoryRow[]
  /** Number of changes before its first read: what is made from it later is kept under this number. */
  mark: number
  expires: number
}

const topics = [topic.lists]

/**
 * @param address of the page
 * @param current address of the section or page that the bar marks
 * @param make makes the page for a reader without read marks
 * @returns null for a reader with mutes, whose list is another one
 */
export async function readListFromParts<K extends ListView>(
  deps: Deps,
  request: FastifyRequest,
  reader: Reader & { viewer: Viewer },
  [address, current]: readonly [address: string, current: string],
  make: (shared: Reader) => Promise<MadeList<K>>,
): Promise<JoinedPage | null> {
  const { viewer } = reader
  if (!hasNoMutes(reader.mutes)) return null
  const now = deps.clock()
  const moves = deps.marks.moves(viewer.id)
  const chrome = await accountChrome(deps, request, address, current)
  const key = `list ${address} ${kindOf(request, reader, chrome.posting)}`
  const shared = await deps.parts.once<SharedList>(key, now, async () => {
    const mark = deps.pages.mark()
    const { view, model, rows, ...made } = await make({ ...reader, marks: null })
    const frame = await makeFrame<Hole>(printers[view](model), rare)
    const expires = Math.min(made.expires, nextMidnight(now, zoneOf(reader.dates)), now + MAX_AGE_MS)
    return { value: { frame, rows, mark, expires }, bytes: bytesOfFrame(frame) + ROWS_BYTES, expires, topics }
  })
  const own = await readOwn(deps, reader, address, shared)
  const pieces = fillFrame(shared.frame, (hole, of) =>
    hole === 'parts/story-news'
      ? (own.parts.news.get(of) ?? [])
      : hole === 'parts/account'
        ? [deps.segments(printPart('parts/account', { chrome }))]
        : chrome.welcome === null
          ? []
          : [deps.segments(printPart('parts/welcome', { chrome }))],
  )
  const holding = holdingOf(deps, request, {
    topics,
    until: own.until,
    isCurrent: () => deps.marks.moves(viewer.id) === moves,
    visit: () => undefined,
  })
  return { pieces, greets: chrome.welcome !== null, holding }
}

/** What is new to the reader, remembered until something is published or written, they read something, or a visit ends. */
const readOwn = (
  deps: Deps,
  reader: Reader & { viewer: Viewer },
  address: string,
  { rows, mark, expires }: SharedList,
): Promise<{ parts: StoryParts; until: number }> =>
  ownFact(
    deps,
    reader.viewer.id,
    `list ${address} ${mark} ${reader.marks?.moves}`,
    async () => {
      const { reader: same, known } = withKnownMarks(reader)
      const fresh = await unreadCounts(deps, same, rows)
      const corrected = new Set((await correctedSince(same, rows)).map(({ id }) => id))
      return {
        parts: storyParts(deps, rows, { fresh, corrected }),
        until: Math.min(expires, nextVisitEnd(known.values(), deps.clock())),
      }
    },
    topics,
    ({ until }) => until,
  )
