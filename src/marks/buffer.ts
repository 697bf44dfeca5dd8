// Memory and write buffer of read marks, so that no request waits for the database. Pure but for its own memory.
import { yieldToOthers } from '../slices.ts'
import { topic } from '../topics.ts'
import { isSameReading, type Mark, mergeMarks, type SiteVisit } from './rules.ts'

/** Marks to write, by account: the visit of the site, and marks by article id. A null mark is to be deleted. */
export type PendingMarks = Map<number, { site?: SiteVisit; marks: Map<number, Mark | null> }>

/** The versions of topics: marks that something else deletes are noted as a change of their account. */
type TopicVersions = {
  mark: () => number
  areUnchanged: (topics: readonly string[], mark: number) => boolean
}

/** What is remembered of one account: null for an article without a mark. */
type Remembered = { mark: number; moves: number; readings: number; marks: Map<number, Mark | null> }

export type MarkBuffer = {
  /** Adds a mark, merged with what another page of the same visit has shown. */
  keep: (accountId: number, articleId: number, mark: Mark | null) => void
  /** Adds a mark in place of an earlier one. */
  replace: (accountId: number, articleId: number, mark: Mark) => void
  keepSite: (accountId: number, site: SiteVisit) => void
  /** Notes that the visit of a thread goes on, whose mark is remembered. */
  prolong: (accountId: number, articleId: number, now: number) => void
  /** The marks of an account that are not in the database yet. */
  of: (accountId: number) => { site?: SiteVisit; marks: ReadonlyMap<number, Mark | null> }
  /** The marks of these articles. @param load reads from the database those that are not remembered */
  read: (
    accountId: number,
    articleIds: readonly number[],
    load: (missing: readonly number[]) => Promise<ReadonlyMap<number, Mark>>,
  ) => Promise<Map<number, Mark>>
  /** Another number after each move of a mark of an account. */
  moves: (accountId: number) => number
  /** Another number after each change of what it has read: a visit that goes on moves a mark, but reads nothing new. */
  readings: (accountId: number) => number
  /** Writes all pending marks, those of a few readers at a time. `of` returns them until they are written. */
  flush: (write: (moved: PendingMarks) => Promise<void>) => Promise<void>
}

/** Readers whose marks are written at a time, which takes a few milliseconds. */
export const READERS_PER_WRITE = 50

/** Accounts, and articles of one, whose marks are remembered; the oldest are forgotten first. */
const MAX_ACCOUNTS = 1000
const MAX_ARTICLES = 500

const noPendingMarks = { marks: new Map<number, Mark | null>() }

export function createMarkBuffer(versions: TopicVersions): MarkBuffer {
  const remembered = new Map<number, Remembered>()
  let moves = 0
  const rememberedOf = (accountId: number): Remembered => {
    const found = remembered.get(accountId)
    if (found !== undefined && versions.areUnchanged([topic.account(accountId)], found.mark)) return found
    moves += 1
    const made = { mark: versions.mark(), moves, readings: moves, marks: new Map() }
    remembered.delete(accountId)
    remembered.set(accountId, made)
    if (remembered.size > MAX_ACCOUNTS) remembered.delete(remembered.keys().next().value!)
    return made
  }
  const remember = ({ marks }: Remembered, articleId: number, mark: Mark | null): void => {
    marks.delete(articleId)
    marks.set(articleId, mark)
    if (marks.size > MAX_ARTICLES) marks.delete(marks.keys().next().value!)
  }
  const move = (accountId: number, articleId: number, mark: Mark | null): void => {
    const own = rememberedOf(accountId)
    const before = own.marks.get(articleId)
    own.moves = ++moves
    if (before === undefined || !isSameReading(before, mark)) own.readings = moves
    remember(own, articleId, mark)
  }

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
      for (const [accountId, { site, marks }] of newer) {
        const pending = at(accountId)
        if (site) pending.site = site
        for (const [articleId, mark] of marks) pending.marks.set(articleId, mark)
      }
      throw error
    }
  }

  const pendingOf: MarkBuffer['of'] = (accountId) => {
    const [older, newer] = [writing.get(accountId), moved.get(accountId)]
    if (!older || !newer) return older ?? newer ?? noPendingMarks
    return { ...older, ...newer, marks: new Map([...older.marks, ...newer.marks]) }
  }

  return {
    keep(accountId, articleId, mark) {
      const pending = at(accountId)
      const older = pending.marks.get(articleId)
      const merged = older && mark ? mergeMarks(older, mark) : mark
      pending.marks.set(articleId, merged)
      move(accountId, articleId, merged)
    },
    replace(accountId, articleId, mark) {
      at(accountId).marks.set(articleId, mark)
      move(accountId, articleId, mark)
    },
    keepSite(accountId, site) {
      at(accountId).site = site
    },
    prolong(accountId, articleId, now) {
      const own = rememberedOf(accountId)
      const mark = own.marks.get(articleId)
      if (!mark) return
      const prolonged = { ...mark, visitedAt: Math.max(now, mark.visitedAt) }
      at(accountId).marks.set(articleId, prolonged)
      remember(own, articleId, prolonged)
      own.moves = ++moves
    },
    of: pendingOf,
    async read(accountId, articleIds, load) {
      const own = rememberedOf(accountId)
      const { marks: waiting } = pendingOf(accountId)
      const missing = articleIds.filter((id) => !waiting.has(id) && !own.marks.has(id))
      if (missing.length > 0) {
        const loaded = await load(missing)
        // One that was moved while these were read is remembered already.
        for (const id of missing) if (!own.marks.has(id)) remember(own, id, loaded.get(id) ?? null)
      }
      const found = new Map<number, Mark>()
      const { marks: moved } = pendingOf(accountId)
      for (const id of articleIds) {
        const mark = moved.get(id) ?? (moved.has(id) ? null : own.marks.get(id))
        if (mark) found.set(id, mark)
      }
      return found
    },
    moves: (accountId) => rememberedOf(accountId).moves,
    readings: (accountId) => rememberedOf(accountId).readings,
    flush(write) {
      const mine = flushing.then(() => flushOnce(write))
      flushing = mine.catch(() => undefined)
      return mine
    },
  }
}
