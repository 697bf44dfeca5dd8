// A bounded semaphore: a few pieces of work at once, some more wait in a queue, and the rest are refused. Pure but for its queue.
import { AppError } from './errors.ts'

export type Semaphore = {
  /** Waits for a permit. @returns the release function; a second call has no effect. @throws AppError `unavailable` when the queue is full */
  acquire: () => Promise<() => void>
  /** Does a piece of work with a permit. @throws AppError `unavailable` when the queue is full */
  run: <T>(work: () => Promise<T>) => Promise<T>
}

const RETRY_AFTER_SECONDS = 5

/** @param sentence the error when the queue is full */
export function createSemaphore(limit: number, maxWaiting = Infinity, sentence = ''): Semaphore {
  let running = 0
  const queue: (() => void)[] = []
  const acquire = async (): Promise<() => void> => {
    if (running >= limit) {
      if (queue.length >= maxWaiting) throw new AppError('unavailable', sentence, RETRY_AFTER_SECONDS)
      // A release passes its permit to the first in the queue, so that the order is kept.
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running += 1
    let released = false
    return () => {
      if (released) return
      released = true
      const next = queue.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
  return {
    acquire,
    run: async (work) => {
      const release = await acquire()
      try {
        return await work()
      } finally {
        release()
      }
    },
  }
}
