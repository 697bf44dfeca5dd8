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

export type UnsentRow = { id: number; page: string; body: string; changed_at: number }

export type DraftsPage = {
  /** Texts of other forms that were typed and not sent; `resume` is empty where the reader cannot open the page. */
  unsent: { id: number; what: string; text: string; changed: Moment; until: string; resume: string }[]
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

/** What was being written, by the address of its form. */
const writings: readonly [RegExp, string][] = [
  [/^\/comments\/\d+\/edits/, 'Changes to your comment'],
  [/^\/articles\/\d+\/corrections/, 'Correction of an article'],
  [/^\/articles\/\d+\/revisions/, 'Changes to an article'],
  [/^\/(?:comments\/\d+|accounts)\/appeals/, 'Appeal'],
  [/^\/comments\/\d+\/flags/, 'Flag'],
  [/^\/(?:articles|comments)\/\d+\/saves/, 'Note on something you save'],
  [/^\/desk\/submissions\/\d+\/edits/, 'Changes to your article'],
  [/^\/moderation\/answers/, 'Answer to an appeal'],
  [/^\/moderation\/handovers/, 'Handover note'],
  [/^\/moderation\/(?:people|notes)/, 'Note about a member'],
  [/^\/moderation\/filters/, 'Filter'],
  [/^\/moderation\/edits/, 'Changes to a held comment'],
  [/^\/moderation(?:#|\/(?:holds|approvals|removals|restorations|spam)\b)/, 'Reason of a decision about a comment'],
  [/^\/moderation\/moves/, 'Reason for moving a branch'],
  [/^\/moderation\/sweeps/, 'Reason for a sweep'],
  [/^\/moderation\/(?:closures|reopenings|threads)/, 'Reason or notice for a thread'],
  [/^\/moderation\/(?:warnings|silences|bans|pardons)/, 'Reason for a warning, a silence, a ban or a pardon'],
]

/** A guest edits on the receipt, whose address is not stored. */
const isOpenTo = (page: string, member: boolean): boolean =>
  member || !/^\/(?:comments|desk\/submissions)\/\d+\/edits/.test(page)

const unsentLine = (row: UnsentRow, member: boolean, now: number, dates: Dates): DraftsPage['unsent'][number] => ({
  id: row.id,
  what: writings.find(([pattern]) => pattern.test(row.page))?.[1] ?? 'Reason of a decision',
  text: shorten(row.body.replace(/\s+/g, ' ').trim(), EXCERPT_CHARACTERS),
  changed: momentInSentence(row.changed_at, now, dates),
  until: dateOf(row.changed_at + DRAFT_RETENTION_MS, dates),
  resume: isOpenTo(row.page, member) ? row.page : '',
})

export const draftsPage = (
  rows: readonly DraftRow[],
  unsent: readonly UnsentRow[],
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
  unsent: unsent.map((row) => unsentLine(row, member, now, dates)),
  member,
  done,
})
