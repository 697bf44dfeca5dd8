// How many articles a writer may send in, what a new article's row holds, and how the promise of the desk is worded. Pure.
import { spelled } from '../../format.ts'
import { atLeast, isGuest, type Writer } from '../../permissions.ts'
import { newcomers } from '../../settings.ts'
import { DAY, isInWindow } from '../../time.ts'

/** Articles that a writer may send in within 24 hours; null for an editor, who has no limit. Newcomers and guests have a third. */
export function submissionLimit(
  writer: Writer | null,
  { submissionsPerDay }: { submissionsPerDay: number },
): number | null {
  if (writer !== null && !isGuest(writer)) {
    if (atLeast(writer, 'editor')) return null
    if (writer.trusted || writer.commentCount >= newcomers.comments) return submissionsPerDay
  }
  return Math.max(1, Math.floor(submissionsPerDay / 3))
}

/** How many more a writer may send in, and in how many seconds the next one when there are none. @param times of earlier ones */
export function submissionsLeft(
  times: readonly number[],
  limit: number,
  now: number,
): { left: number; seconds: number } {
  const counted = times.filter((at) => isInWindow(at, now, DAY)).sort((a, b) => b - a)
  const last = counted[limit - 1]
  return last === undefined
    ? { left: limit - counted.length, seconds: 0 }
    : { left: 0, seconds: Math.ceil((last + DAY - now) / 1000) }
}

/** A number of minutes in words: `two hours`, `a day`, `45 minutes`. */
export function promisedTime(minutes: number): string {
  for (const [unit, size] of [
    ['day', 24 * 60],
    ['hour', 60],
  ] as const)
    if (minutes % size === 0) {
      const n = minutes / size
      return n === 1 ? (unit === 'hour' ? 'an hour' : 'a day') : `${spelled(n).toLowerCase()} ${unit}s`
    }
  return `${minutes} minutes`
}
