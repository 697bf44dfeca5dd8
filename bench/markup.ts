// npm run bench:markup: how long the worst texts of 60 kB take to render, and whether time grows with length alone.
import { linkedMentions, mentionCandidates } from '../src/markup/mentions.ts'
import { render } from '../src/markup/render.ts'
import { plainText, wordCount } from '../src/markup/text.ts'
import { median } from '../src/quantiles.ts'
import { type Worst, worst } from './worst.ts'

/** Goal for a text of 60 kB, in milliseconds of processor time. */
const GOAL = 50
const LENGTHS = [15_000, 30_000, 60_000, 120_000]
const LONGEST = 60_000
/** Tolerance for eight times the length, relative to eight times the time; applied above the goal only, because short times are imprecise. */
const SLACK = 2
const ROUNDS = 5

const mentions = new Map(
  ['Nell', 'Nell of the Point', 'nic1', 'nic2', 'xx'].map((nic) => [nic, `/people/${encodeURIComponent(nic)}`]),
)

/** Everything that posting does with a text: find mentions, render, sanitize, and extract the plain text. */
function whole(text: string, format: Worst['format']): number {
  mentionCandidates(text)
  const { html } = render(text, { format, place: 'comment', mentions })
  linkedMentions(html)
  plainText(html)
  wordCount(html)
  return html.length
}

/** Processor time of this thread, in milliseconds: what others do on the machine is not measured. */
function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The mean of a few rounds, in milliseconds of processor time: the system counts it in steps of up to four. */
function time(text: string, format: Worst['format']): number {
  const from = spent()
  for (let round = 0; round < ROUNDS; round++) whole(text, format)
  return (spent() - from) / ROUNDS
}

type Result = { name: string; times: number[]; at60: number; growth: number; swell: number }

const [wanted = ''] = process.argv.slice(2)
const chosen = worst.filter(({ name }) => name.includes(wanted))
for (const { make, format } of chosen) whole(make(4_000), format)
const results: Result[] = chosen.map(({ name, format, make }) => {
  const times = LENGTHS.map((length) => time(make(length), format))
  const [first = 0, , at60 = 0, last = 0] = times
  const text = make(LONGEST)
  // Below two milliseconds clock and compiler dominate.
  return { name, times, at60, growth: last / Math.max(first, 2) / (120 / 15), swell: whole(text, format) / text.length }
})

const slow = results.filter(({ at60 }) => at60 > GOAL)
const crooked = results.filter(({ growth, times }) => growth > SLACK && Math.max(...times) > GOAL)
const shown = [...results].sort((a, b) => b.at60 - a.at60)
console.log(
  `${results.length} texts; milliseconds of processor time at ${LENGTHS.map((length) => `${length / 1000} kB`).join(', ')}; growth from the shortest to the longest, 1 is in proportion; length of what comes out against what went in`,
)
for (const { name, times, growth, swell } of shown.slice(0, 20)) {
  console.log(
    `${times.map((ms) => ms.toFixed(1).padStart(8)).join('')}  ${growth.toFixed(2).padStart(5)}  ${swell.toFixed(1).padStart(5)}  ${name}`,
  )
}
console.log(
  `The slowest of 60 kB takes ${shown[0]?.at60.toFixed(1)} ms, the median ${median(shown.map(({ at60 }) => at60)).toFixed(1)} ms; the goal is ${GOAL} ms.`,
)
for (const { name, times } of crooked)
  console.log(`Grows faster than its length: ${name} (${times.map((ms) => ms.toFixed(1)).join(', ')} ms)`)
if (slow.length > 0) console.log(`${slow.length} take longer than the goal: ${slow.map(({ name }) => name).join('; ')}`)
process.exitCode = slow.length + crooked.length > 0 ? 1 : 0
