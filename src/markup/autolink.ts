// Links bare addresses and `@nic` in runs. E-mail addresses are not linked, to keep them from harvesters. Pure.

import { UNSPACED } from '../unspaced.ts'
import type { Budget } from './budget.ts'
import { payForLink } from './budget.ts'
import type { Mark, Run } from './document.ts'
import { pushRun } from './document.ts'
import { deceptiveHost, usableAddress } from './links.ts'
import { candidatesAt } from './mentions.ts'

export type Mentions = ReadonlyMap<string, string>

const NOBODY: Mentions = new Map()
// A letter or a digit before an address joins it to a word, except in scripts that are written without spaces.
const JOINED = `[[\\p{L}\\p{N}@.:\\/]--[${UNSPACED}]]`
// The lookahead comes first, because it fails at once almost everywhere.
const BEGINNING = new RegExp(
  `(?<![a-z0-9])https?:\\/\\/|(?=www\\.)(?<![[\\p{L}\\p{N}@.:]--[${UNSPACED}]])(?<!${JOINED}[_\\/~+\\-]{1,4})www\\.|@`,
  'giv',
)
// Characters that may stand around an address: `_…_`, `|…|`.
const MARKS_BEFORE = /(?<![\p{L}\p{N}])[^\p{L}\p{N}\s]{1,8}$/u
const WITHOUT_SCHEME = /^www\.[^\s./]+\.[^\s./]/i
// Quotation marks, Chinese and Japanese punctuation, and bidirectional or invisible characters end an address. Brackets are
// handled one by one.
const PLAIN = /[^\s<>"“”„«»‹›`()[\]{}\u3000-\u303f\uff00-\uffef\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*/y
const BRACKETS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const CLOSING = new Set(Object.values(BRACKETS))
const TRAILING = new Set('.,;:!?\'"‘’‚…([{*_~–—،؛؟۔।')

/**
 * Links bare http and https addresses and known mentions, except in links and code. Links beyond the budget stay text.
 * @param mentions from the text after the `@` to the address of the member; the longest match wins
 */
export function linkRuns(runs: readonly Run[], budget: Budget, mentions: Mentions = NOBODY): Run[] {
  const linked: Run[] = []
  for (const run of runs) {
    const mayLink = run.text.includes('://') || /www\./i.test(run.text) || (mentions.size > 0 && run.text.includes('@'))
    if (mayLink && !run.marks.some((mark) => mark.name === 'a' || mark.name === 'code'))
      linkRun(run, mentions, budget, linked)
    else pushRun(linked, run.text, run.marks)
  }
  return linked
}

function linkRun(run: Run, mentions: Mentions, budget: Budget, linked: Run[]): void {
  const { text, marks } = run
  let done = 0
  const link = (from: number, to: number, mark: Mark): void => {
    pushRun(linked, text.slice(done, from), marks)
    pushRun(linked, text.slice(from, to), [...marks, mark])
    done = to
  }
  BEGINNING.lastIndex = 0
  for (let match = BEGINNING.exec(text); match !== null; match = BEGINNING.exec(text)) {
    const at = match.index
    if (match[0] === '@') {
      const nic =
        mentions.size > 0 && budget.links > 0
          ? candidatesAt(text, at).find((candidate) => mentions.has(candidate))
          : undefined
      const href = nic === undefined ? undefined : mentions.get(nic)
      if (nic !== undefined && href !== undefined && payForLink(budget))
        link(at, at + 1 + nic.length, { name: 'a', href, mention: true })
      BEGINNING.lastIndex = Math.max(BEGINNING.lastIndex, done)
    } else {
      const [before] = MARKS_BEFORE.exec(text.slice(Math.max(0, at - 12), at)) ?? ['']
      const end = endOfAddress(text, at + match[0].length, before)
      const href = end > at + match[0].length ? bareAddress(text.slice(at, end)) : null
      if (href !== null && payForLink(budget)) {
        link(at, end, { name: 'a', href })
        const host = deceptiveHost(href)
        if (host !== null) pushRun(linked, ` (${host})`, marks)
      }
      // Continuing after the address, linked or not, keeps this linear.
      BEGINNING.lastIndex = end
    }
  }
  pushRun(linked, text.slice(done), marks)
}

function bareAddress(typed: string): string | null {
  if (typed.includes('://')) return usableAddress(typed)
  return WITHOUT_SCHEME.test(typed) ? usableAddress(`https://${typed}`) : null
}

/**
 * End of the address that continues from `from`: brackets stay balanced, trailing punctuation belongs to the sentence.
 * @param before marks before the address; each belongs to the sentence once more at its end
 */
function endOfAddress(text: string, from: number, before: string): number {
  const open: string[] = []
  let end = from
  for (;;) {
    PLAIN.lastIndex = end
    end += PLAIN.exec(text)?.[0].length ?? 0
    const character = text.charAt(end)
    const closing = BRACKETS[character]
    if (closing !== undefined) open.push(closing)
    else if (!CLOSING.has(character) || open.at(-1) !== character) break
    else open.pop()
    end++
  }
  const closing = [...before]
  for (; end > from; end--) {
    const last = text.charAt(end - 1)
    const mark = closing.indexOf(last)
    if (mark !== -1) closing.splice(mark, 1)
    else if (!TRAILING.has(last)) break
  }
  return end
}
