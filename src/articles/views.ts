// Counts article views in memory, so that no request writes to the database. Pure but for its own memory.
export type ViewCounter = {
  count: (articleId: number) => void
  /** Returns the counts since the last call, and resets them. */
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
