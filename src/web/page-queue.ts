// The queue of pages to be made: a few at once, members first, and a bounded number that wait. Pure but for its own memory.
import { AppError } from '../errors.ts'

export type PageQueue = {
  /**
   * Waits for a turn.
   * @returns ends the turn; a second call has no effect
   * @throws AppError `unavailable` when too many wait; a member takes the place of the last stranger
   */
  enter: (isMember: boolean) => Promise<() => void>
  /** Pages that are being made, and that wait. */
  size: () => number
}

const RETRY_AFTER_SECONDS = 5
const tooMany = (): AppError =>
  new AppError(
    'unavailable',
    'Too many pages are being read at once. Please try again in a moment.',
    RETRY_AFTER_SECONDS,
  )

type Waiting = { begin: () => void; refuse: (error: AppError) => void }

/** @param limits of pages that are made at once, and that wait */
export function createPageQueue(limits: { making: number; waiting: number }): PageQueue {
  const members: Waiting[] = []
  const strangers: Waiting[] = []
  let making = 0

  const leave = (): void => {
    const next = members.shift() ?? strangers.shift()
    if (next === undefined) making -= 1
    else next.begin()
  }
  const wait = (isMember: boolean): Promise<void> => {
    if (members.length + strangers.length >= limits.waiting) {
      const last = isMember ? strangers.pop() : undefined
      if (last === undefined) throw tooMany()
      last.refuse(tooMany())
    }
    return new Promise((begin, refuse) => void (isMember ? members : strangers).push({ begin, refuse }))
  }

  return {
    async enter(isMember) {
      if (making < limits.making) making += 1
      else await wait(isMember)
      let left = false
      return () => {
        if (!left) leave()
        left = true
      }
    },
    size: () => making + members.length + strangers.length,
  }
}
