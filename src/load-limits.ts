// How much load the server takes before it asks readers to wait: pages, connections, streams, the event loop. Pure.

/**
 * Pages that are not in the cache: at most `making` are made at once and `waiting` wait, members first. A network whose readers
 * are not signed in (`countedNetworks`), and a member, may open `max` of them in `window` milliseconds.
 */
export const pageBudget = {
  making: 2,
  waiting: 60,
  network: { max: 600, window: 60_000 },
  member: { max: 600, window: 60_000 },
} as const

/**
 * Milliseconds in which the head of a request must arrive, and the whole of it; the bytes of a body that must arrive in each
 * window; how long a connection stays open without a request; how often Node looks for requests that are late.
 * Connections of one network at once, without a proxy.
 */
export const connectionLimits = {
  head: 10_000,
  request: 5 * 60_000,
  body: { window: 30_000, bytes: 240_000 },
  idle: 72_000,
  check: 2000,
  network: 200,
} as const

/** Live streams open at once: from one network, and in all. */
export const streamLimits = { network: 20, all: 10_000 } as const

/**
 * Load of the last second above which pages that are not cached answer 503.
 * A saturated event loop alone is no overload: it serves as many readers as it can. Its turns must also be so long that a
 * page, which needs several of them, would take seconds. A heap near V8's own limit is spent on collecting garbage,
 * and at the limit the process ends.
 */
export const loadLimits = {
  /** Mean delay of a turn of the event loop, in milliseconds. */
  eventLoopDelay: 1000,
  /** Share of the time that the event loop was busy. */
  eventLoopUtilization: 0.98,
  /** Share of V8's heap limit. */
  heapShare: 0.85,
} as const

export type LoadLimits = { [K in keyof typeof loadLimits]: number }
