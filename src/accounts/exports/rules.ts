// How long an export is kept, and when an account can ask again. Pure.
import { DAY, HOUR } from '../../time.ts'

/** How long a file is kept. */
export const EXPORT_DAYS = 7
/** Milliseconds between two exports of an account. */
const EXPORT_INTERVAL_MS = HOUR

type Ended = { bytes: number | null; ended_at: number | null }

/** Unix milliseconds from which an account can ask again: at once where the last one failed. */
export const nextExportAt = (newest: (Ended & { asked_at: number }) | undefined): number =>
  newest === undefined || hasFailed(newest) ? 0 : newest.asked_at + EXPORT_INTERVAL_MS

export const hasFailed = ({ bytes, ended_at }: Ended): boolean => ended_at !== null && bytes === null

export const expiryOf = (ended: number): number => ended + EXPORT_DAYS * DAY

export const hasExpired = ({ ended_at }: Ended, now: number): boolean => ended_at === null || expiryOf(ended_at) <= now
