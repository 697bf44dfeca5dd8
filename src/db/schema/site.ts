// Settings of the site, changes of cached pages, versions of stored computed values, and the keys of imported rows. Pure.
import type { Generated } from 'kysely'
import type { ModerationRecord } from './record.ts'

/** `value` is JSON. */
type SettingsTable = { name: string; value: string; changed_at: number }

/** The version of the code that computed a stored value, such as all skeletons. No row means version 1. */
type DataVersionsTable = { name: string; version: number; changed_at: number }

/** A topic that a transaction changed. `origin` names the process; the newest thousands are kept. */
type ChangesTable = { version: Generated<number>; topic: string; origin: string }

/** A version of one of the site's own pages, in the markup of articles. */
type PageVersionsTable = ModerationRecord & { page: string; markup: string }

export type ImportKeysTable = { key: string; noun: 'article' | 'comment'; noun_id: number }

export type SiteSchema = {
  settings: SettingsTable
  data_versions: DataVersionsTable
  changes: ChangesTable
  page_versions: PageVersionsTable
  import_keys: ImportKeysTable
}
