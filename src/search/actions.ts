// Makes the index of what was there before it, bit by bit beside a server, or anew.
import { setTimeout as wait } from 'node:timers/promises'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { emptyIndex, fillSlice, fragmentedYears, mergeSlice, pendingFill } from './queries.ts'

export type FillOptions = {
  /** Rows of one transaction, or pages of the index. */
  rows: number
  /** Milliseconds between two transactions, in which readers are answered. */
  pause: number
  /** Asked before every transaction; true ends the work there, and the next call goes on. */
  isStopped: () => boolean
  /** Told how many ids are behind, of how many. */
  progress?: (done: number, of: number) => void
}

/** Indexes what an index that is being made still lacks, and joins what came in many pieces. @returns whether it is whole now */
export async function fillIndex(deps: Deps, fill: FillOptions): Promise<boolean> {
  const begun = await pendingFill(deps.db)
  const of = begun.reduce((sum, row) => sum + row.up_to_id, 0)
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

/** Forgets the whole index, so that `fillIndex` makes it anew. */
export const clearIndex = (deps: Deps): Promise<void> => write(deps, emptyIndex)
