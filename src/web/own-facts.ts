// Remembers what one account has of its own, until a trigger of the database notes that it has changed. Pure but for the cache that it is given.
import { topic } from '../topics.ts'
import type { PartCache } from './part-cache.ts'

/** What a fact takes in memory, roughly. */
const FACT_BYTES = 1000

/**
 * @param what names the fact among those of the account
 * @param topics that it depends on beside the account's own
 * @param until when it changes by the clock alone, Unix milliseconds; 0 for what must not be remembered
 */
export async function ownFact<T>(
  { parts, clock, followAccounts }: { parts: PartCache; clock: () => number; followAccounts: () => Promise<void> },
  accountId: number,
  what: string,
  read: () => Promise<T>,
  topics: readonly string[] = [],
  until: (fact: T) => number = () => Infinity,
): Promise<T> {
  await followAccounts()
  return parts.once<T>(`own ${accountId} ${what}`, clock(), async () => {
    const value = await read()
    return { value, bytes: FACT_BYTES, expires: until(value), topics: [topic.account(accountId), ...topics] }
  })
}
