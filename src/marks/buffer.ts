// Write buffer of read marks, so that no request waits for the database. Pure but for its own memory.
import { yieldToOthers } from '../slices.ts'
import { type Mark, mergeMarks, type SiteVisit } from './rules.ts'

/** Marks to write, by account: the visit of the site, and marks by article id. A null mark is to be deleted. */
export type PendingMarks = Map<number, { site?: SiteVisit; marks: Map<number, Mark | null>; moves?: number }>

export type MarkBuffer = {
  /** Adds a mark, merged with what another page of the same visit has shown. */
  keep: (accountId: number, articleId: number, mark: Mark | null) => void
  /** Adds a mark in place of an earlier one. */
  replace: (accountId: number, articleId: number, mark: Mark) => void
  keepSite: (accountId: number, site: SiteVisit) => void
  /** The marks of an account that are not in the database yet. `moves` is another number after each move of a mark. */
  of: (accountId: number) => { site?: SiteVisit; marks: ReadonlyMap<number, Mark | null>; moves?: number }
  /** Writes all pending marks, those of a few readers at a time. `of` returns them until they are written. */
  flush: (write: (moved: PendingMarks) => Promise<void>) => Promise<void>
}

/** Readers whose marks are written at a time, which takes a few milliseconds. */
export const READERS_PER_WRITE = 50

const noPendingMarks = { marks: new Map<number, Mark | null>() }

export function createMarkBuffer(): MarkBuffer {
  let moved: PendingMarks = new Map()
  let writing: PendingMarks = new Map()
  const at = (accountId: number): NonNullable<ReturnType<PendingMarks['get']>> => {
    const found = moved.get(accountId) ?? { marks: new Map() }
    moved.set(accountId, found)
    return found
  }
  let moves = 0
  let flushing: Promise<unknown> = Promise.resolve()

  async function flushOnce(write: (moved: PendingMarks) => Promise<void>): Promise<void> {
    if (moved.size === 0) return
    writing = moved
    moved = new Map()
    try {
      while (writing.size > 0) {
        const some: PendingMarks = new Map([...writing].slice(0, READERS_PER_WRITE))
        await write(some)
        for (const accountId of some.keys()) writing.delete(accountId)
        if (writing.size > 0) await yieldToOthers()
      }
    } catch (error) {
      // Keeps what could not be written; newer marks replace it.
      const newer = moved
      moved = writing
      writing = new Map()
      for (const [accountId, { site, marks, moves: last }] of newer) {
        const pending = at(accountId)
        if (site) pending.site = site
        if (last !== undefined) pending.moves = last
        for (const [articleId, mark] of marks) pending.marks.set(articleId, mark)
      }
      throw error
    }
  }

  return {
    keep(accountId, articleId, mark) {
      const pending = at(accountId)
      const older = pending.marks.get(articleId)
      pending.marks.set(articleId, older && mark ? mergeMarks(older, mark) : mark)
      pending.moves = ++moves
    },
    replace(accountId, articleId, mark) {
      const pending = at(accountId)
      pending.marks.set(articleId, mark)
      pending.moves = ++moves
    },
    keepSite(accountId, site) {
      at(accountId).site = site
    },
    of(accountId) {
      const [older, newer] = [writing.get(accountId), moved.get(accountId)]
      if (!older || !newer) return older ?? newer ?? noPendingMarks
      return { ...older, ...newer, marks: new Map([...older.marks, ...newer.marks]) }
    },
    flush(write) {
      const mine = flushing.then(() => flushOnce(write))
      flushing = mine.catch(() => undefined)
      return mine
    },
  }
}
