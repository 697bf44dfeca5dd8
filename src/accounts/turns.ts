// Admits requests that cost a password check one in each turn of the event loop, so that pages are answered between them. Pure but for its queue.
import { yieldToOthers } from '../slices.ts'

export type Turns = () => Promise<void>

/** Requests that arrive at once would otherwise be handled one after the other before any page. */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()
  return () => {
    last = last.then(yieldToOthers)
    return last
  }
}
