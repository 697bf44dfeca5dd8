// What the lists over many days say: story lists, single comments, words with their sizes, headlines. Pure.
import type { SectionRow } from '../articles/section-queries.ts'
import { type Signed, signed } from '../comments/thread/pages.ts'
import { type Person, personBehind } from '../comments/thread/person-pages.ts'
import type { Key } from '../db/sql.ts'
import { count, type Moment, moment, momentOn, number } from '../format.ts'
import { excerpt } from '../markup/text.ts'
import { commentMuteReason, type Mutes } from '../mutes/rules.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import type { ListedRow, TermRow } from './list-queries.ts'
import { type Story, type StoryContext, storyView } from './pages.ts'
import type { HeadlineRow } from './queries.ts'

/** The pages on either side of one of a list; empty where there is none. */
export type Pager = { newer: string; older: string }

/**
 * @param list address of the list's first page
 * @param last the row that the next page begins below, or null on the last page
 * @param up keys from the one that this page begins below, upwards: one more than a page shows, where there are more; null on the first page
 */
export function pagerLinks(list: string, last: { id: number } | null, up: readonly Key[] | null, shown: number): Pager {
  return {
    newer: up === null ? '' : urls.below(list, up[shown]?.id ?? null),
    older: last === null ? '' : urls.below(list, last.id),
  }
}

/** One comment in a list of comments from many threads. */
export type CommentSummary = {
  href: string
  /** Whom it answers, in words; empty for a top-level comment. */
  kicker: string
  on: string
  text: string
  /** Null on a page where all are of one person. */
  by: Signed | null
  /** Who is behind a picked nic, for those who may know. */
  person: Person | null
  time: Moment
  /** New to the reader. */
  news: boolean
  replies: string
}

/**
 * @param parents of the comments, as far as readers see them
 * @param named whether each says who wrote it
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
      by: named ? signed(row) : null,
      person: named ? personBehind(row, viewer) : null,
      time: moment(row.created_at, now, dates),
      news: fresh.has(row.id),
      replies: row.reply_count === 0 ? 'No replies yet' : count(row.reply_count, 'reply', 'replies'),
    }
  })

export type TermLink = { href: string; text: string; count: string; unit: string }

/** Words of one page, the biggest first and those of one size by their letters. */
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

/** Areas in the order of the front page, each once. */
export function groupByArea(sections: readonly SectionRow[]): { name: string; slug: string; sections: SectionRow[] }[] {
  const areas = new Map<string, SectionRow[]>()
  for (const section of sections) areas.set(section.area_slug, [...(areas.get(section.area_slug) ?? []), section])
  return [...areas].map(([slug, list]) => ({ name: list[0]!.area, slug, sections: list }))
}

/** The filter by area: the whole front page, then every area. */
export const areaLinks = (sections: readonly SectionRow[], current: string | null): AreaLink[] => [
  { href: urls.front, text: 'All areas', current: current === null },
  ...groupByArea(sections).map(({ name, slug }) => ({ href: urls.area(slug), text: name, current: slug === current })),
]

export type HeadlineLine = {
  story: Story
  comments: string
  unit: string
  last: { by: Signed; time: Moment; href: string } | null
  views: string
}
export type HeadlineSection = { name: string; href: string; lines: HeadlineLine[] }
export type HeadlineArea = { id: string; name: string; href: string; count: string; sections: HeadlineSection[] }

function headlineLine(row: HeadlineRow, context: StoryContext & { day: string }, mutes: Mutes): HeadlineLine {
  const { last_id, last_nic, last_name_kind, last_at, last_role } = row
  return {
    story: storyView(row, context),
    comments: number(row.comment_count),
    unit: row.comment_count === 1 ? ' comment' : ' comments',
    last:
      last_id === null ||
      last_nic === null ||
      last_name_kind === null ||
      last_at === null ||
      commentMuteReason(mutes, { nic: last_nic }) !== null
        ? null
        : {
            by: signed({ nic: last_nic, name_kind: last_name_kind, role: last_role }),
            time: momentOn(context.day, last_at, context.dates),
            href: urls.comment(last_id),
          },
    views: `[${number(row.view_count)}]`,
  }
}

/** An edition as lines, by area and section. */
export function headlineAreas(
  rows: readonly HeadlineRow[],
  context: StoryContext & { day: string },
  mutes: Mutes,
): HeadlineArea[] {
  const areas = new Map<string, { area: HeadlineArea; sections: Map<number, HeadlineSection>; total: number }>()
  for (const row of rows) {
    const known = areas.get(row.area_slug) ?? {
      area: { id: `a-${row.area_slug}`, name: row.area, href: urls.area(row.area_slug), count: '', sections: [] },
      sections: new Map(),
      total: 0,
    }
    const section = known.sections.get(row.section_id) ?? {
      name: row.section,
      href: urls.section(row.section_slug),
      lines: [],
    }
    section.lines.push(headlineLine(row, context, mutes))
    known.sections.set(row.section_id, section)
    known.total += 1
    areas.set(row.area_slug, known)
  }
  return [...areas.values()].map(({ area, sections, total }) => ({
    ...area,
    count: count(total, 'story', 'stories'),
    sections: [...sections.values()],
  }))
}
