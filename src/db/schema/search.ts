// What the search index holds and still lacks. Pure.

/** `key` sorts entries by time (search/keys.ts). The index is an FTS5 table a year, such as search_index_2030, whose `rowid` is the key. */
type SearchEntriesTable = { key: number; noun: 'article' | 'comment'; noun_id: number }

type SearchYearsTable = { year: number; entries: number }

/** Rows whose entry has to be updated in the same transaction; triggers insert them. */
type StaleSearchEntriesTable = { noun: 'article' | 'comment'; noun_id: number }

/** What an unfinished index still lacks: the ids from 1 to `up_to_id`, out of 1 to `last_id`. */
type SearchBacklogTable = { noun: 'article' | 'comment'; up_to_id: number; last_id: number }

export type SearchSchema = {
  search_entries: SearchEntriesTable
  search_years: SearchYearsTable
  stale_search_entries: StaleSearchEntriesTable
  search_backlog: SearchBacklogTable
}
