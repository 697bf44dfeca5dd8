// States of threads: closures, holds, slow modes, settings and notices. Pure.
import type { ColumnType } from 'kysely'
import type { ModerationRecord } from './record.ts'

/** A closed thread, from `starts_at` (null: at once) to `until_at` (null: until it is ended). */
type ClosuresTable = ModerationRecord & {
  article_id: number
  starts_at: number | null
  until_at: number | null
  summary: ColumnType<string, string | undefined, string>
}

/** Every new comment of the thread is held. */
type ThreadHoldsTable = ModerationRecord & { article_id: number }

/** Slow mode: the minutes between two comments of one writer. */
type SlowModesTable = ModerationRecord & { article_id: number; minutes: number }

/** Who may comment, and after how many days the thread closes (null: the site's setting). */
type ThreadSettingsTable = ModerationRecord & {
  article_id: number
  who_may_comment: 'anyone' | 'members' | 'staff'
  close_after_days: number | null
}

/** A moderator's notice above the thread. */
type ThreadNoticesTable = ModerationRecord & { article_id: number; text: string; html: string }

export type ThreadsSchema = {
  closures: ClosuresTable
  thread_holds: ThreadHoldsTable
  slow_modes: SlowModesTable
  thread_settings: ThreadSettingsTable
  thread_notices: ThreadNoticesTable
}
