// Versions of topics: when each was changed last, counted in changes. Pure but for its own memory.
import { topic } from '../topics.ts'

export type Versions = {
  /** Number of changes so far. */
  now: () => number
  /** Notes that topics have changed. */
  raise: (topics: readonly string[]) => void
  /** Whether none of the topics has changed after a number of changes. */
  areUnchanged: (topics: readonly string[], since: number) => boolean
}

/** Topics whose last change is remembered; a topic that was changed before all of these counts as changed when the oldest was. */
const MAX_TOPICS = 10_000

export function createVersions(max = MAX_TOPICS): Versions {
  /** In the order of their changes. */
  const changed = new Map<string, number>()
  let changes = 0
  let forgotten = 0
  return {
    now: () => changes,
    raise(topics) {
      changes += 1
      if (topics.includes(topic.everything)) {
        changed.clear()
        forgotten = changes
        return
      }
      for (const one of topics) {
        changed.delete(one)
        changed.set(one, changes)
      }
      while (changed.size > max) {
        const [oldest, version] = changed.entries().next().value!
        changed.delete(oldest)
        forgotten = version
      }
    },
    areUnchanged: (topics, since) => since >= forgotten && topics.every((one) => (changed.get(one) ?? 0) <= since),
  }
}
