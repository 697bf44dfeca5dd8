// The one way to write: transactions in a row, begun immediate, retried without blocking the event loop.
import { AppError } from '../errors.ts'
import type { Store, Tx } from './open.ts'

/** How long a write waits for another process to let go of the file, in milliseconds, and how often it asks. */
const PATIENCE = 5000
const PAUSE = 20

const queues = new WeakMap<Store, Promise<unknown>>()

const code = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/**
 * Runs one change of the database as one transaction. Changes stand in a row, so that none sees another half done;
 * a file that another process holds is asked again, up to five seconds, without blocking the event loop.
 * Await nothing but the database inside: hash and render before.
 * @throws AppError `unavailable` when the file stays locked, is full or cannot be written
 */
export function write<T>(deps: { store: Store }, change: (db: Tx) => Promise<T>): Promise<T> {
  const { store } = deps
  // From now on, and not from its turn on: else those behind would wait for one another's patience too.
  const giveUp = performance.now() + PATIENCE
  const before = queues.get(store) ?? Promise.resolve()
  const mine = before.then(
    () => attempt(store, change, giveUp),
    () => attempt(store, change, giveUp),
  )
  queues.set(
    store,
    mine.catch(() => undefined),
  )
  return mine
}

const attempt = <T>(store: Store, change: (db: Tx) => Promise<T>, giveUp: number): Promise<T> =>
  patiently(
    () =>
      store.writer.transaction().execute(async (db) => {
        const result = await change(db)
        await store.follow?.(db)
        return result
      }),
    giveUp,
  )

/**
 * Does what locks the file, again and again while another process holds it.
 * @param giveUp moment of `performance.now()` from which it is not tried again
 * @throws AppError `unavailable` when the file stays locked, is full or cannot be written
 */
export async function patiently<T>(work: () => Promise<T>, giveUp = performance.now() + PATIENCE): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const why = code(error)
      if (why.startsWith('SQLITE_BUSY') && performance.now() < giveUp) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
        continue
      }
      if (why.startsWith('SQLITE_BUSY'))
        throw new AppError(
          'unavailable',
          'Somebody else is writing to the archive. Nothing was stored; please try again in a moment.',
          5,
        )
      if (why.startsWith('SQLITE_FULL') || why.startsWith('SQLITE_READONLY') || why.startsWith('SQLITE_IOERR')) {
        throw new AppError(
          'unavailable',
          'The disk of this site takes nothing more at the moment. Nothing was stored; please try again later.',
          60,
        )
      }
      throw error
    }
  }
}
