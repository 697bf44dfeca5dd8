// Comments, their earlier versions, the names they are signed with, receipts, recommendations and drafts. Pure.
import type { Generated } from 'kysely'
import type { Counter, TextFormat } from './record.ts'

export type CommentState = 'live' | 'held' | 'removed' | 'spam' | 'withdrawn'
/** A member's own nic, a picked name, or the name of a guest. */
type NameKind = 'member' | 'picked' | 'guest'

export type CommentsTable = {
  id: Generated<number>
  article_id: number
  parent_id: number | null
  /** The top-level comment above it; null for a top-level comment itself. */
  root_id: number | null
  /** Counts from 1 within the article, comments in any state; a gap is a comment that was moved away. */
  number: number
  /** 1 for a top-level comment. */
  depth: number
  /** Sorts the thread into display order: the numbers of all ancestors and its own, see comments/thread/path.ts. */
  path: Buffer
  /** Of a top-level comment: how many comments its branch has, itself included. */
  subtree_count: Counter
  /** Live comments that answer this one directly. */
  reply_count: Counter
  account_id: number | null
  nic: string
  name_kind: NameKind
  email: string | null
  /** The same for comparing, see mail/address.ts. */
  email_folded: string | null
  website: string | null
  format: TextFormat
  source: string
  html: string
  renderer: number
  state: CommentState
  created_at: number
  day: string
  edited_at: number | null
  /** Hash of the writer, the form's key and the content: a form that is sent twice makes one comment. */
  idempotency_key: string | null
  /** Keyed hash of writer, place and text, for ten minutes: recognises a repeated press. */
  content_hash: string | null
  /** Members who recommend it. */
  recommendation_count: Counter
  /** Hash of the source’s letters and digits, by which a repeated text is found; null for one too short to compare. */
  text_hash: number | null
}

/** The text of a comment before an edit that left a mark. `number` is 1 for the first text, `created_at` when it was written. */
export type CommentVersionsTable = {
  comment_id: number
  number: number
  format: TextFormat
  source: string
  html: string
  renderer: number
  created_at: number
}

/** A comment withdrawn by its author; it ends when they undo it. `account_id` is null for a guest. */
export type WithdrawalsTable = {
  id: Generated<number>
  comment_id: number
  account_id: number | null
  state_before: 'live' | 'held' | 'spam'
  created_at: number
  ended_at: number | null
}

type RecommendationsTable = { comment_id: number; account_id: number; created_at: number }

/** The name that a member picked for one thread. */
type PickedNamesTable = {
  article_id: number
  account_id: number
  nic: string
  nic_skeleton: string
  created_at: number
}

/** The name that a guest has in one thread. */
type GuestNamesTable = {
  article_id: number
  guest: string
  nic: string
  nic_skeleton: string
  created_at: number
}

/**
 * A private page for a guest's comment; a repeated press whose answer was lost makes another one.
 * `guest` is the hash of the key in the browser's cookie. It counts no longer once an account has claimed the comment.
 */
type ReceiptsTable = {
  token_hash: string
  comment_id: number
  guest: string
  created_at: number
  claimed_by: number | null
  claimed_at: number | null
}

/** A text kept for its writer, one for each place: `account:7`, `guest:` and the hash of a browser's key, or `token:` and the hash of a link. */
type DraftsTable = {
  id: Generated<number>
  writer: string
  article_id: number
  parent_id: number | null
  nic: string
  email: string
  website: string
  body: string
  created_at: number
  changed_at: number
  /**
   * Key of the form that saved it last; empty for a form without one. Null for the text of a form without a key that was
   * followed by another text: it is listed, and fills no form.
   */
  form_key: Generated<string | null>
  /** Counts the texts that it has had, from 1. */
  revision: Counter
}

/** What was typed into a field of another form than the comment form. `page` is the address that gives it back. */
type UnsentTextsTable = {
  id: Generated<number>
  writer: string
  page: string
  field: string
  body: string
  form_key: string
  revision: Counter
  created_at: number
  changed_at: number
}

/** What a guest's draft, unsent text or draft of an article takes, with keyed hashes of the networks it came from: a site contains subscribers. */
type GuestTextSizesTable = {
  id: Generated<number>
  draft_id: number | null
  unsent_text_id: number | null
  article_draft_id: number | null
  site: string
  subscriber: string
  bytes: number
}

/** A comment sent to the editors because its thread had closed. */
export type EditorLettersTable = {
  id: Generated<number>
  writer: string
  account_id: number | null
  nic: string
  email: string
  article_id: number
  parent_id: number | null
  body: string
  content_hash: string
  created_at: number
  read_at: number | null
  read_by: number | null
}

/** The network address a comment was posted from, as src/ip-ranges.ts writes it; deleted after some days. */
type CommentAddressesTable = { comment_id: number; address: string; created_at: number }

/** What a recent comment has in common with others: `text:` with a hash, or `host:` with a host, see filters/traits.ts. */
type CommentTraitsTable = { trait: string; created_at: number; comment_id: number }

export type CommentsSchema = {
  comments: CommentsTable
  comment_versions: CommentVersionsTable
  withdrawals: WithdrawalsTable
  recommendations: RecommendationsTable
  picked_names: PickedNamesTable
  guest_names: GuestNamesTable
  receipts: ReceiptsTable
  drafts: DraftsTable
  unsent_texts: UnsentTextsTable
  guest_text_sizes: GuestTextSizesTable
  editor_letters: EditorLettersTable
  comment_addresses: CommentAddressesTable
  comment_traits: CommentTraitsTable
}
