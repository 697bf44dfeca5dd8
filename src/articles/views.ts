// Counts readings in memory and writes them down now and then, so that no reader waits for a counter. Pure but for its own memory.
export type ViewCounter = {
  count: (articleId: number) => void
  /** What has been counted since the last time, which begins anew. */
  take: () => ReadonlyMap<number, number>
}

export function createViewCounter(): ViewCounter {
  let counted = new Map<number, number>()
  return {
    count: (articleId) => void counted.set(articleId, (counted.get(articleId) ?? 0) + 1),
    take: () => {
      const taken = counted
      counted = new Map()
      return taken
    },
  }
}
