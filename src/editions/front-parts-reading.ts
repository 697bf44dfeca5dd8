// The front page for a signed-in reader, joined from what many readers share and what is their own.
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { zoneOf } from '../format.ts'
import { nextVisitEnd } from '../marks/rules.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import { hasNoMutes, noMutes } from '../mutes/rules.ts'
import type { Viewer } from '../permissions.ts'
import { MINUTE, nextMidnight } from '../time.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { type AccountChrome, accountChrome, chromeFor, withHead } from '../web/chrome.ts'
import { bytesOfFrame, type Frame, fillFrame, makeFrame } from '../web/frames.ts'
import { frontHead } from '../web/head.ts'
import { holdingOf } from '../web/own-answers.ts'
import { ownFact } from '../web/own-facts.ts'
import type { JoinedPage } from '../web/pages.ts'
import { type Reader, withKnownMarks } from '../web/reader.ts'
import { framePrinter, type Hole, printPart } from '../web/render.ts'
import { type Segment, smallSegment } from '../web/segments.ts'
import { type FrontBase, listedStories, readFrontBase } from './front-base-reading.ts'
import { clockLines, type FrontOwn, frontPage, nothingOwn } from './front-model-pages.ts'
import { frontTexts } from './front-pages.ts'
import { readFrontLine, readFrontNews, sinceLine, visitFront } from './front-reading.ts'
import { kindOf, MAX_AGE_MS, ROWS_BYTES, type StoryParts, storyParts } from './story-parts-reading.ts'

/** What all signed-in readers of a time zone share. */
type SharedFront = {
  base: FrontBase
  /** Number of changes before its first read: what is made from it later is kept under this number. */
  mark: number
  expires: number
}

/** The parts of the page that most readers have nothing in. */
const rare = ['parts/story-news', 'parts/new-count', 'parts/latest-new'] as const satisfies Hole[]

/** The parts of the page that differ from reader to reader, or from minute to minute. */
const holes = [
  'parts/account',
  'parts/welcome',
  'parts/front-lines',
  'parts/updated',
  'parts/totals',
  ...rare,
] as const satisfies Hole[]

const printFrame = framePrinter('editions/front', holes, {
  'parts/story-news': ({ href }) => href,
  'parts/new-count': ({ href }) => href,
  'parts/latest-new': ({ href }) => href,
})

const topics = [topic.lists]

function readShared(deps: Deps, { dates }: Reader): Promise<SharedFront | null> {
  const now = deps.clock()
  const zone = zoneOf(dates)
  return deps.parts.once<SharedFront | null>(`front ${zone}`, now, async () => {
    const mark = deps.pages.mark()
    const base = await readFrontBase(deps, noMutes)
    if (base === null) return { value: null, bytes: 0, expires: 0, topics: [] }
    const expires = Math.min(base.expires, nextMidnight(now, zone), now + MAX_AGE_MS)
    return { value: { base, mark, expires }, bytes: ROWS_BYTES, expires, topics }
  })
}

/** Whether the reader has muted something that the page would show. */
const hidesSome = (
  deps: Deps,
  { mutes }: Reader,
  viewer: Viewer,
  { base, mark, expires }: SharedFront,
): Promise<boolean> =>
  ownFact(
    deps,
    viewer.id,
    `front mutes ${mark}`,
    async () => {
      const stories = listedStories(base)
      const comments = [...base.latest, ...(base.lead?.quoted ?? [])]
      return (
        (await unmutedStories(deps.db, mutes, stories)).length < stories.length ||
        (await unmutedComments(deps.db, mutes, comments)).length < comments.length
      )
    },
    topics,
    () => expires,
  )

/** The frame, and what fills the holes that say the time, for the current minute. */
type FrontFrame = { frame: Frame<Hole>; minute: { at: number; updated: Segment; totals: Segment } | null }

async function readFrame(
  deps: Deps,
  request: FastifyRequest,
  reader: Reader,
  { base, mark, expires }: SharedFront,
  chrome: AccountChrome,
): Promise<FrontFrame> {
  const now = deps.clock()
  const key = `front ${mark} ${kindOf(request, reader, chrome.posting)}`
  return deps.parts.once<FrontFrame>(key, now, async () => {
    const settings = deps.settings()
    const whole = withHead(
      await chromeFor(deps, request, urls.front),
      frontHead(settings.siteName, deps.config.baseUrl, deps.assets.href('icon-512.png')),
    )
    const pieces = printFrame({
      chrome: whole,
      ...frontTexts(settings.siteName, base.day),
      ...frontPage(base, nothingOwn, { now, settings, dates: reader.dates }),
    })
    const frame = await makeFrame<Hole>(pieces, rare)
    return { value: { frame, minute: null }, bytes: bytesOfFrame(frame), expires, topics }
  })
}

/** The time on the page is the same for everybody within a minute. */
function minuteOf(
  made: FrontFrame,
  base: FrontBase,
  now: number,
  { dates }: Reader,
): NonNullable<FrontFrame['minute']> {
  const at = Math.floor(now / MINUTE)
  if (made.minute?.at === at) return made.minute
  const lines = clockLines(base, now, dates)
  const minute = {
    at,
    updated: smallSegment(printPart('parts/updated', lines)),
    totals: smallSegment(printPart('parts/totals', lines)),
  }
  made.minute = minute
  return minute
}

/** What fills the holes that are a reader's own. */
type OwnParts = StoryParts & { comments: ReadonlyMap<string, Segment[]>; lines: Segment[] }

/** What is new to the reader, remembered until something is published or written, they read something, or a visit ends. */
function readOwn(
  deps: Deps,
  reader: Reader,
  viewer: Viewer,
  shared: SharedFront,
): Promise<{ parts: OwnParts; until: number }> {
  const now = deps.clock()
  const visit = visitFront(reader, now)
  return ownFact<{ parts: OwnParts; until: number }>(
    deps,
    viewer.id,
    `front ${shared.mark} ${visit?.since} ${reader.marks?.moves}`,
    async () => {
      const { reader: same, known } = withKnownMarks(reader)
      const news = await readFrontNews(deps, same, shared.base, visit)
      const since = sinceLine(visit, news.since, now, reader)
      const frontLine = await readFrontLine(deps, reader, since)
      return {
        parts: ownParts(deps, shared.base, { news, since, frontLine }),
        until: Math.min(shared.expires, nextVisitEnd(known.values(), now)),
      }
    },
    topics,
    ({ until }) => until,
  )
}

function ownParts(deps: Deps, base: FrontBase, { news, since, frontLine }: FrontOwn): OwnParts {
  const { segments: memo } = deps
  const comments = [...news.freshComments].map((id): [string, Segment[]] => {
    const href = urls.comment(id)
    return [href, [memo(printPart('parts/latest-new', { href, news: true }))]]
  })
  return {
    ...storyParts(deps, listedStories(base), news),
    comments: new Map(comments),
    lines:
      since === null && frontLine === null ? [] : [memo(printPart('parts/front-lines', { frontLine, ear: { since } }))],
  }
}

const nothing: readonly Segment[] = []

/** @returns the pieces of the page, and whether it greets a new member; null where it has to be made as a whole */
export async function readFrontFromParts(
  deps: Deps,
  request: FastifyRequest,
  reader: Reader,
  viewer: Viewer,
): Promise<JoinedPage | null> {
  const moves = deps.marks.moves(viewer.id)
  const shared = await readShared(deps, reader)
  if (shared === null) return null
  if (!hasNoMutes(reader.mutes) && (await hidesSome(deps, reader, viewer, shared))) return null
  const chrome = await accountChrome(deps, request, urls.front, urls.front)
  const made = await readFrame(deps, request, reader, shared, chrome)
  const { parts: own, until } = await readOwn(deps, reader, viewer, shared)
  const now = deps.clock()
  const { updated, totals } = minuteOf(made, shared.base, now, reader)
  const fill: Record<(typeof holes)[number], (of: string) => readonly Segment[] | undefined> = {
    'parts/account': () => [deps.segments(printPart('parts/account', { chrome }))],
    'parts/welcome': () =>
      chrome.welcome === null ? nothing : [deps.segments(printPart('parts/welcome', { chrome }))],
    'parts/front-lines': () => own.lines,
    'parts/updated': () => [updated],
    'parts/totals': () => [totals],
    'parts/story-news': (of) => own.news.get(of),
    'parts/new-count': (of) => own.counts.get(of),
    'parts/latest-new': (of) => own.comments.get(of),
  }
  return {
    pieces: fillFrame(made.frame, (hole, of) => fill[hole as (typeof holes)[number]](of) ?? nothing),
    greets: chrome.welcome !== null,
    holding: holdingOf(deps, request, {
      topics,
      until: Math.min(until, (Math.floor(now / MINUTE) + 1) * MINUTE),
      isCurrent: () => deps.marks.moves(viewer.id) === moves,
      visit: (later) => void visitFront(reader, later),
    }),
  }
}
