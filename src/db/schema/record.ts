// Column types that several areas share. Pure.
import type { ColumnType, Generated } from 'kysely'

/** A number that the table fills with 0 where an insert leaves it out. */
export type Counter = ColumnType<number, number | undefined, number>

/** What every moderation record holds: who, why, its log entry, when, and how it ended. Records are ended, never deleted. */
export type ModerationRecord = {
  id: Generated<number>
  account_id: number | null
  reason: string
  log_entry_id: number
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

export type TextFormat = 'markup' | 'html'

/** What the markup of an article may hold: see `Place` in markup/table.ts. */
export type BodyPlace = 'article' | 'submission'
