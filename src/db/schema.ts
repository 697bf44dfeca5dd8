// Every table on one page, as the newest migration leaves it. Times are Unix milliseconds; days are `2030-03-12` in the site's zone.
import type { ColumnType, Generated } from 'kysely'
import type { EditsSchema } from './schema-edits.ts'
import type { FiltersSchema } from './schema-filters.ts'
import type { InboxSchema } from './schema-inbox.ts'
import type { MediaSchema } from './schema-media.ts'
import type { NicsSchema } from './schema-nics.ts'
import type { OrderSchema } from './schema-order.ts'
import type { PeopleSchema } from './schema-people.ts'
import type { PurgesSchema } from './schema-purges.ts'
import type { QueueSchema } from './schema-queue.ts'
import type { WritingSchema } from './schema-writing.ts'

export type Role = 'member' | 'editor' | 'moderator' | 'admin'
export type ArticleState =
  | 'draft'
  | 'waiting'
  | 'returned'
  | 'scheduled'
  | 'published'
  | 'rejected'
  | 'withdrawn'
  | 'unpublished'
export type CommentState = 'live' | 'held' | 'removed' | 'spam' | 'withdrawn'
export type Voice = 'member' | 'picked' | 'guest'
export type TextFormat = 'markup' | 'html'

/** A column that the table fills when an insert leaves it out. */
type Counter = ColumnType<number, number | undefined, number>

export type AccountsTable = {
  id: Generated<number>
  nic: string
  /** The nic folded so that look-alikes collide. */
  nic_skeleton: string
  email: string | null
  email_folded: string | null
  password_hash: string | null
  role: Role
  /** Live comments of the account, picked nics included. */
  comment_count: Counter
  /** Those under its own nic: all that its page may tell. */
  own_comment_count: Counter
  /** Live replies that others, or unknown voices, wrote to comments under its own nic. */
  reply_count: Counter
  /** Published articles. */
  article_count: Counter
  created_at: number
}

export type SessionsTable = {
  token_hash: string
  account_id: number
  created_at: number
  seen_at: number
  expires_at: number
}

export type FirstAdminLinksTable = { token_hash: string; created_at: number; used_at: number | null }

/** `value` is JSON. */
export type SettingsTable = { name: string; value: string; changed_at: number }

export type AreasTable = { id: Generated<number>; slug: string; name: string; position: number }
/** `article_count` is of published articles, here and wherever else it stands. */
export type SectionsTable = {
  id: Generated<number>
  area_id: number
  slug: string
  name: string
  position: number
  article_count: Counter
}

export type ArticlesTable = {
  id: Generated<number>
  kind: 'link' | 'own'
  state: ArticleState
  section_id: number
  headline: string
  slug: string
  lede: string
  source_url: string | null
  source_host: string | null
  source_name: string | null
  body_format: TextFormat
  body_source: string
  body_html: string
  /** Version of the renderer that made `body_html`. */
  renderer: number
  word_count: number
  account_id: number | null
  nic: string
  picture_id: number | null
  created_at: number
  published_at: number | null
  day: string | null
  revised_at: number | null
  /** Where it differs from the site's setting. */
  close_after_days: number | null
  reopened_at: number | null
  view_count: Counter
  /** Live comments. */
  comment_count: Counter
  /** Number of the newest comment of the thread, whatever its state. */
  last_number: Counter
  /** How many of the numbers up to there no comment of the thread has any more, because it was moved away. */
  moved_away: Counter
  last_comment_id: number | null
  last_comment_at: number | null
  last_comment_nic: string | null
}

export type LeadsTable = { day: string; article_id: number; account_id: number | null; created_at: number }
/** `tag` is the name of a row of tags; `published_at` is the article's while it is published, else null. */
export type ArticleTagsTable = { article_id: number; tag: string; published_at: number | null }
/** The one spelling of a tag, and the one folded text that all its spellings have. */
export type TagsTable = { id: Generated<number>; name: string; folded: string; article_count: Counter }
/** A host that articles have come from, without `www.`. */
export type SourcesTable = { id: Generated<number>; host: string; article_count: Counter }

export type CommentsTable = {
  id: Generated<number>
  article_id: number
  parent_id: number | null
  /** The top-level comment it stands under; null for a top-level comment itself. */
  root_id: number | null
  /** 1 for the first comment of the article, whatever its state, and so on; gaps are where comments were moved away. */
  number: number
  /** 1 for a top-level comment. */
  depth: number
  /** Sorts the thread into display order: the numbers of all ancestors and its own, see comments/path.ts. */
  path: Buffer
  /** Of a top-level comment: how many comments stand under it, itself included. */
  subtree_count: Counter
  /** Live comments that answer this one directly. */
  reply_count: Counter
  account_id: number | null
  nic: string
  voice: Voice
  email: string | null
  website: string | null
  format: TextFormat
  source: string
  html: string
  renderer: number
  state: CommentState
  created_at: number
  day: string
  edited_at: number | null
  /** Hash of the writer, the form's key and the content: a form pressed twice is one comment. */
  form_key: string | null
  /** Hash of the writer and the content, for forms without a key. */
  content_hash: string | null
  /** Members who recommend it. */
  recommendation_count: Counter
}

export type RecommendationsTable = { comment_id: number; account_id: number; created_at: number }

/** What every act of a moderator that lasts is stored as: who, when, why, and how it ended; it is never deleted. */
type LastingAct = {
  id: Generated<number>
  account_id: number | null
  reason: string
  log_entry_id: number
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** It holds from `starts_at` (null: at once) to `until_at` (null: until it is ended). */
export type ClosuresTable = LastingAct & {
  article_id: number
  starts_at: number | null
  until_at: number | null
  summary: ColumnType<string, string | undefined, string>
}
/** `unseen` is 1 where the comment was held: readers never saw it, and its place is not shown. */
export type RemovalsTable = LastingAct & { comment_id: number; unseen: Counter }
export type FeaturesTable = LastingAct & { comment_id: number; article_id: number }

export type LogEntriesTable = {
  id: Generated<number>
  created_at: number
  actor_id: number | null
  actor: string
  act: string
  subject: 'article' | 'comment' | 'account' | 'setting'
  subject_id: number
  article_id: number | null
  reason: string
  previous_hash: string
  hash: string
  /** The act that it tells of; null for what no batch did. */
  batch_id: number | null
}

/** How a member reads; `time_zone` null is the site's, `keys` is 1 or 0. No row is the usual of everything. */
export type PreferencesTable = {
  account_id: number
  theme: 'auto' | 'light' | 'dark'
  text_size: 'usual' | 'large' | 'larger'
  time_zone: string | null
  date_style: 'long' | 'iso' | 'american'
  keys: number
  /** How threads are laid out, as comments/view.ts writes it; null is the usual way. */
  thread_view: string | null
}

/** When a member last came, and whether what is new is marked for them; `marking` is 1 or 0. */
export type VisitsTable = { account_id: number; marking: number; visited_at: number; since: number }

/** What a member has read of a thread: ranges of comment numbers as text, see marks/rules.ts. */
export type MarksTable = {
  account_id: number
  article_id: number
  seen: string
  shown: string
  base: number
  visited_at: number
  since: number
}

/** What a member does not want to see: the skeleton of a nic, a section's slug, a tag, a folded word; `label` is how they know it. */
export type MutesTable = {
  account_id: number
  kind: 'person' | 'section' | 'tag' | 'word'
  value: string
  label: string
  created_at: number
}
/** The address of an account's private feed; there is one at most, and making another ends it. */
export type FeedTokensTable = { token_hash: string; account_id: number; created_at: number }
export type DayTotalsTable = { day: string; articles: Counter; comments: Counter }
/** The sums of a month's days; `editions` are days that have articles. `month` is `2030-03`. */
export type MonthTotalsTable = { month: string; editions: Counter; articles: Counter; comments: Counter }
/** Live comments under a member's own nic, by month. */
export type PersonMonthsTable = { account_id: number; month: string; comments: Counter }
export type ImportKeysTable = { key: string; noun: 'article' | 'comment'; noun_id: number }

/** Keys of the search go by time (search/keys.ts); its index is an FTS5 table a year, search_index_2030, whose `rowid` is the key. */
export type SearchEntriesTable = { key: number; noun: 'article' | 'comment'; noun_id: number }
export type SearchYearsTable = { year: number; entries: number }
/** Rows that the index has to follow within their transaction. */
export type SearchStaleTable = { noun: 'article' | 'comment'; noun_id: number }
/** What an index that is being made still lacks: the ids from 1 to `up_to`, out of 1 to `of`. */
export type SearchFillTable = { noun: 'article' | 'comment'; up_to: number; of: number }

export type Schema = InboxSchema &
  EditsSchema &
  FiltersSchema &
  MediaSchema &
  NicsSchema &
  OrderSchema &
  PeopleSchema &
  PurgesSchema &
  QueueSchema &
  WritingSchema & {
    accounts: AccountsTable
    sessions: SessionsTable
    first_admin_links: FirstAdminLinksTable
    settings: SettingsTable
    areas: AreasTable
    sections: SectionsTable
    articles: ArticlesTable
    leads: LeadsTable
    article_tags: ArticleTagsTable
    tags: TagsTable
    sources: SourcesTable
    comments: CommentsTable
    closures: ClosuresTable
    removals: RemovalsTable
    log_entries: LogEntriesTable
    preferences: PreferencesTable
    visits: VisitsTable
    marks: MarksTable
    mutes: MutesTable
    features: FeaturesTable
    recommendations: RecommendationsTable
    feed_tokens: FeedTokensTable
    day_totals: DayTotalsTable
    month_totals: MonthTotalsTable
    person_months: PersonMonthsTable
    import_keys: ImportKeysTable
    search_entries: SearchEntriesTable
    search_years: SearchYearsTable
    search_stale: SearchStaleTable
    search_fill: SearchFillTable
  }
