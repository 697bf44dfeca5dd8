// write: the one way to change the database, one immediate transaction after the other.
import { AppError } from '../errors.ts'
import { createSemaphore, type Semaphore } from '../semaphore.ts'
import { collectChanges, storeChanges } from './changes.ts'
import type { DiskFault, Store, Tx } from './open.ts'

/** Milliseconds that a write waits for a file locked by another process, and between two attempts. */
const BUSY_TIMEOUT_MS = 5000
const RETRY_MS = 20
/** Milliseconds without a transaction in which a write of another process that waits for the file gets its turn. */
export const GAP_MS = RETRY_MS + 5

/** Changes that wait for their turn: what a slow disk writes in about five seconds. */
export const MAX_WAITING_WRITES = 500
const QUEUE_FULL = 'Too many changes are waiting to be saved. Nothing was saved; please try again in a moment.'

/** One transaction at a time for each database. */
const writers = new WeakMap<Store, Semaphore>()

function writerOf(store: Store): Semaphore {
  const writer = writers.get(store) ?? createSemaphore(1, MAX_WAITING_WRITES, QUEUE_FULL)
  writers.set(store, writer)
  return writer
}

const code = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/**
 * Runs a change as one transaction, in the order of the calls. A file that another process holds
 * is retried for five seconds without blocking the event loop. Await nothing but the database inside: hash and render before.
 * @throws AppError `unavailable` when the queue is full, and when the file stays locked, is full or cannot be written
 */
export function write<T>(deps: { store: Store }, change: (db: Tx) => Promise<T>): Promise<T> {
  const { store } = deps
  // Counted from now, not from its turn, so that a queue of writes does not wait five seconds each.
  const giveUp = performance.now() + BUSY_TIMEOUT_MS
  return writerOf(store).run(() => attempt(store, change, giveUp))
}

/** Ends the transaction of a rehearsal. */
class Rehearsed extends Error {}

/**
 * Runs a change as `write` does and takes it back: nothing is stored, and no cache is dropped.
 * @returns what the change returns, as if it had happened
 */
export async function rehearse<T>(deps: { store: Store }, change: (db: Tx) => Promise<T>): Promise<T> {
  let result: { value: T } | null = null
  try {
    await writerOf(deps.store).run(() =>
      retryWhileBusy(() =>
        deps.store.writer.transaction().execute(async (db) => {
          collectChanges(db)
          result = { value: await change(db) }
          throw new Rehearsed()
        }),
      ),
    )
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
  return result!.value
}

const attempt = async <T>(store: Store, change: (db: Tx) => Promise<T>, giveUp: number): Promise<T> => {
  try {
    const { result, topics } = await retryWhileBusy(
      () =>
        store.writer.transaction().execute(async (db) => {
          const topics = collectChanges(db)
          const result = await change(db)
          await store.follow?.(db)
          await storeChanges(db, topics, store.origin)
          return { result, topics }
        }),
      giveUp,
    )
    if (topics.size > 0) await store.changed?.([...topics])
    return result
  } catch (error) {
    if (error instanceof AppError) store.diskFault = diskFaultOf(error.cause) ?? store.diskFault
    throw error
  }
}

/** What an error of SQLite says about the disk; null if nothing. */
function diskFaultOf(error: unknown): DiskFault | null {
  const why = code(error)
  if (why.startsWith('SQLITE_FULL')) return 'full'
  return why.startsWith('SQLITE_READONLY') || why.startsWith('SQLITE_IOERR') ? 'unwritable' : null
}

const diskSentences: Record<DiskFault, string> = {
  full: 'The site’s disk is full. Nothing was saved; please try again later.',
  unwritable: 'The site cannot write to its disk. Nothing was saved; please try again later.',
}

/**
 * Retries work that locks the file while another process holds it.
 * @param giveUp value of `performance.now()` after which it is not retried
 * @throws AppError `unavailable` when the file stays locked, is full or cannot be written
 */
export async function retryWhileBusy<T>(
  work: () => Promise<T>,
  giveUp = performance.now() + BUSY_TIMEOUT_MS,
): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const isBusy = code(error).startsWith('SQLITE_BUSY')
      if (isBusy && performance.now() < giveUp) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
        continue
      }
      if (isBusy)
        throw new AppError(
          'unavailable',
          'Another process is writing to the database. Nothing was saved; please try again in a moment.',
          5,
          [],
          error,
        )
      const fault = diskFaultOf(error)
      throw fault === null ? error : new AppError('unavailable', diskSentences[fault], 60, [], error)
    }
  }
}
