// The list of a writer's drafts. Pure.
import { type Dates, dateOf, type Moment, momentInSentence } from '../../format.ts'
import { shorten } from '../../markup/words.ts'
import { DRAFT_RETENTION_MS } from '../../settings.ts'
import { urls } from '../../urls.ts'

export type DraftRow = {
  id: number
  article_id: number
  parent_id: number | null
  body: string
  changed_at: number
  slug: string
  headline: string
  state: string
  above_nic: string | null
}

export type DraftsPage = {
  drafts: {
    id: number
    headline: string
    article: string
    to: string
    text: string
    changed: Moment
    until: string
    resume: string
  }[]
  member: boolean
  done: string
}

const EXCERPT_CHARACTERS = 280

export const draftsPage = (
  rows: readonly DraftRow[],
  member: boolean,
  done: string,
  now: number,
  dates: Dates,
): DraftsPage => ({
  drafts: rows.map((row) => ({
    id: row.id,
    headline: row.headline,
    article: row.state === 'published' ? urls.article({ id: row.article_id, slug: row.slug }) : '',
    to: row.parent_id === null ? '' : (row.above_nic ?? 'a comment that is no longer there'),
    text: shorten(row.body.replace(/\s+/g, ' ').trim(), EXCERPT_CHARACTERS),
    changed: momentInSentence(row.changed_at, now, dates),
    until: dateOf(row.changed_at + DRAFT_RETENTION_MS, dates),
    resume: row.state === 'published' ? urls.draft(row) : '',
  })),
  member,
  done,
})
