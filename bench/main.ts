// npm run bench [-- NAME …]: one table of the goals of the engine, each measured on the real server, with data that the bench makes itself.

import { archiveRow } from './goals/archive-row.ts'
import { openBench } from './goals/bench.ts'
import { largeRows } from './goals/large-rows.ts'
import { latencyRows } from './goals/latency-rows.ts'
import { postingRows } from './goals/posting-rows.ts'
import { machine } from './goals/process-figures.ts'
import { bytesRow, moderatorRow, readingRows } from './goals/reading-rows.ts'
import { header, line, type Row } from './goals/row.ts'
import { startRows } from './goals/start-rows.ts'
import { wordPressRow } from './goals/wordpress/row.ts'
import { pinMyself, pins } from './processes.ts'

const rows: readonly Row[] = [
  ...readingRows,
  wordPressRow,
  moderatorRow,
  ...postingRows,
  ...latencyRows,
  ...largeRows,
  bytesRow,
  ...startRows,
  archiveRow,
]

/** Pairs of rounds, in the order A B B A, and seconds of each. */
const effort = {
  pairs: Number(process.env['BENCH_ROUNDS'] ?? 6),
  seconds: Number(process.env['BENCH_SECONDS'] ?? 1.5),
}

const names = rows.map(({ name }) => name)
const [asked, args] = [
  process.argv.slice(2).filter((word) => names.includes(word)),
  process.argv.slice(2).filter((word) => !names.includes(word)),
]
const chosen = rows.filter(({ name, onlyByName }) => (asked.length === 0 ? onlyByName !== true : asked.includes(name)))
if (asked.length === 0 && args.length > 0) {
  console.error(`npm run bench -- NAME …, with some of: ${names.join(', ')}`)
  process.exit(2)
}

const where = machine()
pinMyself()
console.log(
  `${where}. ${pins ? 'Servers on core 0, load on core 1.' : 'Not pinned to cores: the figures are rougher.'} Ratios are of processor time per request, in one interleaved run.\n`,
)
console.log(header)
const bench = openBench(effort, args)
let wrong = 0
try {
  for (const row of chosen) {
    try {
      console.log(line(row, await row.measure(bench)))
    } catch (error) {
      // A page that is not the expected one makes the figure worthless; the other rows are measured still.
      wrong += 1
      await bench.stopAll()
      console.log(line(row, { skipped: `not measured: ${(error as Error).message}` }))
    }
  }
} finally {
  await bench.close()
}
process.exit(wrong === 0 ? 0 : 1)
