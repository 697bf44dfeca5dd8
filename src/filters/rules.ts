// What filters are and what they find in a text: words, patterns, hosts, numbers of links, newcomers, repeats. Pure.

import type { Audience, FilterAction, FilterKind } from '../db/schema/filters.ts'
import { count } from '../format.ts'
import { hostOf } from '../markup/links.ts'
import { newcomers } from '../settings.ts'
import { atEdge, type Folded, firstWord, fold, undisguised, wordSet } from './normalize.ts'
import type { Span } from './patterns.ts'
import { compilePattern, type Pattern, spansOf } from './patterns.ts'

export const filterKinds = [
  'word',
  'pattern',
  'host',
  'links',
  'newcomer',
  'repeat',
] as const satisfies readonly FilterKind[]
export const filterActions = ['hold', 'refuse', 'replace'] as const satisfies readonly FilterAction[]
export const audiences = ['everybody', 'newcomers', 'guests'] as const satisfies readonly Audience[]

export type Filter = {
  id: number
  name: string
  kind: FilterKind
  match_text: string
  whole_words: number
  action: FilterAction
  replacement: string
  applies_to: Audience
}

/** A text with all that filters ask of it. */
export type Subject = {
  source: string
  /** What readers read of it, on one line. */
  plain: string
  /** Hosts of its links to elsewhere, one for each link. */
  hosts: readonly string[]
  guest: boolean
  /** Comments of its writer that stand; large enough where nobody asks. */
  standing: number
  /** Days since the same text was last posted, by whomever; null when it was not, or nobody asks. */
  repeated: number | null
}

/** What a filter found: the very words, in the order of the text, and where they stand where that is in the source. */
export type Found = { words: string[]; spans: Span[] }

/** What is kept and shown of one finding, at most. */
export const MOST_SPANS = 200
const MOST_WORDS = 5
const LONGEST_WORD = 60

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Reads a host as typed, or as part of an address; null for anything else. */
export function hostIn(line: string): string | null {
  const typed = line.trim().replace(/^\*\./, '')
  const url = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`
  const host = hostOf(url)
  return host !== null && /^[^.]+(\.[^.]+)+$/.test(host) ? host : null
}

/** `first` is the word that whole words begin with: where a text has no such word, nobody need look further. */
export type Needle = { text: string; wholeWords: boolean; first: string | null }

const needleOf = (text: string, wholeWords: boolean): Needle => ({
  text,
  wholeWords,
  first: wholeWords ? firstWord(text) : null,
})

type FoldedWords = Folded & { words: Set<string> }

/** Where a word stands in a folded text. */
function placesOf({ text, at, words }: FoldedWords, needle: Needle): Span[] {
  const spans: Span[] = []
  if (needle.text === '' || (needle.first !== null && !words.has(needle.first))) return spans
  for (let i = text.indexOf(needle.text); i !== -1 && spans.length < MOST_SPANS; i = text.indexOf(needle.text, i + 1)) {
    const end = i + needle.text.length
    if (needle.wholeWords && !(atEdge(text, i) && atEdge(text, end))) continue
    // What ends within what one letter of the original became takes that letter whole.
    let to = at[end]!
    for (let j = end; to === at[end - 1] && j < at.length; j++) to = at[j]!
    spans.push({ from: at[i]!, to })
    i = end - 1
  }
  return spans
}

/** A filter made ready once: words folded, a pattern compiled. */
export type Ready = { filter: Filter; needles: Needle[]; hosts: string[]; pattern: Pattern | null; most: number }

/** @throws SyntaxError for a pattern that does not compile: none is stored that does not */
export function makeReady(filter: Filter): Ready {
  return {
    filter,
    needles:
      filter.kind === 'word'
        ? linesOf(filter.match_text).map((line) => needleOf(fold(line).text, filter.whole_words === 1))
        : [],
    hosts: filter.kind === 'host' ? linesOf(filter.match_text).flatMap((line) => hostIn(line) ?? []) : [],
    pattern: filter.kind === 'pattern' ? compilePattern(filter.match_text) : null,
    most: Number(filter.match_text),
  }
}

export const concerns = (audience: Audience, subject: Pick<Subject, 'guest' | 'standing'>): boolean =>
  audience === 'everybody' || (audience === 'guests' ? subject.guest : subject.standing < newcomers.comments)

/** A text with its foldings, made when the first filter asks for them and shared by all. */
export type Reading = { source: string; folded: () => FoldedWords[] }

export function readingOf(source: string): Reading {
  let folded: FoldedWords[] | undefined
  return {
    source,
    folded: () => {
      if (folded === undefined) {
        const plain = fold(source)
        const bare = undisguised(plain)
        folded = (bare === null ? [plain] : [plain, bare]).map((one) => ({ ...one, words: wordSet(one.text) }))
      }
      return folded
    },
  }
}

/** Spans in order, those that overlap as one. */
export function inOrder(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined.at(-1)
    if (last && span.from < last.to) last.to = Math.max(last.to, span.to)
    else if (span.to > span.from) joined.push({ ...span })
  }
  return joined
}

const shortened = (word: string): string =>
  word.length <= LONGEST_WORD ? word : `${word.slice(0, LONGEST_WORD).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Where the words or the pattern of a filter stand in a text. */
export function* textSpans(ready: Ready, reading: Reading): Generator<void, Span[]> {
  if (ready.pattern !== null) return yield* spansOf(ready.pattern, reading.source, MOST_SPANS)
  return inOrder(
    ready.needles.flatMap((needle) => {
      for (const folded of reading.folded()) {
        const spans = placesOf(folded, needle)
        if (spans.length > 0) return spans
      }
      return []
    }),
  ).slice(0, MOST_SPANS)
}

const wordsAt = (text: string, spans: readonly Span[]): string[] =>
  [...new Set(spans.map(({ from, to }) => shortened(text.slice(from, to).replace(/\s+/g, ' '))))].slice(0, MOST_WORDS)

/**
 * What a filter finds in a text; null where it finds nothing. Yields between looks, none of which takes long.
 * @param plain the reading of what readers read, where that says more than the source: words taken apart by tags
 */
export function* finding(
  ready: Ready,
  subject: Subject,
  source: Reading,
  plain: Reading | null,
): Generator<void, Found | null> {
  const {
    filter: { kind, applies_to },
    most,
  } = ready
  if (!concerns(applies_to, subject)) return null
  if (kind === 'word' || kind === 'pattern') {
    const spans = yield* textSpans(ready, source)
    if (spans.length > 0) return { words: wordsAt(subject.source, spans), spans }
    const read = plain === null ? [] : yield* textSpans(ready, plain)
    return read.length > 0 ? { words: wordsAt(plain!.source, read), spans: [] } : null
  }
  if (kind === 'host') {
    const hosts = subject.hosts.filter((host) =>
      ready.hosts.some((wanted) => host === wanted || host.endsWith(`.${wanted}`)),
    )
    return hosts.length > 0 ? { words: [...new Set(hosts)].slice(0, MOST_WORDS), spans: [] } : null
  }
  if (kind === 'links')
    return subject.hosts.length > most ? { words: [count(subject.hosts.length, 'link')], spans: [] } : null
  if (kind === 'newcomer')
    return subject.standing < most
      ? {
          words: [
            subject.standing === 0
              ? 'no comment of theirs stands yet'
              : `${count(subject.standing, 'comment')} of theirs ${subject.standing === 1 ? 'stands' : 'stand'}`,
          ],
          spans: [],
        }
      : null
  return subject.repeated !== null && subject.repeated < most ? { words: ['the same text as before'], spans: [] } : null
}

/** The same at once, for texts that are short. */
export function find(ready: Ready, subject: Subject): Found | null {
  const steps = finding(ready, subject, readingOf(subject.source), plainReading(subject))
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The reading of what readers read, where it is not simply what was typed. */
export const plainReading = (subject: Pick<Subject, 'source' | 'plain'>): Reading | null =>
  subject.source.replace(/\s+/g, ' ').trim() === subject.plain ? null : readingOf(subject.plain)

/** Puts something else in the place of spans that do not overlap. */
export function replaceSpans(source: string, spans: readonly Span[], replacement: string): string {
  let text = ''
  let from = 0
  for (const span of spans) {
    text += source.slice(from, span.from) + replacement
    from = span.to
  }
  return text + source.slice(from)
}

/** What rules are called to whoever is held or refused by one: its kind, and nothing that would teach. */
export const aboutKind: Record<FilterKind, string> = {
  word: 'words',
  pattern: 'words',
  host: 'links',
  links: 'links',
  newcomer: 'newcomers',
  repeat: 'repeated texts',
}
