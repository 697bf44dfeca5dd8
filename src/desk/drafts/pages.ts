// The list of a writer's drafts of articles, and the question before one is deleted. Pure.
import { type Dates, dateOf, type Moment, momentInSentence } from '../../format.ts'
import { shorten } from '../../markup/words.ts'
import { DRAFT_RETENTION_MS } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { draftTitle } from '../submissions/pages.ts'
import type { ArticleDraft } from './actions.ts'

export type ArticleDraftsPage = {
  drafts: {
    id: number
    title: string
    kind: string
    text: string
    changed: Moment
    until: string
    href: string
    deletion: string
  }[]
  member: boolean
  done: string
  /** Drafts of comments and other texts. */
  others: string
}

export type DraftDeletionPage = { draft: string; action: string; back: string }

const EXCERPT_CHARACTERS = 280

export const articleDraftsPage = (
  rows: readonly ArticleDraft[],
  { member, done, now, dates }: { member: boolean; done: string; now: number; dates: Dates },
): ArticleDraftsPage => ({
  drafts: rows.map((row) => ({
    id: row.id,
    title: draftTitle(row),
    kind: row.kind === 'link' ? 'News link' : 'Own article',
    text: shorten([row.lede, row.body].join(' ').replace(/\s+/g, ' ').trim(), EXCERPT_CHARACTERS),
    changed: momentInSentence(row.changed_at, now, dates),
    until: dateOf(row.changed_at + DRAFT_RETENTION_MS, dates),
    href: urls.articleDraft(row.id),
    deletion: urls.articleDraftDeletion(row.id),
  })),
  member,
  done,
  others: urls.drafts,
})
