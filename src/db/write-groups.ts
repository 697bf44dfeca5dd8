// Group commit: runs the changes that wait, many in one transaction, and answers them after its commit.
import { AppError } from '../errors.ts'
import { createPause, yieldToOthers } from '../slices.ts'
import { MINUTE } from '../time.ts'
import { openContext } from './change-context.ts'
import { collectChanges, storeChanges } from './changes.ts'
import { openDirect } from './direct.ts'
import type { Store, Tx } from './open.ts'
import { diskFaultOf, isBusy, unavailable, waitToRetry } from './unavailable.ts'

/** Changes, and milliseconds, after which a group takes no further one, so that its first change is answered. */
export const GROUP = { changes: 64, milliseconds: 40 }

/** A clock that was set back by more than this is believed: it was wrong before. */
const MAX_CLOCK_LAG_MS = MINUTE

type Change = {
  run: (db: Tx) => Promise<unknown>
  /** Value of `performance.now()` after which a locked file is not retried. */
  giveUp: number
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** The changes of one database. */
export type Queue = {
  waiting: Change[]
  /** Changes that were accepted and not answered yet. */
  unanswered: number
  isRunning: boolean
  /** The time of the newest change. */
  newestTime: number
}

/** Changes that share a transaction. */
type Group = {
  /** Fail with the transaction; those that threw alone are no longer among them. */
  changes: Set<Change>
  /** Changes that have run, with what they return and what follows the commit. */
  done: { change: Change; value: unknown; effects: readonly (() => void)[] }[]
  topics: Set<string>
}

/** Commits what waits, one group after the other, until nothing does. */
export async function commitGroups(store: Store, queue: Queue): Promise<void> {
  queue.isRunning = true
  do {
    // Every request that this turn has read hands in its changes before the group begins.
    await yieldToOthers()
    while (!(await commitGroup(store, queue))) await waitToRetry()
  } while (queue.waiting.length > 0)
  queue.isRunning = false
}

/** @returns false if another process holds the file, and changes wait for it */
async function commitGroup(store: Store, queue: Queue): Promise<boolean> {
  const group: Group = { changes: new Set(), done: [], topics: new Set() }
  try {
    await store.writer.transaction().execute((db) => runGroup(store, queue, group, db))
    store.commits += 1
    // Awaited before anybody is answered: who has an answer must not get a page from before it.
    if (group.topics.size > 0) await store.changed?.([...group.topics])
  } catch (error) {
    const isLocked = group.changes.size === 0 && isBusy(error)
    for (const change of isLocked ? takeExpired(queue) : failing(queue, group)) reject(store, queue, change, error)
    return !isLocked || queue.waiting.length === 0
  }
  // The rest of each request follows its answer, so that a large group is answered over several turns.
  const pause = createPause()
  for (const one of group.done) {
    finish(store, queue, one)
    await pause()
  }
  return true
}

/** Takes the changes that have waited for the file for long enough. */
function takeExpired(queue: Queue): Change[] {
  const now = performance.now()
  const expired = queue.waiting.filter(({ giveUp }) => giveUp <= now)
  queue.waiting = queue.waiting.filter(({ giveUp }) => giveUp > now)
  return expired
}

/** The changes of a transaction that has failed; all that wait if it could not even begin. */
const failing = (queue: Queue, group: Group): Iterable<Change> =>
  group.changes.size > 0 ? group.changes : queue.waiting.splice(0)

async function runGroup(store: Store, queue: Queue, group: Group, db: Tx): Promise<void> {
  const until = performance.now() + GROUP.milliseconds
  do await runChange(store, queue, group, db)
  while ((await isJoined(queue, group)) && group.changes.size < GROUP.changes && performance.now() < until)
  const { own, end } = ownTransaction(store, db)
  try {
    await store.follow?.(own)
    await storeChanges(own, group.topics, store.origin)
  } finally {
    end()
  }
}

/**
 * Whether a change waits to join the group. Where several share it there is traffic: the event loop turns once, so that
 * requests that have arrived by then join too. A change that is alone waits for nobody.
 */
async function isJoined(queue: Queue, { done }: Group): Promise<boolean> {
  if (queue.waiting.length === 0 && done.length > 1) await yieldToOthers()
  return queue.waiting.length > 0
}

const savepoint = { sql: 'savepoint change', parameters: [] }
const release = { sql: 'release change', parameters: [] }
const rollBack = { sql: 'rollback to change', parameters: [] }

/**
 * Runs the first change that waits. If it throws, only its savepoint is rolled back. The first of a group needs none: the
 * transaction holds nothing else yet, and ends with it.
 */
async function runChange(store: Store, queue: Queue, group: Group, db: Tx): Promise<void> {
  const change = queue.waiting.shift()!
  const isFirst = group.changes.size === 0
  group.changes.add(change)
  store.beginChange()
  const { own, end } = ownTransaction(store, db)
  const topics = collectChanges(own)
  const effects = openContext(own, nextTime(store, queue))
  if (!isFirst) await store.runInside(savepoint)
  try {
    const value = await change.run(own)
    // Fails if SQLite has ended the transaction and the change has passed over that.
    if (!isFirst) await store.runInside(release)
    group.done.push({ change, value, effects })
    for (const topic of topics) group.topics.add(topic)
  } catch (error) {
    if (isFirst) throw error
    // Where SQLite has ended the transaction, this fails too, and with it the group.
    await store.runInside(rollBack)
    await store.runInside(release)
    group.changes.delete(change)
    reject(store, queue, change, error)
  } finally {
    end()
  }
}

/** The transaction of a group for one change, or for what follows all: statements that come after its end are refused, as they would be stored with the next change. */
function ownTransaction(store: Store, db: Tx): { own: Tx; end: () => void } {
  let ended = false
  const refuse = (): void => {
    if (ended) throw new Error('This change has ended: await every statement inside it.')
  }
  const own = db.withPlugin({
    transformQuery: ({ node }) => {
      refuse()
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  })
  openDirect(own, (statement) => {
    refuse()
    return store.runInside(statement)
  })
  return {
    own,
    end: () => {
      ended = true
    },
  }
}

/** The time of the next change: not before the one before it, as ids grow. */
function nextTime(store: Store, queue: Queue): number {
  const now = store.clock()
  const isBehind = now < queue.newestTime && queue.newestTime - now <= MAX_CLOCK_LAG_MS
  queue.newestTime = isBehind ? queue.newestTime : now
  return queue.newestTime
}

function reject(store: Store, queue: Queue, change: Change, fault: unknown): void {
  const error = unavailable(fault)
  if (error instanceof AppError) store.diskFault = diskFaultOf(error.cause) ?? store.diskFault
  queue.unanswered -= 1
  change.reject(error)
}

function finish(store: Store, queue: Queue, { change, value, effects }: Group['done'][number]): void {
  try {
    for (const effect of effects) effect()
  } catch (error) {
    reject(store, queue, change, error)
    return
  }
  queue.unanswered -= 1
  change.resolve(value)
}
