// Cache of parts of pages, which the answers to many readers share. Pure but for its own memory.

/** Something made for pages. It holds until one of its topics changes, or its time is over. */
type Part<T> = {
  value: T
  /** What it takes in memory, roughly. */
  bytes: number
  /** Unix milliseconds. */
  expires: number
  topics: readonly string[]
}

type Kept = Part<unknown> & {
  /** Of the versions, from before its first read. */
  mark: number
  /** Of the versions, when it was last compared with those of its topics. */
  checked: number
}

/** The versions of topics, as the page cache counts them. */
type TopicVersions = {
  mark: () => number
  areUnchanged: (topics: readonly string[], mark: number) => boolean
}

export type PartCache = {
  /** False without capacity: then every page is made as a whole. */
  isOn: boolean
  /** @returns undefined if it is not there, or no longer holds */
  get: <T>(key: string, now: number) => T | undefined
  /**
   * The part with this key, made if it is not there. Simultaneous requests share the making.
   * @param make gets what the key held before a change, to keep what is still the same; null for nothing
   */
  once: <T>(key: string, now: number, make: (before: T | null) => Promise<Part<T>>) => Promise<T>
  /** Keeps a part that was made elsewhere. @param mark of the versions, from before its first read */
  put: <T>(key: string, part: Part<T>, mark: number) => void
  /** Whether there is a part with this key, which may no longer hold. */
  has: (key: string) => boolean
  size: () => { parts: number; bytes: number }
}

/** Nothing is walked to drop a part: each is compared with the versions of its topics when it is asked for. */
export function createPartCache({ mark, areUnchanged }: TopicVersions, capacity: number): PartCache {
  const parts = new Map<string, Kept>()
  const making = new Map<string, { mark: number; value: Promise<unknown> }>()
  let bytes = 0

  const forget = (key: string): void => {
    bytes -= parts.get(key)?.bytes ?? 0
    parts.delete(key)
  }

  const held = (key: string, now: number): Kept | undefined => {
    const part = parts.get(key)
    if (part === undefined || part.expires <= now) return undefined
    const current = mark()
    if (part.checked === current) return part
    if (!areUnchanged(part.topics, part.mark)) return undefined
    part.checked = current
    return part
  }

  const keep = (key: string, part: Kept): void => {
    forget(key)
    parts.set(key, part)
    bytes += part.bytes
    // A Map iterates in insertion order: the part used last is at the end.
    while (bytes > capacity && parts.size > 1) forget(parts.keys().next().value!)
  }

  const get = <T>(key: string, now: number): T | undefined => {
    const part = cache.isOn ? held(key, now) : undefined
    if (part === undefined) return undefined
    parts.delete(key)
    parts.set(key, part)
    return part.value as T
  }

  const cache: PartCache = {
    isOn: capacity > 0,
    get,
    async once<T>(key: string, now: number, make: (before: T | null) => Promise<Part<T>>): Promise<T> {
      const found = get<T>(key, now)
      if (found !== undefined) return found
      const begun = mark()
      const other = making.get(key)
      // One that was begun before a change may not show it.
      if (cache.isOn && other !== undefined && other.mark === begun) return other.value as Promise<T>
      const value = make((parts.get(key)?.value as T | undefined) ?? null).then((part) => {
        if (cache.isOn && part.expires > now && areUnchanged(part.topics, begun))
          keep(key, { ...part, mark: begun, checked: begun })
        return part.value
      })
      const mine = { mark: begun, value }
      making.set(key, mine)
      try {
        return await value
      } finally {
        if (making.get(key) === mine) making.delete(key)
      }
    },
    put: (key, part, begun) => {
      if (cache.isOn && areUnchanged(part.topics, begun)) keep(key, { ...part, mark: begun, checked: begun })
    },
    has: (key) => cache.isOn && parts.has(key),
    size: () => ({ parts: parts.size, bytes }),
  }
  return cache
}
