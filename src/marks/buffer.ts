// Marks that have moved since they were last written down, so that no reader waits for a disk. Pure but for its own memory.
import { type Mark, mergeMarks, type SiteVisit } from './rules.ts'

/** What has moved: by account, the site's own visit and the marks of threads; a mark that is null is to be forgotten. */
export type PendingMarks = Map<number, { site?: SiteVisit; marks: Map<number, Mark | null> }>

export type MarkBuffer = {
  /** Keeps a mark that a page has moved; what another page of the same visit has shown meanwhile is not lost. */
  keep: (accountId: number, articleId: number, mark: Mark | null) => void
  /** Puts a mark in place of whatever was there. */
  replace: (accountId: number, articleId: number, mark: Mark) => void
  keepSite: (accountId: number, site: SiteVisit) => void
  /** What is kept here of an account and not yet in the database. */
  of: (accountId: number) => { site?: SiteVisit; marks: ReadonlyMap<number, Mark | null> }
  /** Writes down what has moved; until it is written, `of` still knows it. */
  flush: (write: (moved: PendingMarks) => Promise<void>) => Promise<void>
}

const noPendingMarks = { marks: new Map<number, Mark | null>() }

export function createMarkBuffer(): MarkBuffer {
  let moved: PendingMarks = new Map()
  let writing: PendingMarks = new Map()
  const at = (accountId: number): NonNullable<ReturnType<PendingMarks['get']>> => {
    const found = moved.get(accountId) ?? { marks: new Map() }
    moved.set(accountId, found)
    return found
  }
  let flushing: Promise<unknown> = Promise.resolve()

  async function flushOnce(write: (moved: PendingMarks) => Promise<void>): Promise<void> {
    if (moved.size === 0) return
    writing = moved
    moved = new Map()
    try {
      await write(writing)
      writing = new Map()
    } catch (error) {
      // Nothing is lost: what could not be written stands behind what has moved since.
      const newer = moved
      moved = writing
      writing = new Map()
      for (const [accountId, { site, marks }] of newer) {
        if (site) at(accountId).site = site
        for (const [articleId, mark] of marks) at(accountId).marks.set(articleId, mark)
      }
      throw error
    }
  }

  return {
    keep(accountId, articleId, mark) {
      const { marks } = at(accountId)
      const older = marks.get(articleId)
      marks.set(articleId, older && mark ? mergeMarks(older, mark) : mark)
    },
    replace: (accountId, articleId, mark) => void at(accountId).marks.set(articleId, mark),
    keepSite: (accountId, site) => void (at(accountId).site = site),
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
