// The tables of filters and of the classifier; a part of schema.ts. Pure.
import type { Generated } from 'kysely'

export type FilterKind = 'word' | 'pattern' | 'host' | 'links' | 'newcomer' | 'repeat'
export type FilterAct = 'hold' | 'refuse' | 'replace'
export type Audience = 'everybody' | 'newcomers' | 'guests'

/** What moderators made of a comment that the classifier learns from; `weak` where nobody touched it. */
export type Verdict = 'good' | 'weak' | 'bad'

/** What every act that lasts has; see schema.ts. */
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

/**
 * One version of a filter: a change ends it and begins another, whose `origin` is the first. `looks_for` is as typed:
 * words or hosts by lines, a pattern, or a number; `whole` is 1 where words are looked for whole.
 */
export type FiltersTable = LastingAct & {
  origin: number | null
  name: string
  kind: FilterKind
  looks_for: string
  whole: number
  does: FilterAct
  replacement: string
  whom: Audience
}

/** A version of a filter is on as long as a row says so. */
export type FilterSwitchesTable = LastingAct & { filter_id: number }

/** What a filter caught; a text that was refused is no comment, and only its words are kept. */
export type FilterCatchesTable = {
  id: Generated<number>
  filter_id: number
  comment_id: number | null
  did: FilterAct
  words: string
  created_at: number
}

/** What a version of a filter would have caught; `result` is JSON, see moderation/rehearsing.ts. */
export type RehearsalsTable = {
  id: Generated<number>
  filter_id: number
  account_id: number | null
  days: number
  looked_at: number
  caught: number
  result: string
  created_at: number
}

/** In how many texts of each verdict a word was. */
export type ClassifierWordsTable = { word: string; good: number; weak: number; bad: number }

/** What was learnt of a comment, and the words with which it was: exactly those are forgotten again. `words` is JSON. */
export type ClassifierLessonsTable = { comment_id: number; verdict: Verdict; words: string; created_at: number }

/** The classifier holds as long as a row says so; `threshold` is out of 100. */
export type ClassifierSwitchesTable = LastingAct & { threshold: number }

export type FiltersSchema = {
  filters: FiltersTable
  filter_switches: FilterSwitchesTable
  filter_catches: FilterCatchesTable
  rehearsals: RehearsalsTable
  classifier_words: ClassifierWordsTable
  classifier_lessons: ClassifierLessonsTable
  classifier_switches: ClassifierSwitchesTable
}
