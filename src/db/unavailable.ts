// What SQLite's errors say about the file, in words; and waiting for a file that another process holds.
import { AppError } from '../errors.ts'
import type { DiskFault } from './open.ts'

/** Milliseconds that a write waits for a file locked by another process, and between two attempts. */
export const BUSY_TIMEOUT_MS = 5000
const RETRY_MS = 20
/** Milliseconds without a transaction in which a write of another process that waits for the file gets its turn. */
export const GAP_MS = RETRY_MS + 5

const code = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

/** Whether another process holds the file. */
export const isBusy = (error: unknown): boolean => code(error).startsWith('SQLITE_BUSY')

/** What an error of SQLite says about the disk; null if nothing. */
export function diskFaultOf(error: unknown): DiskFault | null {
  const why = code(error)
  if (why.startsWith('SQLITE_FULL')) return 'full'
  return why.startsWith('SQLITE_READONLY') || why.startsWith('SQLITE_IOERR') ? 'unwritable' : null
}

const diskSentences: Record<DiskFault, string> = {
  full: 'The site’s disk is full. Nothing was saved; please try again later.',
  unwritable: 'The site cannot write to its disk. Nothing was saved; please try again later.',
}

/** AppError `unavailable` for a file that is locked, full or cannot be written, with SQLite's error as its cause; any other error as it is. */
export function unavailable(error: unknown): unknown {
  if (isBusy(error)) {
    const sentence = 'Another process is writing to the database. Nothing was saved; please try again in a moment.'
    return new AppError('unavailable', sentence, 5, [], error)
  }
  const fault = diskFaultOf(error)
  return fault === null ? error : new AppError('unavailable', diskSentences[fault], 60, [], error)
}

/** Waits before the next attempt, while the event loop turns. */
export const waitToRetry = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, RETRY_MS))

/**
 * Retries work that locks the file while another process holds it, for five seconds.
 * @throws AppError `unavailable` when the file stays locked, is full or cannot be written
 */
export async function retryWhileBusy<T>(work: () => Promise<T>): Promise<T> {
  const giveUp = performance.now() + BUSY_TIMEOUT_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error) || performance.now() >= giveUp) throw unavailable(error)
      await waitToRetry()
    }
  }
}
