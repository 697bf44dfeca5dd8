// Fills the search index with existing articles and comments, in slices beside a running server, or from scratch.

import { setTimeout as wait } from 'node:timers/promises'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { emptyIndex, fillSlice, hasStaleEntries, pendingFill } from './index-queries.ts'
import { fragmentedYears, mergeSlice } from './merge-queries.ts'

export type FillOptions = {
  /** Rows per transaction, or index pages per merge. */
  rows: number
  /** Milliseconds between two transactions, so that requests are served. */
  pause: number
  /** Called before every transaction. True stops the work; the next call continues it. */
  isStopped: () => boolean
  /** Called with the ids done and their total. */
  progress?: (done: number, of: number) => void
}

/** Indexes everything that is not indexed yet, and merges fragmented years. @returns whether the index is complete */
export async function fillIndex(deps: Deps, fill: FillOptions): Promise<boolean> {
  const pending = await pendingFill(deps.db)
  const of = pending.reduce((sum, row) => sum + row.up_to_id, 0)
  for (let more = true; more; ) {
    if (fill.isStopped()) return false
    more = await write(deps, (db) => fillSlice(db, fill.rows))
    fill.progress?.(of - (await pendingFill(deps.db)).reduce((sum, row) => sum + row.up_to_id, 0), of)
    await wait(fill.pause)
  }
  for (const year of await fragmentedYears(deps.db)) {
    for (let more = true; more; ) {
      if (fill.isStopped()) return false
      more = await write(deps, (db) => mergeSlice(db, year, fill.rows))
      await wait(fill.pause)
    }
  }
  return true
}

/** Indexes what was too much for the transaction that changed it: every transaction indexes some rows at its end. */
export async function indexStaleRows(deps: Deps, isStopped: () => boolean): Promise<void> {
  while (!isStopped() && (await hasStaleEntries(deps.db))) await write(deps, async () => undefined)
}

/** Empties the index, so that `fillIndex` rebuilds it. */
export const clearIndex = (deps: Deps): Promise<void> => write(deps, emptyIndex)
