// Keeps what was read until the database changes, so that pages between two changes do not read it again.
import { type Clock, SECOND } from '../time.ts'
import type { Store } from './open.ts'

type Reading = { store: Store; clock: Clock }

/**
 * A read whose answer is kept until any process commits a change, at most for a second: what the clock alone decides,
 * like the end of a ban, is up to a second late.
 */
export function keptUntilChange<D extends Reading, T>(read: (deps: D) => Promise<T>): (deps: D) => Promise<T> {
  const kept = new WeakMap<Store, { version: number; second: number; answer: Promise<T> }>()
  return (deps) => {
    const { store, clock } = deps
    const version = store.version()
    const second = Math.floor(clock() / SECOND)
    const found = kept.get(store)
    if (found?.version === version && found.second === second) return found.answer
    const answer = read(deps)
    kept.set(store, { version, second, answer })
    // A failed read is repeated.
    answer.catch(() => kept.delete(store))
    return answer
  }
}
