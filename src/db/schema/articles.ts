// Articles with their areas, sections, tags and sources, and the pictures above them. Pure.
import type { Generated } from 'kysely'
import type { BodyPlace, Counter, ModerationRecord, TextFormat } from './record.ts'

type ArticleState =
  | 'draft'
  | 'waiting'
  | 'returned'
  | 'scheduled'
  | 'published'
  | 'rejected'
  | 'withdrawn'
  | 'unpublished'

/** Nothing is filed in the sections of a closed area. */
type AreasTable = { id: Generated<number>; slug: string; name: string; position: number; closed_at: number | null }

/** `article_count` counts published articles, here and in every other table. */
type SectionsTable = {
  id: Generated<number>
  area_id: number
  slug: string
  name: string
  position: number
  article_count: Counter
  /** Nothing is filed in a closed section. */
  closed_at: number | null
}

/** An address that a section or an area had before. */
type FormerSlugsTable = { noun: 'sections' | 'areas'; slug: string; noun_id: number; created_at: number }

/** A picture above an article. `name` is its file in DATA_DIR/media, made of its content hash and its pixels. */
type MediaTable = {
  id: Generated<number>
  name: string
  alt: string
  caption: string
  credit: string
  width: number
  height: number
  created_at: number
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
  /** Whose markup it is: an editor may write notes of the editors. */
  body_place: Generated<BodyPlace>
  /** Why it was sent in although the site seemed to have it; for the editors. */
  duplicate_reason: Generated<string>
  account_id: number | null
  nic: string
  picture_id: number | null
  created_at: number
  published_at: number | null
  day: string | null
  revised_at: number | null
  /** When a reader's correction of it was last accepted. */
  corrected_at: Generated<number | null>
  /** When a scheduled article is published. */
  scheduled_at: Generated<number | null>
  /** The same as it was asked for, `2030-03-31T02:30` in the site's zone, where that time may not exist. */
  scheduled_for: Generated<string | null>
  /** When it was sent in, or sent in again; null for an imported article. */
  submitted_at: Generated<number | null>
  /** Number of its current revision. */
  revision: Generated<number>
  /** The editor who published what somebody else sent in. */
  editor_id: Generated<number | null>
  /** Place within its section in the edition; null is after those that have one, newest first. */
  position: Generated<number | null>
  /** Null is the site's setting. */
  close_after_days: number | null
  reopened_at: number | null
  view_count: Counter
  /** Live comments. */
  comment_count: Counter
  /** Number of the newest comment of the thread, in any state. */
  last_number: Counter
  /** How many numbers up to `last_number` belong to comments that were moved to another article. */
  moved_away_count: Counter
  last_comment_id: number | null
  last_comment_at: number | null
  last_comment_nic: string | null
}

/** The spelling of a tag, and the folded text that all its spellings share. */
type TagsTable = { id: Generated<number>; name: string; folded: string; article_count: Counter }

/** `tag` is the name of a row of tags; `published_at` is the article's while it is published, else null. */
type ArticleTagsTable = { article_id: number; tag: string; published_at: number | null }

/**
 * A tag that was renamed or merged into another. A tag of another spelling is merged into itself. `settled` says how far
 * its articles have followed: `merged`, `split` (after an undo), or null.
 */
type TagMergesTable = ModerationRecord & {
  tag_id: number
  into_id: number
  from_name: string
  to_name: string
  settled: 'merged' | 'split' | null
}

/** An article that had a tag before its merge; `had_both` is 1 if it had the other one too. */
type MergedTagsTable = { merge_id: number; article_id: number; had_both: number }

/** A host that articles link to, without `www.`. */
type SourcesTable = { id: Generated<number>; host: string; article_count: Counter }

/** What an article links to. `key` is a normalized address, `host` its host, empty on this site; `target_id` is the number in an address of an article, of this site if the host is. */
type ArticleLinksTable = {
  article_id: number
  kind: 'source' | 'link'
  key: string
  host: string
  target_id: number | null
}

/** The folded words of the newest headlines; `at` is when the article was published, else when it was created. */
type HeadlineWordsTable = { article_id: number; word: string; at: number }

/** Articles up to this one, whose links have not been stored yet. */
type ArticleLinksBacklogTable = { up_to_id: number }

export type ArticlesSchema = {
  areas: AreasTable
  sections: SectionsTable
  former_slugs: FormerSlugsTable
  media: MediaTable
  articles: ArticlesTable
  tags: TagsTable
  tag_merges: TagMergesTable
  merged_tags: MergedTagsTable
  article_tags: ArticleTagsTable
  sources: SourcesTable
  article_links: ArticleLinksTable
  headline_words: HeadlineWordsTable
  article_links_backlog: ArticleLinksBacklogTable
}
