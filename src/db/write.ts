// write: the one way to change the database, one immediate transaction after the other.
import { AppError } from '../errors.ts'
import { createSemaphore, type Semaphore } from '../semaphore.ts'
import type { Store, Tx } from './open.ts'

/** Milliseconds that a write waits for a file locked by another process, and between two attempts. */
const BUSY_TIMEOUT_MS = 5000
const RETRY_MS = 20

/** One transaction at a time for each database. */
const writers = new WeakMap<Store, Semaphore>()

function writerOf(store: Store): Semaphore {
  const writer = writers.get(store) ?? createSemaphore(1)
  writers.set(store, writer)
  return writer
}

const code = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/**
 * Runs a change as one transaction, in the order of the calls. A file that another process holds
 * is retried for five seconds without blocking the event loop. Await nothing but the database inside: hash and render before.
 * @throws AppError `unavailable` when the file stays locked, is full or cannot be written
 */
export function write<T>(deps: { store: Store }, change: (db: Tx) => Promise<T>): Promise<T> {
  const { store } = deps
  // Counted from now, not from its turn, so that a queue of writes does not wait five seconds each.
  const giveUp = performance.now() + BUSY_TIMEOUT_MS
  return writerOf(store).run(() => attempt(store, change, giveUp))
}

const attempt = <T>(store: Store, change: (db: Tx) => Promise<T>, giveUp: number): Promise<T> =>
  retryWhileBusy(
    () =>
      store.writer.transaction().execute(async (db) => {
        const result = await change(db)
        await store.follow?.(db)
        return result
      }),
    giveUp,
  )

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
      const why = code(error)
      if (why.startsWith('SQLITE_BUSY') && performance.now() < giveUp) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
        continue
      }
      if (why.startsWith('SQLITE_BUSY'))
        throw new AppError(
          'unavailable',
          'Another process is writing to the database. Nothing was saved; please try again in a moment.',
          5,
        )
      if (why.startsWith('SQLITE_FULL') || why.startsWith('SQLITE_READONLY') || why.startsWith('SQLITE_IOERR')) {
        throw new AppError('unavailable', 'The site’s disk is full. Nothing was saved; please try again later.', 60)
      }
      throw error
    }
  }
}
