// Long work in short steps: whoever else is served gets their turn in between. Pure but for the clock of the machine.

/** How long one goes on before others get their turn, in milliseconds; with the longest step it stays below 20. */
const TURN = 4

/** A pause that is one only when it is time for it. */
export function createPause(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < TURN) return
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}

/** Goes through steps to their end, with pauses between them. */
export async function runInSlices<T>(steps: Generator<void, T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next()
    await pause()
    if (done) return value
  }
}
