// A few at once, some more in a queue, and the rest are told to come back: what costs memory or time is bounded. Pure but for its own memory.
import { AppError } from '../errors.ts'

export type Turns = {
  /** Waits for a turn. @returns what ends it; calling that again does nothing. @throws AppError `unavailable` when the queue is full */
  take: () => Promise<() => void>
  /** Does a piece of work in a turn of its own. */
  run: <T>(work: () => Promise<T>) => Promise<T>
}

/** @param sentence what those are told for whom there is no room even to wait */
export function takeTurns(atOnce: number, waiting: number, sentence: string): Turns {
  let running = 0
  const queue: (() => void)[] = []
  const take = async (): Promise<() => void> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new AppError('unavailable', sentence, 5)
      // Whoever ends hands the turn on, so that nobody comes in between.
      await new Promise<void>((resolve) => queue.push(resolve))
    } else running += 1
    let over = false
    return () => {
      if (over) return
      over = true
      const next = queue.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
  return {
    take,
    run: async (work) => {
      const end = await take()
      try {
        return await work()
      } finally {
        end()
      }
    },
  }
}
