// View models of lists over many days: pager, comment summaries, tags and sources, areas. Pure.

import type { SectionRow } from '../articles/section-queries.ts'
import { type Byline, bylineOf } from '../comments/thread/byline-pages.ts'
import type { PickedBy } from '../comments/thread/person-pages.ts'
import { memberBehind } from '../comments/thread/person-pages.ts'
import type { Key } from '../db/sql.ts'
import { count, type Moment, moment, number } from '../format.ts'
import { excerpt } from '../markup/text.ts'
import { commentMuteReason } from '../mutes/rules.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import type { ListedRow, TermRow } from './list-queries.ts'

/** Addresses of the neighbouring pages of a list; empty where there is none. */
export type Pager = { newer: string; older: string }

/**
 * @param list address of the list's first page
 * @param last row that the next page begins below, or null on the last page
 * @param up keys from the one that this page begins below, upwards: `size` and one more if there are more; null on the first page
 */
export function pagerLinks(list: string, last: { id: number } | null, up: readonly Key[] | null, size: number): Pager {
  return {
    newer: up === null ? '' : urls.below(list, up[size]?.id ?? null),
    older: last === null ? '' : urls.below(list, last.id),
  }
}

/** One comment in a list of comments from many threads. */
export type CommentSummary = {
  href: string
  /** Such as `Reply to Ada`; empty for a top-level comment. */
  kicker: string
  on: string
  text: string
  /** Null on the page of one person. */
  by: Byline | null
  /** The account behind a picked nic, for viewers who may see it. */
  person: PickedBy | null
  time: Moment
  /** New to the reader. */
  news: boolean
  replies: string
}

/**
 * Summaries of comments from many threads.
 * @param parents parents of the comments, by id, as far as readers see them
 * @param named whether each summary shows its author
 */
export const commentSummaries = (
  rows: readonly ListedRow[],
  parents: ReadonlyMap<number, { nic: string; state: string }>,
  named: boolean,
  now: number,
  { viewer, dates, mutes }: Pick<Reader, 'viewer' | 'dates' | 'mutes'>,
  fresh: ReadonlySet<number>,
): CommentSummary[] =>
  rows.map((row) => {
    const parent = row.parent_id === null ? undefined : parents.get(row.parent_id)
    return {
      href: urls.comment(row.id),
      kicker:
        parent === undefined
          ? ''
          : parent.state !== 'live'
            ? 'Reply to a removed comment'
            : commentMuteReason(mutes, parent) === null
              ? `Reply to ${parent.nic}`
              : 'Reply to a hidden comment',
      on: `on ${row.headline}`,
      text: excerpt(row.html, 240),
      by: named ? bylineOf(row) : null,
      person: named ? memberBehind(row, viewer) : null,
      time: moment(row.created_at, now, dates),
      news: fresh.has(row.id),
      replies: row.reply_count === 0 ? 'No replies yet' : count(row.reply_count, 'reply', 'replies'),
    }
  })

export type TermLink = { href: string; text: string; count: string; unit: string }

/** Tags or sources with their article counts, the most used first, then by name. */
export const termLinks = (rows: readonly TermRow[], address: (name: string) => string): TermLink[] =>
  [...rows]
    .sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1))
    .map(({ name, at }) => ({
      href: address(name),
      text: name,
      count: number(at),
      unit: at === 1 ? ' article' : ' articles',
    }))

export type AreaLink = { href: string; text: string; current: boolean }

/** Sections grouped by area, in the order of the front page. */
export function groupByArea(sections: readonly SectionRow[]): { name: string; slug: string; sections: SectionRow[] }[] {
  const areas = new Map<string, SectionRow[]>()
  for (const section of sections) areas.set(section.area_slug, [...(areas.get(section.area_slug) ?? []), section])
  return [...areas].map(([slug, list]) => ({ name: list[0]!.area, slug, sections: list }))
}

/** Links that filter the front page: all areas, then each open area. */
export const areaLinks = (sections: readonly SectionRow[], current: string | null): AreaLink[] => [
  { href: urls.front, text: 'All areas', current: current === null },
  ...groupByArea(sections.filter((row) => row.area_closed_at === null)).map(({ name, slug }) => ({
    href: urls.area(slug),
    text: name,
    current: slug === current,
  })),
]

const isOpen = (row: SectionRow): boolean => row.closed_at === null && row.area_closed_at === null

export type SectionsPage = {
  areas: {
    name: string
    href: string
    articles: string
    sections: { href: string; name: string; count: string; closed: string }[]
  }[]
}

/** Areas with their sections. A closed section is listed as long as it has articles. */
export const sectionsPage = (rows: readonly SectionRow[]): SectionsPage => ({
  areas: groupByArea(rows.filter((row) => isOpen(row) || row.article_count > 0)).map(({ name, slug, sections }) => ({
    name,
    href: urls.area(slug),
    articles: number(sections.reduce((sum, section) => sum + section.article_count, 0)),
    sections: sections.map((section) => ({
      href: urls.section(section.slug),
      name: section.name,
      count: count(section.article_count, 'article'),
      closed: isOpen(section) ? '' : 'closed',
    })),
  })),
})
