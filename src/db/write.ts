// write: the one way to change the database. Changes that arrive together share one immediate transaction (group commit).
import { AppError } from '../errors.ts'
import type { Store, Tx } from './open.ts'
import { BUSY_TIMEOUT_MS } from './unavailable.ts'
import { commitGroups, type Queue } from './write-groups.ts'

/** Changes that wait for their turn: what a slow disk writes in about five seconds. */
export const MAX_WAITING_WRITES = 500
const QUEUE_FULL = 'Too many changes are waiting to be saved. Nothing was saved; please try again in a moment.'
const RETRY_AFTER_SECONDS = 5

const queues = new WeakMap<Store, Queue>()

function queueOf(store: Store): Queue {
  const queue = queues.get(store) ?? { waiting: [], unanswered: 0, isRunning: false, newestTime: 0 }
  queues.set(store, queue)
  return queue
}

/**
 * Runs a change in a transaction, in the order of the calls, and resolves after its commit. Changes that arrive together
 * share the transaction; one that throws is rolled back alone. A file that another process holds is
 * retried for five seconds without blocking the event loop.
 * Await nothing but the database inside: hash and render before. Touch nothing outside it: see `afterCommit`.
 * @throws AppError `unavailable` when the queue is full, and when the file stays locked, is full or cannot be written
 */
export function write<T>({ store }: { store: Store }, change: (db: Tx) => Promise<T>): Promise<T> {
  const queue = queueOf(store)
  // One is at work, the others wait.
  if (queue.unanswered > MAX_WAITING_WRITES)
    return Promise.reject(new AppError('unavailable', QUEUE_FULL, RETRY_AFTER_SECONDS))
  queue.unanswered += 1
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  // Counted from now, not from its turn, so that a queue of writes does not wait five seconds each.
  const giveUp = performance.now() + BUSY_TIMEOUT_MS
  queue.waiting.push({ run: change, giveUp, resolve: (value) => resolve(value as T), reject })
  if (!queue.isRunning) void commitGroups(store, queue)
  return promise
}

/** Ends the change of a rehearsal. */
class Rehearsed extends Error {}

/**
 * Runs a change as `write` does and takes it back: nothing is stored, and no cache is dropped.
 * @returns what the change returns, as if it had happened
 */
export async function rehearse<T>(deps: { store: Store }, change: (db: Tx) => Promise<T>): Promise<T> {
  let result: { value: T } | null = null
  try {
    await write(deps, async (db) => {
      result = { value: await change(db) }
      throw new Rehearsed()
    })
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
  return result!.value
}
