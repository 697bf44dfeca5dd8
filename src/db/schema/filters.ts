// Filters with what each caught, rehearsals, and the classifier. Pure.
import type { Generated } from 'kysely'
import type { ModerationRecord } from './record.ts'

export type FilterKind = 'word' | 'pattern' | 'host' | 'links' | 'newcomer' | 'repeat'
export type FilterAction = 'hold' | 'refuse' | 'replace'
/** What a filter asks of the form beside its words: nothing, a filled trap field, a form sent within seconds, or one of the two. */
export type FilterSign = '' | 'trap' | 'fast' | 'any'
export type Audience = 'everybody' | 'newcomers' | 'guests'

/** The label of a comment in training: approved, a week old without a decision, or removed. */
export type Label = 'good' | 'weak' | 'bad'

/**
 * One version of a filter. A change ends it and starts another, whose `first_version_id` is the first. `match_text` is as
 * typed: words or hosts by lines, a pattern, or a number. `whole_words` is 1 where only whole words match.
 */
export type FiltersTable = ModerationRecord & {
  first_version_id: number | null
  name: string
  kind: FilterKind
  match_text: string
  whole_words: number
  action: FilterAction
  replacement: string
  applies_to: Audience
  form_sign: FilterSign
}

/** A version of a filter is on while one of these holds. */
type FilterSwitchesTable = ModerationRecord & { filter_id: number }

/** A text that a filter matched. A refused text makes no comment, and only what matched is stored. */
export type FilterCatchesTable = {
  id: Generated<number>
  filter_id: number
  comment_id: number | null
  action: FilterAction
  matched_text: string
  created_at: number
}

/** A test of a filter on recent comments: how many were looked at, how many matched; `result` is JSON, see moderation/filters/rehearsals.ts. */
export type RehearsalsTable = {
  id: Generated<number>
  filter_id: number
  account_id: number | null
  days: number
  comment_count: number
  match_count: number
  result: string
  created_at: number
}

/**
 * One training of the classifier: requested until `trained_at`, then in force until it ends. `dropped_at`: its words and
 * examples were deleted, so that it cannot be in force again.
 */
type ClassifierGenerationsTable = {
  id: Generated<number>
  account_id: number | null
  reason: string
  log_entry_id: number | null
  created_at: number
  trained_at: number | null
  dropped_at: number | null
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** In how many texts of each label a word occurs. */
type ClassifierWordsTable = { generation: number; word: string; good: number; weak: number; bad: number }

/** A comment that the classifier was trained on, with the counted words, so that exactly those can be subtracted. `words` is JSON. */
type ClassifierExamplesTable = {
  generation: number
  comment_id: number
  label: Label
  words: string
  created_at: number
}

/** The classifier holds comments while one of these holds; `threshold` is a percentage. */
type ClassifierSwitchesTable = ModerationRecord & { threshold: number }

export type FiltersSchema = {
  classifier_generations: ClassifierGenerationsTable
  filters: FiltersTable
  filter_switches: FilterSwitchesTable
  filter_catches: FilterCatchesTable
  rehearsals: RehearsalsTable
  classifier_words: ClassifierWordsTable
  classifier_examples: ClassifierExamplesTable
  classifier_switches: ClassifierSwitchesTable
}
