// Settings of the site, versions of stored computed values, and the keys of imported rows. Pure.

/** `value` is JSON. */
type SettingsTable = { name: string; value: string; changed_at: number }

/** The version of the code that computed a stored value, such as all skeletons. No row means version 1. */
type DataVersionsTable = { name: string; version: number; changed_at: number }

export type ImportKeysTable = { key: string; noun: 'article' | 'comment'; noun_id: number }

export type SiteSchema = {
  settings: SettingsTable
  data_versions: DataVersionsTable
  import_keys: ImportKeysTable
}
