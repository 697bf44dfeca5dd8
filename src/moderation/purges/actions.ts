// Purges data whose retention time is over: network addresses, texts of removed and withdrawn comments, flags, drafts, notes and more. Each run is recorded.

import { reportLimits } from '../../comments/reports/limits.ts'
import { deleteOldTraits } from '../../comments/trait-queries.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { DRAFT_RETENTION_MS, sweepLimits, UNREAD_LETTER_MS } from '../../settings.ts'
import { yieldToOthers } from '../../slices.ts'
import { DAY, isInWindow } from '../../time.ts'
import { dropAppealBodies } from '../appeals/queries.ts'
import * as more from './more-queries.ts'
import * as queries from './queries.ts'

/** The time between two runs, in milliseconds. */
const PURGE_INTERVAL_MS = DAY

/** Rows deleted in one transaction; others are served between two. */
const ROWS_PER_STEP = 200

/** Whether a run is due. */
export async function isPurgeDue(deps: Pick<Deps, 'db' | 'clock'>): Promise<boolean> {
  const last = await queries.lastEnd(deps.db)
  return last === undefined || !isInWindow(last, deps.clock(), PURGE_INTERVAL_MS)
}

/** The retention time of each kind in milliseconds, by the settings. */
export function retentionTimes({ settings }: Pick<Deps, 'settings'>): Record<queries.PurgeKind, number> {
  const { addressDays, deletedTextDays, flagDays, noteDays, noticeDays, markDays } = settings()
  return {
    addresses: addressDays * DAY,
    texts: deletedTextDays * DAY,
    flags: flagDays * DAY,
    drafts: DRAFT_RETENTION_MS,
    catches: deletedTextDays * DAY,
    letters: deletedTextDays * DAY,
    notes: noteDays * DAY,
    notices: noticeDays * DAY,
    marks: markDays * DAY,
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
  const done = Object.fromEntries(queries.purgeKinds.map((what) => [what, 0])) as Record<queries.PurgeKind, number>
  async function step(what: queries.PurgeKind, work: (db: Tx) => Promise<number>): Promise<number> {
    const n = await write(deps, async (db) => {
      const gone = await work(db)
      if (gone > 0) await queries.countPurged(db, id, what, gone)
      return gone
    })
    done[what] += n
    return n
  }
  /** Repeats a step until it finds less than it could delete. */
  async function repeat(what: queries.PurgeKind, work: (db: Tx, before: number) => Promise<number>): Promise<void> {
    while (!stopped() && (await step(what, (db) => work(db, before(what)))) >= ROWS_PER_STEP) await yieldToOthers()
  }
  await repeat('addresses', (db, at) => queries.purgeAddresses(db, at, ROWS_PER_STEP))
  await purgeTexts()
  await repeat('flags', (db, at) => queries.purgeFlags(db, at, ROWS_PER_STEP))
  await repeat('drafts', (db, at) => queries.purgeDrafts(db, at, ROWS_PER_STEP))
  await repeat('texts', (db, at) => dropAppealBodies(db, at, ROWS_PER_STEP))
  await repeat('catches', (db, at) => more.purgeCatches(db, at, ROWS_PER_STEP))
  await repeat('catches', (db, at) => more.purgeExamples(db, at, ROWS_PER_STEP))
  await repeat('letters', (db, at) => more.purgeLetters(db, at, deps.clock() - UNREAD_LETTER_MS, ROWS_PER_STEP))
  await repeat('notes', (db, at) => more.purgeNotes(db, at, deps.clock(), ROWS_PER_STEP))
  await repeat('notes', (db, at) => more.purgeHandovers(db, at, ROWS_PER_STEP))
  await repeat('notices', (db, at) => more.purgeNotices(db, at, ROWS_PER_STEP))
  await repeat('marks', (db, at) => more.purgeMarks(db, at, ROWS_PER_STEP))
  await repeat('flags', (db, at) => queries.purgeReports(db, at, deps.clock() - reportLimits.kept, ROWS_PER_STEP))
  // Sweeps look no further back, so this is not data that the page counts.
  while (
    !stopped() &&
    (await write(deps, (db) => deleteOldTraits(db, deps.clock() - sweepLimits.days * DAY, ROWS_PER_STEP))) ===
      ROWS_PER_STEP
  )
    await yieldToOthers()
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
      await yieldToOthers()
    }
    await repeat('texts', async (db, at) => {
      const versions = await queries.blankedBefore(db, at, ROWS_PER_STEP)
      for (const version of versions) await queries.dropVersion(db, version, id)
      return versions.length
    })
  }
}
