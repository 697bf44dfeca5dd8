// Measures how long work holds the event loop: processor time of its thread between two turns, so that other processes do not count.
import { median } from '../../src/quantiles.ts'
import { yieldToOthers } from '../../src/slices.ts'

/** Milliseconds of the processor: of the longest turn of the loop, and of all turns. */
type Hold = { longest: number; processor: number }

/** Milliseconds that this thread has used. */
const used = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Runs work and watches the turns of the event loop meanwhile. */
async function holdOf(work: () => Promise<unknown>): Promise<Hold> {
  await yieldToOthers()
  const from = used()
  let last = from
  let longest = 0
  let isOver = false
  async function watch(): Promise<void> {
    // The turn in which the work ended counts too.
    for (let isLast = false; !isLast; ) {
      isLast = isOver
      await yieldToOthers()
      const now = used()
      longest = Math.max(longest, now - last)
      last = now
    }
  }
  const watching = watch()
  await work()
  isOver = true
  await watching
  return { longest, processor: used() - from }
}

const milliseconds = (n: number): string => `${n.toFixed(1)} ms`

/**
 * Measures work several times and prints a row of the table: medians, so that a garbage collection does not count.
 * @param prepare what has to be there before each round; not measured
 */
export async function measure(
  name: string,
  rounds: number,
  work: (prepared: number) => Promise<unknown>,
  prepare: (round: number) => Promise<unknown> = async () => undefined,
): Promise<void> {
  const found: Hold[] = []
  for (let round = 0; round < rounds; round++) {
    await prepare(round)
    found.push(await holdOf(() => work(round)))
  }
  const of = (pick: (one: Hold) => number): string => milliseconds(median(found.map(pick)))
  const worst = milliseconds(Math.max(...found.map(({ longest }) => longest)))
  console.log(`| ${name} | ${of(({ longest }) => longest)} | ${worst} | ${of(({ processor }) => processor)} |`)
}
