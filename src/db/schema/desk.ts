// The desk: revisions of articles, editors' decisions about submissions, and claims. Pure.
import type { Generated } from 'kysely'
import type { BodyPlace, ModerationRecord, TextFormat } from './record.ts'

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
  body_place: Generated<BodyPlace>
  /** Who wrote it; null for a guest and for an imported article. */
  account_id: number | null
  nic: string
  /** Why it was changed; empty for the first one. */
  note: string
  created_at: number
  /** When readers could first see it; null for one that was replaced at the desk before publication. */
  public_at: Generated<number | null>
  /** Of headline, lede and body. */
  text_hash: Generated<string>
}

/** An editor has rejected a submission, or sent it back. `note` is for its writer alone. */
type RefusalsTable = ModerationRecord & { article_id: number; note: string }

type UnpublishingsTable = ModerationRecord & { article_id: number }
/** What a reader thinks is wrong in an article. */
type CorrectionsTable = {
  id: Generated<number>
  article_id: number
  /** The version that the reader saw. */
  revision: number
  passage: string
  body: string
  account_id: number | null
  /** Keyed hash of a guest's address and browser, for a day. */
  guest: string | null
  /** When the sender asked to be named; null for those who did not, and for guests. */
  named_at: number | null
  /** Keyed hash of sender and text, for a day: the same text twice is one correction. */
  content_hash: string | null
  created_at: number
  /** Null while it waits for an editor. */
  decided_at: number | null
}

/** A correction that an editor accepted. `revision` is the version that has it. */
type CorrectionAcceptancesTable = ModerationRecord & { correction_id: number; article_id: number; revision: number }

type CorrectionDeclinesTable = ModerationRecord & { correction_id: number }

/** A submission or an article that was merged into another; both submitters are credited there. */
type MergesTable = ModerationRecord & { article_id: number; into_id: number }

/** The lead of a day. Imported ones have neither an editor nor a log entry. */
type LeadChoicesTable = {
  id: Generated<number>
  day: string
  article_id: number
  account_id: number | null
  reason: string
  log_entry_id: number | null
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** A comment that is quoted beside the lead. */
type FrontQuotesTable = ModerationRecord & { article_id: number; comment_id: number }

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
  corrections: CorrectionsTable
  correction_acceptances: CorrectionAcceptancesTable
  correction_declines: CorrectionDeclinesTable
  article_revisions: ArticleRevisionsTable
  rejections: RefusalsTable
  returns: RefusalsTable
  unpublishings: UnpublishingsTable
  merges: MergesTable
  lead_choices: LeadChoicesTable
  front_quotes: FrontQuotesTable
  trusts: TrustsTable
  article_claims: ArticleClaimsTable
}
