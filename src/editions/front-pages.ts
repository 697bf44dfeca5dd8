// View models of the front page: lead, latest comments, masthead and totals. Pure.

import { type Byline, bylineOf } from '../comments/thread/byline-pages.ts'

import { type Sparkline, sparkline } from '../comments/thread/sparkline.ts'
import type { Dates, Moment } from '../format.ts'
import { clockTime, count, dateAndTime, longDay, moment, momentOn, number, spelled } from '../format.ts'
import { excerpt } from '../markup/text.ts'
import { canStrangersRegister } from '../registration-modes.ts'
import { MAX_CHOSEN_QUOTES, type Settings } from '../settings.ts'
import { urls } from '../urls.ts'
import type { ListedRow } from './list-queries.ts'
import { type Story, type StoryContext, storyView } from './pages.ts'
import type { StoryRow } from './queries.ts'

/** Title and description of the page. */
export const frontTexts = (siteName: string, day: string): { title: string; description: string } => ({
  title: `${siteName}, ${longDay(day).replace(',', '')}`,
  description: 'Today’s edition, with the argument attached.',
})

export type Quote = { text: string; by: Byline; href: string; time: string; replies: string }

export type Lead = { story: Story; section: string; sectionHref: string; sparkline: Sparkline | null; quotes: Quote[] }

type QuotedRow = {
  id: number
  article_id: number
  nic: string
  name_kind: string
  role: string | null
  html: string
  created_at: number
  reply_count: number
}

/** Two quotes from the thread, or none: one alone is no argument, unless an editor chose it. */
function leadQuotes(rows: readonly QuotedRow[], isChosen: boolean, day: string, dates: Dates): Quote[] {
  if (rows.length < 2 && !isChosen) return []
  return rows.slice(0, isChosen ? MAX_CHOSEN_QUOTES : 2).map((row) => ({
    text: excerpt(row.html, 150),
    by: bylineOf(row),
    href: urls.comment(row.id),
    time: momentOn(day, row.created_at, dates).text,
    replies: row.reply_count > 0 ? `, ${count(row.reply_count, 'reply', 'replies')}` : '',
  }))
}

/** The lead of an edition, its quotes, and the depths of its comments. */
export type LeadRows = { row: StoryRow; quoted: QuotedRow[]; isChosen: boolean; depths: number[] }

/** @param context of the lead's edition */
export const leadView = (
  { row, quoted, isChosen, depths }: LeadRows,
  context: StoryContext & { day: string },
): Lead => ({
  story: storyView(row, context),
  section: row.section,
  sectionHref: urls.section(row.section_slug),
  sparkline: sparkline(depths.map((depth) => ({ depth, isNew: false }))),
  quotes: leadQuotes(quoted, isChosen, context.day, context.dates),
})

export type LatestCommentLine = { by: Byline; time: Moment; href: string; text: string; on: string; news: boolean }

export const latestCommentLines = (
  rows: readonly ListedRow[],
  now: number,
  dates: Dates,
  fresh: ReadonlySet<number>,
): LatestCommentLine[] =>
  rows.map((row) => ({
    by: bylineOf(row),
    time: moment(row.created_at, now, dates),
    href: urls.comment(row.id),
    text: excerpt(row.html, 110),
    on: `on ${row.headline}`,
    news: fresh.has(row.id),
  }))

/** What is new since the reader's last visit. */
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

/** One line below the days, with a link in it. */
export type FrontLine = { before: string; link: string; href: string; after: string }

const commentingSentence = (isForMembers: boolean, canRegister: boolean): string =>
  canRegister
    ? `Read everything; comment with ${isForMembers ? 'an' : 'or without an'} account.`
    : isForMembers
      ? 'Everybody can read it; its members comment.'
      : 'Read everything; comment without an account.'

/** What the site is, for strangers. */
export const strangerLine = ({
  siteName,
  guests,
  registration,
}: Pick<Settings, 'siteName' | 'guests' | 'registration'>): FrontLine => ({
  before: `${siteName} is a community newspaper. ${commentingSentence(guests === 'membersOnly', canStrangersRegister({ registration }))} `,
  link: 'How it works',
  href: urls.sitePage('about'),
  after: '',
})

/** What a member with an unconfirmed e-mail address has still to do. @param until when the account is deleted without it */
export const unconfirmedLine = (until: number | null, dates: Dates): FrontLine => ({
  before: '',
  link: 'Confirm your e-mail address',
  href: urls.email,
  after: ` to get replies by e-mail.${until === null ? '' : ` Unless you do by ${dateAndTime(until, dates)}, your account is deleted.`}`,
})

/** The ears of the masthead: day, edition number and totals on the left, what is new to the reader on the right. */
export function mastheadEar(
  day: string,
  editionNumber: number,
  total: { articles: number; comments: number },
  today: boolean,
  since: SinceLastVisit | null,
): Ear {
  return {
    day: longDay(day),
    lines: [
      `No. ${number(editionNumber)}. ${spelled(total.articles)} ${total.articles === 1 ? 'story' : 'stories'},`,
      `${count(total.comments, 'comment')}${today ? ' so far' : ''}`,
    ],
    since,
  }
}

/**
 * The totals under the calendar: archive, today, and how many of today's comments are on earlier stories.
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
