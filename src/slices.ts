// Runs long work in slices of a few milliseconds, so that other requests are served in between. Pure but for the clock.

/** Milliseconds of a slice; with the longest step it stays below 20. */
const SLICE_MS = 4

/** Lets the event loop take what has arrived. */
export const yieldToOthers = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Makes a function that yields to the event loop once a slice has been used up. */
export function createPause(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < SLICE_MS) return
    await yieldToOthers()
    since = performance.now()
  }
}

/**
 * Makes a function that yields to the event loop and, once there has been work for a while, waits as long: other
 * processes then get what this one holds.
 * @param ms of work, and of the wait after it
 */
export function createGap(ms: number): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < ms) return yieldToOthers()
    await new Promise((resolve) => setTimeout(resolve, ms))
    since = performance.now()
  }
}

/**
 * Makes a function that yields to the event loop once it has not turned for a slice. All callers share the slice, so that
 * many short pieces of work in a row do not hold the loop either. It returns null where there is nothing to wait for: it is
 * called so often that a promise each time would be felt.
 */
export function createSharedPause(): () => Promise<void> | null {
  let since: number | null = null
  const begin = (): void => {
    if (since !== null) return
    since = performance.now()
    setImmediate(() => {
      since = null
    })
  }
  return () => {
    if (since !== null && performance.now() - since >= SLICE_MS) return yieldToOthers().then(begin)
    begin()
    return null
  }
}

/** Waits until a shared slice has time left. Of those that wait together, only as many go on in a turn as it has time for. */
export async function waitForSlice(pause: () => Promise<void> | null): Promise<void> {
  for (let turn = pause(); turn !== null; turn = pause()) await turn
}

/** Runs a generator to its end, pausing between its steps. */
export async function runInSlices<T>(steps: Generator<void, T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next()
    await pause()
    if (done) return value
  }
}
