// Submissions: guests' receipts, repeated presses, withdrawals, and drafts of articles. Pure.
import type { Generated } from 'kysely'
import type { Counter } from './record.ts'

/** A private page for what a guest sent in; as `receipts`, for comments. */
type ArticleReceiptsTable = {
  token_hash: string
  article_id: number
  guest: string
  created_at: number
  claimed_by: number | null
  claimed_at: number | null
}

/**
 * What identifies a press of the form: the hash of writer and text, and the same with the key of the form. Unique, so that
 * a form that is pressed twice sends one article. `article_id` is null only within the transaction that inserts it.
 */
type ArticlePressesTable = { press: string; article_id: number | null; created_at: number }

/** An article that is being written. `writer` is as in `drafts`; `section` is a slug. */
type ArticleDraftsTable = {
  id: Generated<number>
  writer: string
  kind: 'link' | 'own'
  url: string
  headline: string
  lede: string
  body: string
  section: string
  tags: string
  nic: string
  reason: string
  /** Key of the form that saved it last; empty for one without. */
  form_key: string
  /** Counts the texts that it has had, from 1. */
  revision: Counter
  created_at: number
  changed_at: number
}

/** The writer has withdrawn a submission. `ended_at` is when that was undone. */
type ArticleWithdrawalsTable = {
  id: Generated<number>
  article_id: number
  state_before: 'waiting' | 'returned'
  created_at: number
  ended_at: number | null
}

export type SubmissionsSchema = {
  article_withdrawals: ArticleWithdrawalsTable
  article_receipts: ArticleReceiptsTable
  article_presses: ArticlePressesTable
  article_drafts: ArticleDraftsTable
}
