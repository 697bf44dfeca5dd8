// Makes src/confusables.ts from Unicode's confusables.txt (UTS #39): node deploy/confusables.ts PATH.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { spellingFault } from '../src/accounts/nics/rules.ts'
import { foldCase, foldWith, lookAlikeOf } from '../src/skeleton.ts'

const text = readFileSync(process.argv[2] ?? '', 'utf8')
const version = /^# Version: (\S+)/m.exec(text)![1]!
const years = /^# © (\d+)/m.exec(text)![1]!

const letters = (codes: string): string =>
  codes
    .trim()
    .split(/\s+/)
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .join('')
const isLetterOfAscii = (letter: string): boolean => /^[\x21-\x7e]$/.test(letter)

/** The pairs of the file without ASCII, whose look-alikes are in skeleton.ts. */
const said = new Map(
  text
    .split('\n')
    .filter((line) => /^\uFEFF?[0-9A-F]{4}/.test(line))
    .map((line) => line.replace('\uFEFF', '').split(';'))
    .map(([from, to]) => [letters(from!), letters(to!)] as const),
)
const file = [...said].filter(([from]) => !isLetterOfAscii(from))

/** Whether a letter can stand in a nic, alone of its script. */
const canStand = (letter: string): boolean => spellingFault(`${letter}2`) === null

/** Left out: letters that normalization replaces before the lookup, and parts of Korean syllables. */
const counts = (letter: string): boolean => letter.normalize('NFKD') === letter && !/\p{Script=Hangul}/u.test(letter)

/** Candidates for each case-folded letter: look-alikes of its small form and of its capitals. */
const choices = new Map<string, { to: string; small: boolean }[]>()
for (const [from, to] of file) {
  const folded = foldCase(from).normalize('NFKD')
  if (!counts(from) || [...folded].length !== 1 || isLetterOfAscii(folded) || lookAlikeOf(folded) !== undefined)
    continue
  choices.set(folded, [...(choices.get(folded) ?? []), { to, small: from === folded }])
}

const found = new Map<string, string>()

/** Folds every letter until nothing changes. @param on letters in progress, against cycles */
const settle = (from: string, on: readonly string[] = []): string =>
  foldWith(from, (letter) => lookAlikeOf(letter) ?? best(letter, on))

const isPlain = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)

/** The target of a letter: preferably ASCII, then the look-alike of its small form, then of its capital. */
function best(letter: string, on: readonly string[]): string | undefined {
  if (on.includes(letter) || isPlain(letter)) return undefined
  const known = found.get(letter)
  if (known !== undefined) return known
  const ends = (choices.get(letter) ?? [])
    .map(({ to, small }) => ({ small, to: settle(to, [...on, letter]) || '-' }))
    .filter(({ to }) => to !== letter)
  const chosen = [
    ...ends.filter(({ small, to }) => small && isPlain(to)),
    ...ends.filter(({ to }) => isPlain(to)),
    ...ends.filter(({ small }) => small),
    ...ends,
  ][0]?.to
  if (on.length === 0) found.set(letter, chosen ?? letter)
  return chosen
}

/** Characters of a line of the table. */
const WIDTH = 160

/** The table as text, see its header. */
function written(pairs: readonly (readonly [string, string])[]): string {
  const code = (part: string): string => [...part].map((letter) => letter.codePointAt(0)!.toString(16)).join('+')
  const by = new Map<string, string[]>()
  for (const [from, to] of pairs) by.set(to, [...(by.get(to) ?? []), from])
  const entries = [...by]
    .map(
      ([to, froms]) =>
        `${code(to)}=${froms
          .map(code)
          .sort((a, b) => Number.parseInt(a, 16) - Number.parseInt(b, 16))
          .join('+')}`,
    )
    .sort()
  const lines = ['']
  for (const entry of entries) {
    if (lines.at(-1) !== '' && `${lines.at(-1)} ${entry}`.length > WIDTH) lines.push('')
    lines[lines.length - 1] = `${lines.at(-1)} ${entry}`.trim()
  }
  return lines.join('\n')
}

const table = [...choices.keys()]
  .filter(canStand)
  .map((letter) => [letter, settle(letter).normalize('NFD') || '-'] as const)
  .filter(([from, to]) => from !== to && !/\p{Script=Hangul}/u.test(to))
const header = `// Letters that look like others: made by deploy/confusables.ts from Unicode's security data (UTS #39), version ${version}; not to be changed by hand.
// confusables.txt is © ${years} Unicode, Inc., and this table is made of it under the terms in confusables.LICENSE.txt beside it.`

writeFileSync(
  fileURLToPath(new URL('../src/confusables.ts', import.meta.url)),
  `${header}

/** Entries of \`prototype=letters\`, each letter as the hexadecimal number that Unicode has for it, with a + between two. */
export const prototypes = \`
${written(table)}
\`
`,
)
console.log(`Unicode ${version}: ${table.length} letters.`)
