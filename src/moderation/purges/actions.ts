// Throws away what is not needed any more: addresses, texts that were taken away or back, flags, drafts. What each run took stands in a table.
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { DRAFT_LIFE } from '../../settings.ts'
import { DAY } from '../../time.ts'
import { forgetAppealBodies } from '../appeals/queries.ts'
import * as queries from './queries.ts'

/** A run begins so long after the last one has ended, in milliseconds. */
export const PURGE_EVERY = DAY

/** Rows of one step, between which everybody else has a turn. */
const STEP = 200

/** Whether it is time for a run. */
export async function isPurgeDue(deps: Pick<Deps, 'db' | 'clock'>): Promise<boolean> {
  const last = await queries.lastEnd(deps.db)
  return last === undefined || last <= deps.clock() - PURGE_EVERY
}

/** Milliseconds that each is kept, as the settings say now. */
export function keptFor({ settings }: Pick<Deps, 'settings'>): Record<queries.Purged, number> {
  const { addressDays, deletedTextDays, flagDays } = settings()
  return { addresses: addressDays * DAY, texts: deletedTextDays * DAY, flags: flagDays * DAY, drafts: DRAFT_LIFE }
}

/**
 * One run. It can be cut off at any moment: what it has thrown away is counted, and the next run goes on.
 * @param stopped asked between two steps
 * @returns how much of each it threw away, and whether it came to its end
 */
export async function purge(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<Record<queries.Purged, number> & { ended: boolean }> {
  const kept = keptFor(deps)
  const before = (what: queries.Purged): number => deps.clock() - kept[what]
  const id = await write(deps, (db) => queries.beginPurge(db, deps.clock()))
  const done = { addresses: 0, texts: 0, flags: 0, drafts: 0 }
  async function step(
    what: queries.Purged,
    work: (db: Parameters<Parameters<typeof write>[1]>[0]) => Promise<number>,
  ): Promise<number> {
    const n = await write(deps, async (db) => {
      const gone = await work(db)
      if (gone > 0) await queries.countPurged(db, id, what, gone)
      return gone
    })
    done[what] += n
    return n
  }
  while (
    !stopped() &&
    (await step('addresses', (db) => queries.purgeAddresses(db, before('addresses'), STEP))) === STEP
  );
  await purgeTexts()
  while (!stopped() && (await step('flags', (db) => queries.purgeFlags(db, before('flags'), STEP))) === STEP);
  while (!stopped() && (await step('drafts', (db) => queries.purgeDrafts(db, before('drafts'), STEP))) === STEP);
  while (!stopped() && (await step('texts', (db) => forgetAppealBodies(db, before('texts'), STEP))) === STEP);
  const ended = !stopped()
  if (ended) await write(deps, (db) => queries.endPurge(db, id, deps.clock()))
  return { ...done, ended }

  async function purgeTexts(): Promise<void> {
    for (let after: number | null = 0; after !== null && !stopped(); ) {
      const from: number = after
      const found = await queries.textsBefore(deps.db, before('texts'), from, STEP)
      // Looked for again in the transaction: somebody may have put one back meanwhile.
      if (found.ids.length > 0) {
        await step('texts', async (db) => {
          const { ids } = await queries.textsBefore(db, before('texts'), from, STEP)
          for (const comment of ids) await queries.dropText(db, comment, id)
          return ids.length
        })
      }
      after = found.next
    }
    while (
      !stopped() &&
      (await step('texts', async (db) => {
        const versions = await queries.blankedBefore(db, before('texts'), STEP)
        for (const version of versions) await queries.dropVersion(db, version, id)
        return versions.length
      })) === STEP
    );
  }
}
