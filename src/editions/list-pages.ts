// View models of lists over many days: pager, tags and sources, areas. Pure.

import type { SectionRow } from '../articles/section-queries.ts'
import type { Key } from '../db/sql.ts'
import { count, number } from '../format.ts'
import { urls } from '../urls.ts'
import type { TermRow } from './list-queries.ts'

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
