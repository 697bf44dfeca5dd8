// The rate limiter: counts requests of networks in windows of a monotonic clock. Pure but for its own memory.
import { type CountedNetwork, countedNetworks } from '../ip-ranges.ts'
import type { Clock } from '../time.ts'

/** At most `max` requests in `window` milliseconds. */
type RateLimit = { max: number; window: number }

/** `left` requests are still allowed in this window, which ends in `seconds`. */
type Count = { allowed: boolean; left: number; seconds: number }

export type Limiter = {
  /** Counts a request of a network. @param name what is counted; each name has counters of its own */
  count: (name: string, ip: string, limit: RateLimit) => Count
  /** Counts something else: what concerns an account, for instance. */
  countKey: (name: string, key: string, limit: RateLimit) => Count
  /** Number of counters in memory. */
  size: () => number
}

/** A counter takes about 200 bytes. */
const MAX_COUNTERS = 100_000

/** Times the limit that all networks have together which find no room for a counter. */
const OVERFLOW_TIMES = 10

type Counter = { n: number; ends: number }

type Counters = {
  now: Clock
  max: number
  /** Below their limit: forgotten when room is needed. */
  open: Map<string, Counter>
  /** At their limit: kept until their window ends. */
  spent: Map<string, Counter>
  /** One per name, for networks that find no room. */
  overflow: Map<string, Counter>
}

/** @param now a monotonic clock, so that a clock set back blocks nobody */
export function createLimiter(now: Clock, max = MAX_COUNTERS): Limiter {
  const counters: Counters = { now, max, open: new Map(), spent: new Map(), overflow: new Map() }
  const countAll = (name: string, keys: readonly CountedNetwork[], limit: RateLimit): Count => {
    let left = Number.POSITIVE_INFINITY
    let seconds = 0
    for (const { key, times } of keys) {
      const scaled = { max: limit.max * times, window: limit.window }
      const counter = increment(counters, name, key, scaled)
      const wait = Math.max(1, Math.ceil((counter.ends - now()) / 1000))
      // A subscriber over the limit does not use up what the neighbours have.
      if (counter.n > counter.max) return { allowed: false, left: 0, seconds: wait }
      if (counter.max - counter.n < left) {
        left = counter.max - counter.n
        seconds = wait
      }
    }
    return { allowed: true, left, seconds }
  }
  return {
    count: (name, ip, limit) => countAll(name, countedNetworks(ip), limit),
    countKey: (name, key, limit) => countAll(name, [{ key, times: 1 }], limit),
    size: () => counters.open.size + counters.spent.size + counters.overflow.size,
  }
}

/** The counter of a network or another key after one more request, with the limit that it is compared to. */
function increment(counters: Counters, name: string, of: string, limit: RateLimit): Counter & { max: number } {
  const { open, spent, overflow } = counters
  const at = counters.now()
  const key = `${name} ${of}`
  const known = spent.get(key) ?? open.get(key)
  if (known !== undefined && known.ends > at) {
    known.n += 1
    if (known.n === limit.max) {
      open.delete(key)
      spent.set(key, known)
    }
    return { ...known, max: limit.max }
  }
  spent.delete(key)
  open.delete(key)
  if (hasRoom(counters, at)) {
    const fresh = { n: 1, ends: at + limit.window }
    ;(limit.max <= 1 ? spent : open).set(key, fresh)
    return { ...fresh, max: limit.max }
  }
  const before = overflow.get(name)
  const shared = before !== undefined && before.ends > at ? before : { n: 0, ends: at + limit.window }
  shared.n += 1
  overflow.set(name, shared)
  return { ...shared, max: limit.max * OVERFLOW_TIMES }
}

/** Makes room for a counter: deletes expired ones, else one below its limit, never one at its limit. */
function hasRoom({ open, spent, max }: Counters, at: number): boolean {
  for (const map of [open, spent]) deleteExpired(map, at)
  if (open.size + spent.size < max) return true
  const dropped = open.keys().next()
  return !dropped.done && open.delete(dropped.value)
}

/** Counters looked at for each new one, so that memory is freed faster than it is taken. */
const EXAMINED = 4

/** Examines the first counters of a map; those that are still needed go to its end. */
function deleteExpired(map: Map<string, Counter>, at: number): void {
  for (const [key, counter] of [...first(map, EXAMINED)]) {
    map.delete(key)
    if (counter.ends > at) map.set(key, counter)
  }
}

function* first<T>(items: Iterable<T>, n: number): Generator<T> {
  for (const item of items) {
    if (n-- <= 0) return
    yield item
  }
}
