// Makes the index of what was there before it, bit by bit beside a server, or anew.
import { setTimeout as wait } from 'node:timers/promises'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { emptyIndex, fillLeft, fillOn, joinOn, yearsInPieces } from './queries.ts'

export type Fill = {
  /** Rows of one transaction, or pages of the index. */
  rows: number
  /** Milliseconds between two transactions, in which readers are answered. */
  pause: number
  /** Asked before every transaction; true ends the work there, and the next call goes on. */
  stopped: () => boolean
  /** Told how many ids are behind, of how many. */
  progress?: (done: number, of: number) => void
}

/** Indexes what an index that is being made still lacks, and joins what came in many pieces. @returns whether it is whole now */
export async function fillIndex(deps: Deps, fill: Fill): Promise<boolean> {
  const begun = await fillLeft(deps.db)
  const of = begun.reduce((sum, row) => sum + row.up_to_id, 0)
  for (let more = true; more; ) {
    if (fill.stopped()) return false
    more = await write(deps, (db) => fillOn(db, fill.rows))
    fill.progress?.(of - (await fillLeft(deps.db)).reduce((sum, row) => sum + row.up_to_id, 0), of)
    await wait(fill.pause)
  }
  for (const year of await yearsInPieces(deps.db)) {
    for (let more = true; more; ) {
      if (fill.stopped()) return false
      more = await write(deps, (db) => joinOn(db, year, fill.rows))
      await wait(fill.pause)
    }
  }
  return true
}

/** Forgets the whole index, so that `fillIndex` makes it anew. */
export const forgetIndex = (deps: Deps): Promise<void> => write(deps, emptyIndex)
