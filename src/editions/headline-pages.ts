// View model of the headlines of an edition, by area and section. Pure.

import { type Byline, bylineOf } from '../comments/thread/byline-pages.ts'

import type { Moment } from '../format.ts'
import { count, momentOn, number } from '../format.ts'
import type { Mutes } from '../mutes/rules.ts'
import { commentMuteReason } from '../mutes/rules.ts'
import { urls } from '../urls.ts'
import type { Story, StoryContext } from './pages.ts'
import { storyView } from './pages.ts'
import type { HeadlineRow } from './queries.ts'

type HeadlineLine = {
  story: Story
  comments: string
  unit: string
  last: { by: Byline; time: Moment; href: string } | null
  views: string
}

type HeadlineSection = { name: string; href: string; lines: HeadlineLine[] }

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
            by: bylineOf({ nic: last_nic, name_kind: last_name_kind, role: last_role }),
            time: momentOn(context.day, last_at, context.dates),
            href: urls.comment(last_id),
          },
    views: `[${number(row.view_count)}]`,
  }
}

/** The stories of an edition as lines, grouped by area and section. */
export function headlineAreas(
  rows: readonly HeadlineRow[],
  context: StoryContext & { day: string },
  mutes: Mutes,
): HeadlineArea[] {
  const areas = new Map<string, { area: HeadlineArea; sections: Map<number, HeadlineSection>; total: number }>()
  for (const row of rows) {
    const group = areas.get(row.area_slug) ?? {
      area: { id: `a-${row.area_slug}`, name: row.area, href: urls.area(row.area_slug), count: '', sections: [] },
      sections: new Map(),
      total: 0,
    }
    const section = group.sections.get(row.section_id) ?? {
      name: row.section,
      href: urls.section(row.section_slug),
      lines: [],
    }
    section.lines.push(headlineLine(row, context, mutes))
    group.sections.set(row.section_id, section)
    group.total += 1
    areas.set(row.area_slug, group)
  }
  return [...areas.values()].map(({ area, sections, total }) => ({
    ...area,
    count: count(total, 'story', 'stories'),
    sections: [...sections.values()],
  }))
}
