// The desk: revisions of articles, editors' decisions about submissions, and claims. Pure.
import type { Generated } from 'kysely'
import type { ModerationRecord, TextFormat } from './record.ts'

/**
 * The text of an article from one change to the next. `number` counts from 1 within the article; the one that
 * `articles.revision` names is current. An article that was never changed has no row. `tags` is a JSON list.
 */
type ArticleRevisionsTable = {
  id: Generated<number>
  article_id: number
  number: number
  headline: string
  lede: string
  source_url: string | null
  section_id: number
  tags: string
  picture_id: number | null
  body_format: TextFormat
  body_source: string
  body_html: string
  renderer: number
  word_count: number
  /** Who wrote it; null for a guest and for an imported article. */
  account_id: number | null
  nic: string
  /** Why it was changed; empty for the first one. */
  note: string
  created_at: number
}

/** An editor's decision about an article, in force until it is ended. */
type ArticleDecision = ModerationRecord & { article_id: number }

/** A submission or an article that was merged into another; both submitters are credited there. */
type MergesTable = ModerationRecord & { article_id: number; into_id: number }

/** A member whom an editor trusts. */
type TrustsTable = ModerationRecord & { member_id: number }

/** An editor is working on an article. It expires at `until_at`. */
type ArticleClaimsTable = {
  id: Generated<number>
  article_id: number
  account_id: number
  created_at: number
  until_at: number
  ended_at: number | null
}

export type DeskSchema = {
  article_revisions: ArticleRevisionsTable
  rejections: ArticleDecision
  returns: ArticleDecision
  unpublishings: ArticleDecision
  merges: MergesTable
  trusts: TrustsTable
  article_claims: ArticleClaimsTable
}
