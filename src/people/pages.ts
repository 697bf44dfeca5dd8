// View models of a member's pages. Pure.
import { earlierNames, type NameChange } from '../accounts/name/rules.ts'
import type { PublicProfile } from '../accounts/profile/pages.ts'
import type { CommentGroup } from '../comments/list-pages.ts'
import type { Pager } from '../editions/list-pages.ts'
import type { Story } from '../editions/pages.ts'
import { count, type Dates, dateOf, monthName, number } from '../format.ts'
import { dataBlock } from '../markup/data-block.ts'
import type { Role } from '../permissions.ts'
import { addMonths } from '../time.ts'
import { urls } from '../urls.ts'
import { cardOf, feedLinks, type Head } from '../web/head.ts'
import type { PersonRow } from './queries.ts'

/** A bar chart of two years, one bar per month, the current month last. */
export type Bars = { width: number; path: string; label: string; caption: string }

export type PersonPage = {
  nic: string
  mark: string
  href: string
  /** `Moderator` and the like; empty for a member. */
  role: string
  since: string
  /** Names that they had before, the newest first. */
  earlier: { nic: string; until: string }[]
  feeds: { href: string; text: string }[]
  /** Website, text and picture; null on later pages of the comments. */
  profile: PublicProfile | null
  /** Empty on later pages of the comments. */
  figures: { n: string; text: string }[]
  bars: Bars | null
  /** The button that mutes or unmutes this member for the reader; null without an account, and on one's own page. */
  mute: { action: string; muted: boolean } | null
  /** Address of the moderators' record; empty for everybody else. */
  recordHref: string
  comments: CommentGroup[]
  /** `1 to 20 of 339` on the first page. */
  range: string
  pager: Pager
  newest: string
  /** The reader's own comments under picked names; null on the page of somebody else, and without any. */
  picked: { comments: CommentGroup[]; all: string } | null
  stories: Story[]
  allStories: string
}

/** A member's own comments under picked names, which only they see. */
export type PickedPage = {
  nic: string
  mark: string
  href: string
  comments: CommentGroup[]
  pager: Pager
  newest: string
}

export type PersonArticlesPage = {
  nic: string
  mark: string
  href: string
  intro: string
  stories: Story[]
  pager: Pager
  newest: string
}

const roles: Record<Role, string> = { member: '', editor: 'Editor', moderator: 'Moderator', admin: 'Admin' }

export const nicClass = ({ role }: { role: Role }): string =>
  role === 'moderator' || role === 'admin' ? 'reg mod' : 'reg'

/** Months of the chart; in SVG units: distance between bars, bar width, chart height and tallest bar. */
const MONTHS = 24
const [PITCH, BAR, HEIGHT, TALLEST] = [10, 7, 33, 31]

/** The first month of the chart. @param month the current one, `2030-03` */
export const firstBarMonth = (month: string): string => addMonths(month, 1 - MONTHS)

const monthAndYear = (month: string): string => `${monthName(Number(month.slice(5)))} ${Number(month.slice(0, 4))}`

/**
 * The chart of comments per month over two years; null without comments.
 * @param month the current one, `2030-03`
 */
export function activityBars(comments: ReadonlyMap<string, number>, month: string): Bars | null {
  const months = Array.from({ length: MONTHS }, (_, i) => addMonths(firstBarMonth(month), i))
  const sizes = months.map((one) => comments.get(one) ?? 0)
  const max = Math.max(...sizes)
  if (max <= 0) return null
  const width = MONTHS * PITCH - (PITCH - BAR)
  const path = sizes.map((size, i) => {
    // A month with comments always has a visible bar.
    const height = size === 0 ? 0 : Math.max(1, Math.round((size * TALLEST) / max))
    return height === 0 ? '' : `M${i * PITCH} ${HEIGHT - height}h${BAR}v${height}h-${BAR}z`
  })
  return {
    width,
    path: `${path.join('')}M0 ${HEIGHT}h${width}v1H0z`,
    label: `Comments per month over the last two years, from ${number(Math.min(...sizes))} to ${number(max)}, busiest in ${monthAndYear(months[sizes.lastIndexOf(max)]!)}`,
    caption: `Comments per month, ${monthAndYear(months[0]!)} to ${monthAndYear(month)}`,
  }
}

/** The head of a member's page. */
export function personHead(
  person: PersonRow,
  changes: readonly NameChange[],
  dates: Dates,
): Pick<PersonPage, 'nic' | 'mark' | 'href' | 'role' | 'since' | 'earlier' | 'feeds'> {
  return {
    nic: person.nic,
    mark: nicClass(person),
    href: urls.person(person.nic),
    role: roles[person.role],
    since: dateOf(person.created_at, dates),
    earlier: earlierNames(changes, person.nic).map(({ nic, until }) => ({ nic, until: dateOf(until, dates) })),
    feeds: [{ href: urls.feed(urls.personFeed(person.nic), 'xml'), text: 'Feed' }],
  }
}

export const personFigures = (person: PersonRow): PersonPage['figures'] =>
  (
    [
      [person.own_comment_count, 'comment', 'comments'],
      [person.article_count, 'story published', 'stories published'],
      [person.reply_count, 'reply received', 'replies received'],
    ] as const
  ).map(([n, one, many]) => ({ n: number(n), text: n === 1 ? one : many }))

/** Such as `1 to 20 of 339`; empty when the first page shows all comments. */
export const shownRange = (shown: number, all: number): string =>
  all > shown ? `1 to ${number(shown)} of ${number(all)}` : ''

export const storiesIntro = (articles: number): string => `${count(articles, 'story', 'stories')}, newest first.`

/** Metadata of a member's page for programs. @param base scheme and host of the site */
export function personMetadata(nic: string, siteName: string, base: string): Partial<Head> {
  const url = `${base}${urls.person(nic)}`
  return {
    feeds: feedLinks(urls.personFeed(nic), `${siteName}: ${nic}`),
    ...cardOf({ kind: 'profile', siteName, canonical: url, more: [['profile:username', nic]] }),
    data: [
      dataBlock({
        '@context': 'https://schema.org',
        '@type': 'ProfilePage',
        mainEntity: { '@type': 'Person', name: nic, url },
      }),
    ],
  }
}
