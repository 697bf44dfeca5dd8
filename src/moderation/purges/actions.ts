// Purges data whose retention time is over: network addresses, texts of removed and withdrawn comments, flags, drafts. Each run is recorded.
import { deleteOldTraits } from '../../comments/trait-queries.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { DRAFT_RETENTION_MS, sweepLimits } from '../../settings.ts'
import { DAY } from '../../time.ts'
import { dropAppealBodies } from '../appeals/queries.ts'
import * as queries from './queries.ts'

/** The time between two runs, in milliseconds. */
const PURGE_INTERVAL_MS = DAY

/** Rows deleted in one transaction; others are served between two. */
const ROWS_PER_STEP = 200

/** Whether a run is due. */
export async function isPurgeDue(deps: Pick<Deps, 'db' | 'clock'>): Promise<boolean> {
  const last = await queries.lastEnd(deps.db)
  return last === undefined || last <= deps.clock() - PURGE_INTERVAL_MS
}

/** The retention time of each kind in milliseconds, by the settings. */
export function retentionTimes({ settings }: Pick<Deps, 'settings'>): Record<queries.PurgeKind, number> {
  const { addressDays, deletedTextDays, flagDays } = settings()
  return {
    addresses: addressDays * DAY,
    texts: deletedTextDays * DAY,
    flags: flagDays * DAY,
    drafts: DRAFT_RETENTION_MS,
  }
}

/**
 * Runs a purge. It can be interrupted at any moment: what it has deleted is counted, and the next run continues.
 * @param stopped called between two steps
 * @returns how much of each kind was deleted, and whether the run came to its end
 */
export async function purge(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<Record<queries.PurgeKind, number> & { ended: boolean }> {
  const kept = retentionTimes(deps)
  const before = (what: queries.PurgeKind): number => deps.clock() - kept[what]
  const id = await write(deps, (db) => queries.beginPurge(db, deps.clock()))
  const done = { addresses: 0, texts: 0, flags: 0, drafts: 0 }
  async function step(
    what: queries.PurgeKind,
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
    (await step('addresses', (db) => queries.purgeAddresses(db, before('addresses'), ROWS_PER_STEP))) === ROWS_PER_STEP
  );
  await purgeTexts()
  while (
    !stopped() &&
    (await step('flags', (db) => queries.purgeFlags(db, before('flags'), ROWS_PER_STEP))) === ROWS_PER_STEP
  );
  while (
    !stopped() &&
    (await step('drafts', (db) => queries.purgeDrafts(db, before('drafts'), ROWS_PER_STEP))) === ROWS_PER_STEP
  );
  while (
    !stopped() &&
    (await step('texts', (db) => dropAppealBodies(db, before('texts'), ROWS_PER_STEP))) === ROWS_PER_STEP
  );
  // Sweeps look no further back, so this is not data that the page counts.
  while (
    !stopped() &&
    (await write(deps, (db) => deleteOldTraits(db, deps.clock() - sweepLimits.days * DAY, ROWS_PER_STEP))) ===
      ROWS_PER_STEP
  );
  const ended = !stopped()
  if (ended) await write(deps, (db) => queries.endPurge(db, id, deps.clock()))
  return { ...done, ended }

  async function purgeTexts(): Promise<void> {
    for (let after: number | null = 0; after !== null && !stopped(); ) {
      const from: number = after
      const found = await queries.textsBefore(deps.db, before('texts'), from, ROWS_PER_STEP)
      // Read again in the transaction: somebody may have restored one.
      if (found.ids.length > 0) {
        await step('texts', async (db) => {
          const { ids } = await queries.textsBefore(db, before('texts'), from, ROWS_PER_STEP)
          for (const comment of ids) await queries.dropText(db, comment, id)
          return ids.length
        })
      }
      after = found.next
    }
    while (
      !stopped() &&
      (await step('texts', async (db) => {
        const versions = await queries.blankedBefore(db, before('texts'), ROWS_PER_STEP)
        for (const version of versions) await queries.dropVersion(db, version, id)
        return versions.length
      })) === ROWS_PER_STEP
    );
  }
}
