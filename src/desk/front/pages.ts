// View models of the pages that arrange an edition and show the front page of an hour to come. Pure.
import { type Byline, bylineOf } from '../../comments/thread/byline-pages.ts'
import type { StoryRow } from '../../editions/queries.ts'
import { commentCount, type Dates, longDay, momentOn } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { urls } from '../../urls.ts'

type ArrangedStory = {
  id: number
  href: string
  headline: string
  by: string
  time: string
  comments: string
  isLead: boolean
  isFirst: boolean
  isLast: boolean
}

type ArrangedQuote = { id: number; href: string; by: Byline; text: string; replies: string; isChosen: boolean }

export type ArrangementPage = {
  day: string
  intro: string
  edition: string
  lead: { headline: string; href: string; id: number; isChosen: boolean } | null
  sections: { name: string; id: number; isArranged: boolean; stories: ArrangedStory[] }[]
  quotes: ArrangedQuote[]
  quotesHint: string
  next: string
  done: string
  batch: string
}

/** @param rows of the edition, in the order of the page */
export function arrangedSections(
  rows: readonly (StoryRow & { position: number | null })[],
  leadId: number | null,
  day: string,
  dates: Dates,
): ArrangementPage['sections'] {
  const groups = [...Map.groupBy(rows, ({ section_id }) => section_id).values()]
  return groups.map((stories) => ({
    name: stories[0]!.section,
    id: stories[0]!.id,
    isArranged: stories.some(({ position }) => position !== null),
    stories: stories.map((row, i) => ({
      id: row.id,
      href: urls.article(row),
      headline: row.headline,
      by: row.nic,
      time: momentOn(day, row.published_at, dates).text,
      comments: commentCount(row.comment_count),
      isLead: row.id === leadId,
      isFirst: i === 0,
      isLast: i === stories.length - 1,
    })),
  }))
}

type QuotedRow = {
  id: number
  nic: string
  name_kind: string
  role: string | null
  html: string
  reply_count: number
}

export const arrangedQuotes = (rows: readonly QuotedRow[], chosen: ReadonlySet<number>): ArrangedQuote[] =>
  rows.map((row) => ({
    id: row.id,
    href: urls.comment(row.id),
    by: bylineOf(row),
    text: excerpt(row.html, 150),
    replies: row.reply_count === 1 ? '1 reply' : `${row.reply_count} replies`,
    isChosen: chosen.has(row.id),
  }))

export const arrangementIntro = (day: string): string =>
  `${longDay(day)}. What you change here is on the front page at once, and in the log.`

/** The bar above the front page of an hour to come. */
export type HourBar = { at: string; zone: string; sentence: string; fault: string }
