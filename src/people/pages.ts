// What the page of a member says. Pure.
import type { CommentSummary, Pager } from '../editions/list-pages.ts'
import type { Story } from '../editions/pages.ts'
import { count, type Dates, dateOf, monthName, number } from '../format.ts'
import { dataBlock } from '../markup/data-block.ts'
import type { Role } from '../permissions.ts'
import { addMonths } from '../time.ts'
import { urls } from '../urls.ts'
import { cardOf, feedLinks, type Head } from '../web/head.ts'
import type { PersonRow } from './queries.ts'

/** The bars of two years: a month each, the last one the current. */
export type Bars = { width: number; path: string; label: string; caption: string }

export type PersonPage = {
  nic: string
  mark: string
  href: string
  /** `Moderator` and the like; empty for a member. */
  role: string
  since: string
  feeds: { href: string; text: string }[]
  /** Empty on later pages of the comments. */
  figures: { n: string; text: string }[]
  bars: Bars | null
  /** The button that mutes this person for the reader, or lets them speak. */
  mute: { action: string; muted: boolean } | null
  /** Where moderators see what is known of them; empty for everybody else. */
  recordHref: string
  comments: CommentSummary[]
  /** `1 to 20 of 339` on the first page. */
  range: string
  pager: Pager
  newest: string
  stories: Story[]
  allStories: string
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

/** Months that the bars show; units a bar takes with its gap, its width, the height of the strip and of the tallest bar. */
const MONTHS = 24
const [PITCH, BAR, HEIGHT, TALLEST] = [10, 7, 33, 31]

/** The first month that the bars show. `month` is `2030-03`, the current one. */
export const firstBarMonth = (month: string): string => addMonths(month, 1 - MONTHS)

const monthAndYear = (month: string): string => `${monthName(Number(month.slice(5)))} ${Number(month.slice(0, 4))}`

/**
 * Comments a month over two years; null where there are none.
 * @param month the current one, `2030-03`
 */
export function activityBars(comments: ReadonlyMap<string, number>, month: string): Bars | null {
  const months = Array.from({ length: MONTHS }, (_, i) => addMonths(firstBarMonth(month), i))
  const sizes = months.map((one) => comments.get(one) ?? 0)
  const most = Math.max(...sizes)
  if (most <= 0) return null
  const width = MONTHS * PITCH - (PITCH - BAR)
  const path = sizes.map((size, i) => {
    // Never nothing for something.
    const height = size === 0 ? 0 : Math.max(1, Math.round((size * TALLEST) / most))
    return height === 0 ? '' : `M${i * PITCH} ${HEIGHT - height}h${BAR}v${height}h-${BAR}z`
  })
  return {
    width,
    path: `${path.join('')}M0 ${HEIGHT}h${width}v1H0z`,
    label: `Comments a month over the last two years, from ${number(Math.min(...sizes))} to ${number(most)}, busiest in ${monthAndYear(months[sizes.lastIndexOf(most)]!)}`,
    caption: `Comments a month, ${monthAndYear(months[0]!)} to ${monthAndYear(month)}`,
  }
}

/** What stands at the head of a member's page. */
export function personHead(
  person: PersonRow,
  dates: Dates,
): Pick<PersonPage, 'nic' | 'mark' | 'href' | 'role' | 'since' | 'feeds'> {
  return {
    nic: person.nic,
    mark: nicClass(person),
    href: urls.person(person.nic),
    role: roles[person.role],
    since: dateOf(person.created_at, dates),
    feeds: [{ href: urls.feed(urls.personFeed(person.nic), 'xml'), text: 'Feed' }],
  }
}

export const personFigures = (person: PersonRow): PersonPage['figures'] =>
  (
    [
      [person.own_comment_count, 'comment', 'comments'],
      [person.article_count, 'story run', 'stories run'],
      [person.reply_count, 'reply received', 'replies received'],
    ] as const
  ).map(([n, one, many]) => ({ n: number(n), text: n === 1 ? one : many }))

/** How much of all the comments the first page shows; nothing needs saying where it shows them all. */
export const shownRange = (shown: number, all: number): string =>
  all > shown ? `1 to ${number(shown)} of ${number(all)}` : ''

export const storiesIntro = (articles: number): string => `${count(articles, 'story', 'stories')} run, newest first.`

/** What the page of a member says to machines. @param base scheme and host of the site */
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
