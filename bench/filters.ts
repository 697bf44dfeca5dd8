// npm run bench:filters: how long two hundred filters take over the worst comments, in all and at one stretch.

import { MAX_PROGRAM_STEPS } from '../src/filters/patterns.ts'
import {
  compileFilter,
  createSearchText,
  type Filter,
  matchInSteps,
  plainSearchText,
  type Subject,
} from '../src/filters/rules.ts'
import { noSigns } from '../src/filters/signs.ts'
import { chance, prose } from './prose.ts'

const LENGTH = 10_000
const FILTERS = 200
/** Goals in milliseconds: the total for usual filters, and the longest slice for the worst ones. */
const GOAL = 20
const ROUNDS = 5

const next = chance(7)
const { words } = prose(next)
const letter = (from: number, of: number): string => String.fromCodePoint(from + Math.floor(next() * of))
const letters = (from: number, of: number): string => Array.from({ length: LENGTH }, () => letter(from, of)).join('')
const filled = (piece: () => string): string => {
  let text = ''
  while (text.length < LENGTH) text += piece()
  return text.slice(0, LENGTH)
}

const texts: [string, string][] = [
  ['prose', filled(() => `${words(12)}. `)],
  [
    'prose with look-alikes and accents',
    filled(() => `${words(6).replaceAll('a', 'а').replaceAll('e', 'é').replaceAll('i', '1')}! `),
  ],
  ['one letter', 'a'.repeat(LENGTH)],
  ['two letters at random', letters(97, 2)],
  ['small letters at random', letters(97, 26)],
  ['Chinese', letters(0x4e00, 900)],
  ['accents on accents', filled(() => 'a\u0301\u0300\u0302\u0303')],
  ['lines of one word', filled(() => `${words(1)}\n`)],
  ['links', filled(() => `https://${words(1).replace(/\W/g, '')}.example/ `)],
]

const filter = (i: number, over: Partial<Filter>): Filter => ({
  id: i,
  name: `F${i}`,
  kind: 'word',
  match_text: '',
  whole_words: 1,
  action: 'hold',
  replacement: '',
  applies_to: 'everybody',
  form_sign: '',
  ...over,
})
const word = (): string => Array.from({ length: 4 + Math.floor(next() * 8) }, () => letter(97, 26)).join('')
const lines = (n: number, line: () => string): string => Array.from({ length: n }, line).join('\n')

/** Usual filters: most are lists of words, a third are patterns. */
const usual = Array.from({ length: FILTERS }, (_, i): Filter => {
  const shape = i % 20
  if (shape < 9) return filter(i, { match_text: lines(5, word) })
  if (shape < 15)
    return filter(i, {
      kind: 'pattern',
      match_text: [
        `\\b${word()}\\b`,
        `(${word()}|${word()})[ -]?${word()}`,
        `${word()}.{0,15}${word()}`,
        `\\b[a-z]{3,9}\\d{3,}${word()}`,
      ][i % 4]!,
    })
  if (shape < 18) return filter(i, { kind: 'host', match_text: lines(5, () => `${word()}.example`) })
  return filter(i, shape === 18 ? { kind: 'links', match_text: '3' } : { kind: 'newcomer', match_text: '1' })
})

/** Lists of the maximum length. */
const longLists = Array.from({ length: FILTERS }, (_, i) =>
  filter(i, { match_text: lines(20, word), whole_words: i % 2 }),
)

/** The worst patterns that the form accepts: the maximum of steps, all active at once. */
const nasty = Array.from({ length: FILTERS }, (_, i) =>
  filter(i, {
    kind: 'pattern',
    match_text: [
      `(a?){${35 + (i % 4)}}a{${35 + (i % 4)}}[a-z]`,
      `[ab]*a[ab]{${100 + (i % 80)}}[b-z]`,
      `(a|aa|[a-m])+[${letter(97, 20)}-z]$`,
      `([a-q]|[^u-z]){${10 + (i % 30)}}[r-z]`,
    ][i % 4]!,
  }),
)

/** Processor time of this thread, in milliseconds: what others do on the machine is not measured. */
function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Runs all filters over one comment. @returns the total, and the longest slice without a pause */
function look(filters: ReturnType<typeof compileFilter>[], source: string): { all: number; longest: number } {
  const subject: Subject = {
    source,
    plain: source.replace(/\s+/g, ' ').trim(),
    hosts: [...source.matchAll(/https:\/\/([\w.]+)/g)].map(([, host]) => host!),
    guest: true,
    liveComments: 3,
    repeated: null,
    signs: noSigns,
  }
  const from = spent()
  const [reading, plain] = [createSearchText(source), plainSearchText(subject)]
  let longest = 0
  for (const ready of filters) {
    const steps = matchInSteps(ready, subject, reading, plain)
    for (let done = false; !done; ) {
      const began = spent()
      done = steps.next().done === true
      longest = Math.max(longest, spent() - began)
    }
  }
  return { all: spent() - from, longest }
}

/** The mean of a few rounds, after one that warms up, and the shortest of their longest stretches. */
function best(
  filters: ReturnType<typeof compileFilter>[],
  source: string,
  rounds: number,
): { all: number; longest: number } {
  look(filters, source)
  const looks = Array.from({ length: rounds }, () => look(filters, source))
  return {
    all: looks.reduce((sum, one) => sum + one.all, 0) / rounds,
    longest: Math.min(...looks.map((one) => one.longest)),
  }
}

console.log(
  `${FILTERS} filters over comments of ${LENGTH} characters; milliseconds of processor time in all, and at one stretch; patterns of at most ${MAX_PROGRAM_STEPS} steps`,
)
let failed = false
for (const [name, filters, bound] of [
  ['as people make them', usual, 'all'],
  ['lists of twenty words', longLists, 'longest'],
  ['the worst patterns', nasty, 'longest'],
] as const) {
  const from = spent()
  const ready = filters.map(compileFilter)
  console.log(`\n${name}; made ready in ${(spent() - from).toFixed(0)} ms, once`)
  for (const [text, source] of texts) {
    const { all, longest } = best(ready, source, bound === 'all' ? ROUNDS : 2)
    const over = (bound === 'all' ? all : longest) > GOAL
    failed ||= over
    console.log(
      `${all.toFixed(1).padStart(9)}${longest.toFixed(1).padStart(8)}  ${text}${over ? `  (over ${GOAL})` : ''}`,
    )
  }
}
process.exitCode = failed ? 1 : 0
