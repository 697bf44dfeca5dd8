// What the front page, the archive and section lists say. Pure.

import { type Signed, signed } from '../comments/thread/pages.ts'
import { type ThreadState, threadState } from '../comments/thread/rules.ts'
import type { Sparkline } from '../comments/thread/sparkline.ts'
import {
  clockTime,
  commentCount,
  count,
  type Dates,
  dayWithoutYear,
  longDay,
  type Moment,
  moment,
  momentOn,
  monthName,
  number,
  spelled,
  stripDay,
} from '../format.ts'
import { newCommentsLink } from '../marks/pages.ts'
import { excerpt } from '../markup/text.ts'
import type { Settings } from '../settings.ts'
import { addDays, dayOf, nextMidnight, weekday } from '../time.ts'
import { urls } from '../urls.ts'
import type { ListedRow } from './list-queries.ts'
import type { StoryRow } from './queries.ts'

export type Picture = { src: string; width: number; height: number; alt: string; caption: string; credit: string }

export type Story = {
  href: string
  headline: string
  lede: string
  by: string
  byHref: string
  time: Moment
  count: string
  countHref: string
  /** Comments that are new to the reader, with the way to the first of them. */
  news: { href: string; text: string } | null
  views: string
  closed: boolean
  picture: Picture | null
}

export type StoryContext = {
  now: number
  settings: Settings
  dates: Dates
  /** The day whose page it is, or null in lists over many days. */
  day: string | null
  /** How many comments of each story are new to the reader; stories never opened are not in it. */
  fresh: ReadonlyMap<number, number>
}

type PictureColumns = Pick<
  StoryRow,
  'picture' | 'picture_width' | 'picture_height' | 'picture_alt' | 'picture_caption' | 'picture_credit'
>

/** A picture's caption ends with a full stop, because its credit follows. */
export const pictureOf = (row: PictureColumns): Picture | null =>
  row.picture === null
    ? null
    : {
        src: urls.media(row.picture),
        width: row.picture_width ?? 0,
        height: row.picture_height ?? 0,
        alt: row.picture_alt ?? '',
        caption: (row.picture_caption ?? '').replace(/([\p{L}\p{N}])$/u, '$1.'),
        credit: row.picture_credit ?? '',
      }

/** The state of a listed story's thread. */
export function storyState(
  row: Pick<StoryRow, 'published_at' | 'closed_at' | 'closed_until' | 'reopened_at' | 'close_after_days'>,
  settings: Settings,
  now: number,
): ThreadState {
  const closure = row.closed_at === null ? null : { at: row.closed_at, until: row.closed_until, by: null, reason: '' }
  return threadState(
    { publishedAt: row.published_at, closure, reopenedAt: row.reopened_at, closeAfterDays: row.close_after_days },
    settings,
    now,
  )
}

export function storyView(row: StoryRow, { now, settings, dates, day, fresh }: StoryContext): Story {
  const href = urls.article(row)
  const { closed } = storyState(row, settings, now)
  return {
    href,
    headline: row.headline,
    lede: row.lede,
    by: row.nic,
    byHref: row.account_nic === null ? '' : urls.person(row.account_nic),
    time: day === null ? moment(row.published_at, now, dates) : momentOn(day, row.published_at, dates),
    count: commentCount(row.comment_count, closed),
    countHref: row.comment_count === 0 ? `${href}#post` : `${href}#comments`,
    news: newCommentsLink(row, href, fresh),
    views: count(row.view_count, 'view'),
    closed,
    picture: pictureOf(row),
  }
}

/** When the next of these threads closes by age, or the day ends: until then a page that lists them stays true. */
export function listExpiry(rows: readonly StoryRow[], settings: Settings, now: number): number {
  let expires = nextMidnight(now, settings.timeZone)
  for (const row of rows) {
    const state = storyState(row, settings, now)
    if (!state.closed && state.closesAt !== null && state.closesAt > now) expires = Math.min(expires, state.closesAt)
  }
  return expires
}

export type SectionBlock = { id: string; href: string; name: string; count: string; stories: Story[] }

/** Stories of an edition by section, in the order of the rows; the lead stands apart and is left out. */
export function sectionBlocks(
  rows: readonly StoryRow[],
  leadId: number | null,
  context: StoryContext,
  word: string,
): SectionBlock[] {
  const blocks = new Map<number, { block: SectionBlock; total: number }>()
  for (const row of rows) {
    const known = blocks.get(row.section_id) ?? {
      block: {
        id: `s-${row.section_slug}`,
        href: urls.section(row.section_slug),
        name: row.section,
        count: '',
        stories: [],
      },
      total: 0,
    }
    known.total += 1
    if (row.id !== leadId) known.block.stories.push(storyView(row, context))
    blocks.set(row.section_id, known)
  }
  return [...blocks.values()]
    .filter(({ block }) => block.stories.length > 0)
    .map(({ block, total }) => ({ ...block, count: `${number(total)}${word}` }))
}

export type Quote = { text: string; by: Signed; href: string; time: string; replies: string }

export type Lead = { story: Story; section: string; sectionHref: string; sparkline: Sparkline | null; quotes: Quote[] }

type QuotedRow = {
  id: number
  nic: string
  name_kind: string
  role: string | null
  html: string
  created_at: number
  reply_count: number
}

/** Two voices from the thread, or none: one alone is no argument. */
export function leadQuotes(rows: readonly QuotedRow[], day: string, dates: Dates): Quote[] {
  if (rows.length < 2) return []
  return rows.slice(0, 2).map((row) => ({
    text: excerpt(row.html, 150),
    by: signed(row),
    href: urls.comment(row.id),
    time: momentOn(day, row.created_at, dates).text,
    replies: row.reply_count > 0 ? `, ${count(row.reply_count, 'reply', 'replies')}` : '',
  }))
}

export type LatestCommentLine = { by: Signed; time: Moment; href: string; text: string; on: string; news: boolean }

export const latestCommentLines = (
  rows: readonly ListedRow[],
  now: number,
  dates: Dates,
  fresh: ReadonlySet<number>,
): LatestCommentLine[] =>
  rows.map((row) => ({
    by: signed(row),
    time: moment(row.created_at, now, dates),
    href: urls.comment(row.id),
    text: excerpt(row.html, 110),
    on: `on ${row.headline}`,
    news: fresh.has(row.id),
  }))

export type Cell = { date: string; href: string; size: string; label: string; current: boolean; blank: boolean }

export type Calendar = {
  caption: string
  weeks: Cell[][]
  previous: { href: string; text: string } | null
  year: { href: string; text: string } | null
}

/** Upper bounds of the first four of five equal parts: what makes a small day and what a great one. */
export function quintileBounds(sizes: readonly number[]): number[] {
  const sorted = [...sizes].sort((a, b) => a - b)
  return [1, 2, 3, 4].map((n) => sorted[Math.min(sorted.length - 1, Math.floor((n * sorted.length) / 5))] ?? 0)
}

/** A day belongs to the first fifth whose bound it does not exceed. */
export const dotSize = (articles: number, bounds: readonly number[]): string =>
  `h${1 + bounds.filter((bound) => articles > bound).length}`

const blank: Cell = { date: '', href: '', size: '', label: '', current: false, blank: true }

/**
 * One month as weeks from Monday.
 * @param month `2030-03`
 * @param editions articles by day
 * @param current the day that is marked, if it is of this month
 */
export function calendarWeeks(
  month: string,
  editions: ReadonlyMap<string, number>,
  bounds: readonly number[],
  current: string | null,
  compact = false,
): Cell[][] {
  const first = `${month}-01`
  const days: Cell[] = Array.from({ length: weekday(first) }, () => blank)
  for (let day = first; day.startsWith(month); day = addDays(day, 1)) {
    const articles = editions.get(day) ?? 0
    const date = String(Number(day.slice(8)))
    const stories = count(articles, 'story', 'stories')
    days.push({
      date: compact ? '' : date,
      href: articles > 0 ? urls.edition(day) : '',
      size: articles > 0 ? dotSize(articles, bounds) : '',
      label:
        articles > 0 ? (compact ? `${date} ${monthName(Number(month.slice(5)))}, ${stories}` : `, ${stories}`) : '',
      current: day === current,
      blank: false,
    })
  }
  while (days.length % 7 !== 0) days.push(blank)
  return Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7))
}

export type DayStrip = { href: string; text: string; count: string; current: boolean }[]

/** The last days that have articles, newest first. */
export const dayStrip = (editions: readonly { day: string; articles: number }[], shown: string): DayStrip =>
  editions.map(({ day, articles }) => ({
    href: urls.edition(day),
    text: stripDay(day),
    count: count(articles, 'story', 'stories'),
    current: day === shown,
  }))

/** What has come since the reader was here last. */
export type SinceLastVisit = { heading: string; text: string; href: string }

export const sinceLastVisit = (
  when: Moment,
  { articles, comments }: { articles: number; comments: number },
): SinceLastVisit => ({
  heading: `Since ${when.text.replace(/^Yesterday/, 'yesterday')}`,
  text:
    articles + comments === 0
      ? 'Nothing new.'
      : `${[articles === 0 ? [] : count(articles, 'new story', 'new stories'), comments === 0 ? [] : count(comments, 'new comment')].flat().join(', ')}.`,
  href: articles + comments === 0 ? '' : urls.news,
})

export type Ear = { day: string; lines: string[]; since: SinceLastVisit | null }

/** The ears of the masthead: on the left the day, its number and its totals, on the right what is new to the reader. */
export function mastheadEar(
  day: string,
  no: number,
  total: { articles: number; comments: number },
  today: boolean,
  since: SinceLastVisit | null,
): Ear {
  return {
    day: longDay(day),
    lines: [
      `No. ${number(no)}. ${spelled(total.articles)} ${total.articles === 1 ? 'story' : 'stories'},`,
      `${count(total.comments, 'comment')}${today ? ' so far' : ''}`,
    ],
    since,
  }
}

/**
 * The totals under the calendar: the archive's, today's, and why today's comments are more than those of today's edition.
 * @param edition comments on the stories of today's edition; null on a page of another day
 */
export function totalLines(
  archive: { articles: number; comments: number },
  today: { articles: number; comments: number },
  edition: number | null,
  now: number,
  dates: Dates,
): string[] {
  const elsewhere = edition === null ? 0 : today.comments - edition
  return [
    `${count(archive.articles, 'article')} and ${count(archive.comments, 'comment')} ${archive.articles + archive.comments === 1 ? 'is' : 'are'} archived.`,
    `Today: ${count(today.articles, 'article')} and ${count(today.comments, 'comment')} as of ${clockTime(now, dates)}.`,
    ...(elsewhere > 0
      ? [`${spelled(elsewhere)} of the comments ${elsewhere === 1 ? 'is' : 'are'} on earlier stories.`]
      : []),
  ]
}

export type DayLink = { href: string; text: string } | null
/** Another edition as seen from one: the year is said where it is another. */
export const dayLink = (day: string | null | undefined, from: string): DayLink =>
  day == null
    ? null
    : { href: urls.edition(day), text: day.slice(0, 4) === from.slice(0, 4) ? dayWithoutYear(day) : longDay(day) }

export const currentDay = (now: number, settings: Settings): string => dayOf(now, settings.timeZone)
