// Group commit: runs the changes that wait, many in one transaction, and answers them after its commit.
import { CompiledQuery } from 'kysely'
import { AppError } from '../errors.ts'
import { yieldToOthers } from '../slices.ts'
import { MINUTE } from '../time.ts'
import { openContext } from './change-context.ts'
import { collectChanges, storeChanges } from './changes.ts'
import type { Store, Tx } from './open.ts'
import { diskFaultOf, isBusy, unavailable, waitToRetry } from './unavailable.ts'

/** Milliseconds after which a group takes no further change, so that the event loop turns. */
const GROUP_MS = 4

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
  for (const one of group.done) finish(store, queue, one)
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
  const until = performance.now() + GROUP_MS
  do await runChange(store, queue, group, db)
  while (queue.waiting.length > 0 && performance.now() < until)
  await store.follow?.(db)
  await storeChanges(db, group.topics, store.origin)
}

const savepoint = CompiledQuery.raw('savepoint change')
const release = CompiledQuery.raw('release change')
const rollBack = CompiledQuery.raw('rollback to change')

/**
 * Runs the first change that waits. If it throws, only its savepoint is rolled back. The first of a group needs none: the
 * transaction holds nothing else yet, and ends with it.
 */
async function runChange(store: Store, queue: Queue, group: Group, db: Tx): Promise<void> {
  const change = queue.waiting.shift()!
  const isFirst = group.changes.size === 0
  group.changes.add(change)
  const { own, end } = ownTransaction(db)
  const topics = collectChanges(own)
  const effects = openContext(own, nextTime(store, queue))
  if (!isFirst) await db.executeQuery(savepoint)
  try {
    const value = await change.run(own)
    // Fails if SQLite has ended the transaction and the change has passed over that.
    if (!isFirst) await db.executeQuery(release)
    group.done.push({ change, value, effects })
    for (const topic of topics) group.topics.add(topic)
  } catch (error) {
    if (isFirst) throw error
    // Where SQLite has ended the transaction, this fails too, and with it the group.
    await db.executeQuery(rollBack)
    await db.executeQuery(release)
    group.changes.delete(change)
    reject(store, queue, change, error)
  } finally {
    end()
  }
}

/** A transaction for one change of a group: statements that it sends after its end are refused, as they would be stored with the next one. */
function ownTransaction(db: Tx): { own: Tx; end: () => void } {
  let ended = false
  const own = db.withPlugin({
    transformQuery: ({ node }) => {
      if (ended) throw new Error('This change has ended: await every statement inside it.')
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
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
