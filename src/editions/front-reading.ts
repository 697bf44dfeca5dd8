// Gathers what the front page shows one reader.
import { unreadCounts, unreadInThread } from '../comments/thread/news-reading.ts'
import type { Deps } from '../deps.ts'
import { moment } from '../format.ts'
import { correctedSince } from '../marks/corrected-reading.ts'
import { type SiteVisit, visitSite } from '../marks/rules.ts'
import { type Reader, withKnownMarks } from '../web/reader.ts'
import { type FrontBase, listedStories, readFrontBase } from './front-base-reading.ts'
import { type FrontNews, type FrontPage, frontPage } from './front-model-pages.ts'
import { type FrontLine, type SinceLastVisit, sinceLastVisit, strangerLine, unconfirmedLine } from './front-pages.ts'
import { readNewSince } from './since-reading.ts'

/** New stories and comments since the last visit. */
type NewCounts = { articles: number; comments: number }

/** What is new to the reader on the page, and since their last visit. */
export type FrontReading = FrontNews & { since: NewCounts | null }

/** @param visit of the site, null on a first one and without read marks */
export async function readFrontNews(
  deps: Deps,
  reader: Reader,
  base: FrontBase,
  visit: SiteVisit | null,
): Promise<FrontReading> {
  const listed = listedStories(base)
  // All marks in one statement.
  await reader.marks?.of([...new Set([...listed.map(({ id }) => id), ...base.latest.map((row) => row.article_id)])])
  return {
    fresh: await unreadCounts(deps, reader, listed),
    corrected: new Set((await correctedSince(reader, listed)).map(({ id }) => id)),
    freshComments: await unreadInThread(deps, reader, base.latest),
    since: visit === null ? null : await readNewSince(deps, reader, visit.since),
  }
}

/**
 * Opens the site for the reader.
 * @returns the visit, if something can be new since; null without read marks and on a first visit
 */
export function visitFront({ marks }: Reader, now: number): SiteVisit | null {
  if (marks === null) return null
  const visit = visitSite(marks.site, now)
  marks.keepSite(visit)
  return marks.site === null || visit.since >= visit.visitedAt ? null : visit
}

/** What is new since the reader's last visit, for the masthead. */
export const sinceLine = (
  visit: SiteVisit | null,
  counts: NewCounts | null,
  now: number,
  { dates }: Reader,
): SinceLastVisit | null =>
  visit === null || counts === null ? null : sinceLastVisit(moment(visit.since, now, dates), counts)

/** A guest who has been here before gets what is new instead. */
export async function readFrontLine(
  deps: Deps,
  { viewer, dates }: Reader,
  since: SinceLastVisit | null,
): Promise<FrontLine | null> {
  if (viewer === null) return since === null ? strangerLine(deps.settings()) : null
  const unconfirmed = await deps.header.unconfirmed(viewer)
  return unconfirmed === null ? null : unconfirmedLine(unconfirmed.until, dates)
}

/** The front page of the newest edition, made as a whole; null before the first article. */
export async function readFront(deps: Deps, asked: Reader): Promise<{ page: FrontPage; expires: number } | null> {
  const { reader } = withKnownMarks(asked)
  const base = await readFrontBase(deps, reader.mutes)
  if (base === null) return null
  const now = deps.clock()
  const visit = visitFront(reader, now)
  const news = await readFrontNews(deps, reader, base, visit)
  const since = sinceLine(visit, news.since, now, reader)
  const own = { news, since, frontLine: await readFrontLine(deps, reader, since) }
  return {
    expires: base.expires,
    page: frontPage(base, own, { now, settings: deps.settings(), dates: reader.dates }),
  }
}
