// When a member can change their name, and what their page says about earlier ones. Pure.
import { DAY } from '../../time.ts'

export type NameChange = { old_nic: string; created_at: number }

/**
 * The moment from which a member can change their name: now, or after the last change; null where the site allows none.
 * @param days between two changes, see settings.ts
 */
export function nextChangeAt(last: number | null, days: number | null, now: number): number | null {
  if (days === null) return null
  return last === null ? now : Math.max(now, last + days * DAY)
}

/** The earlier names of a member, the newest first: each once, with the last day that they had it, and none that they have again. */
export function earlierNames(changes: readonly NameChange[], nic: string): { nic: string; until: number }[] {
  const found = new Map<string, number>()
  for (const { old_nic, created_at } of changes.toSorted((a, b) => b.created_at - a.created_at))
    if (old_nic !== nic && !found.has(old_nic)) found.set(old_nic, created_at)
  return [...found].map(([old, until]) => ({ nic: old, until }))
}
