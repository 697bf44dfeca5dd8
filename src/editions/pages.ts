// View models of stories in lists, and of the section blocks of an edition. Pure.

import { articleThreadState, nextChange } from '../comments/thread/rules.ts'
import { commentCount, count, type Dates, type Moment, moment, momentOn, number } from '../format.ts'
import { newCommentsLink } from '../marks/pages.ts'
import type { Settings } from '../settings.ts'
import { dayOf, nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import type { StoryRow } from './queries.ts'
import type { ListSort } from './sort-rules.ts'

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
  /** Link to the first comment that is new to the reader, with their number; null when there is none. */
  news: { href: string; text: string } | null
  views: string
  /** A reader’s correction was accepted since the reader last opened it. */
  corrected: boolean
  closed: boolean
  /** What a list by activity or by recommendation is ordered by; empty elsewhere. */
  rank: string
  picture: Picture | null
}

export type StoryContext = {
  now: number
  settings: Settings
  dates: Dates
  /** The day of the edition, or null in lists over many days. */
  day: string | null
  /** Number of comments that are new to the reader, by story id; only stories that the reader has opened. */
  fresh: ReadonlyMap<number, number>
  /** Stories that were corrected since the reader last opened them. */
  corrected: ReadonlySet<number>
}

type PictureColumns = Pick<
  StoryRow,
  'picture' | 'picture_width' | 'picture_height' | 'picture_alt' | 'picture_caption' | 'picture_credit'
>

/** The picture of a row. Adds a full stop to the caption, because the credit follows it. */
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

/** One story as a line of a list. */
export function storyView(row: StoryRow, { now, settings, dates, day, fresh, corrected }: StoryContext): Story {
  const href = urls.article(row)
  const { closed } = articleThreadState(row, settings, now)
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
    corrected: corrected.has(row.id),
    closed,
    rank: '',
    picture: pictureOf(row),
  }
}

/** Such as `last comment 14:25` or `3 recommendations`; empty without any. */
export function rankText(sort: ListSort, rank: number | undefined, now: number, dates: Dates): string {
  if (rank === undefined) return ''
  return sort === 'activity' ? `last comment ${moment(rank, now, dates).text}` : count(rank, 'recommendation')
}

/** When a page that lists these stories expires, in Unix milliseconds: when the next thread closes or opens by the clock, at the latest midnight. */
export function listExpiry(rows: readonly StoryRow[], settings: Settings, now: number): number {
  let expires = nextMidnight(now, settings.timeZone)
  for (const row of rows) {
    expires = Math.min(expires, nextChange(articleThreadState(row, settings, now)) ?? Infinity)
  }
  return expires
}

export type SectionBlock = { id: string; href: string; name: string; count: string; stories: Story[] }

/** Stories of an edition by section, in the order of the rows, without the lead. @param word follows each count, such as ` today` */
export function sectionBlocks(
  rows: readonly StoryRow[],
  leadId: number | null,
  context: StoryContext,
  word: string,
): SectionBlock[] {
  const blocks = new Map<number, { block: SectionBlock; total: number }>()
  for (const row of rows) {
    const group = blocks.get(row.section_id) ?? {
      block: {
        id: `s-${row.section_slug}`,
        href: urls.section(row.section_slug),
        name: row.section,
        count: '',
        stories: [],
      },
      total: 0,
    }
    group.total += 1
    if (row.id !== leadId) group.block.stories.push(storyView(row, context))
    blocks.set(row.section_id, group)
  }
  return [...blocks.values()]
    .filter(({ block }) => block.stories.length > 0)
    .map(({ block, total }) => ({ ...block, count: `${number(total)}${word}` }))
}

/** Today's date in the site's time zone. */
export const currentDay = (now: number, settings: Settings): string => dayOf(now, settings.timeZone)
