// Filters and their matches: words, patterns, hosts, numbers of links, newcomers, repeated texts. Pure.

import type { Audience, FilterAction, FilterKind, FilterSign } from '../db/schema/filters.ts'
import { count } from '../format.ts'
import { hostOf } from '../markup/links.ts'
import { newcomers } from '../settings.ts'
import { firstWord, isWordEdge, type Normalized, normalize, undisguise, wordSet } from './normalize.ts'
import type { Span } from './patterns.ts'
import { compilePattern, findPatternSpans, type Pattern } from './patterns.ts'
import { type FormSigns, hasWantedSign } from './signs.ts'

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
  form_sign: FilterSign
}

/** A text with all properties that filters test. */
export type Subject = {
  source: string
  /** The rendered text on one line, without tags. */
  plain: string
  /** The hosts of its links to other sites, one for each link. */
  hosts: readonly string[]
  guest: boolean
  /** The number of live comments of its author. */
  liveComments: number
  /** Days since anybody last posted the same text; null for never. */
  repeated: number | null
  /** The signs of a robot in its form; null for a published comment, of which they are not known. */
  signs: FormSigns | null
}

/** The matched words in the order of the text, and their places in the source; no places for matches in the rendered text. */
export type Match = { words: string[]; spans: Span[] }

/** The most spans of a match, and what is shown of its words. */
const MAX_SPANS = 200
const MAX_WORDS_SHOWN = 5
const MAX_WORD_CHARACTERS = 60

export const nonEmptyLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Reads a host as typed, or as part of an address; null for anything else. */
export function parseHost(line: string): string | null {
  const typed = line.trim().replace(/^\*\./, '')
  const url = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`
  const host = hostOf(url)
  return host !== null && /^[^.]+(\.[^.]+)+$/.test(host) ? host : null
}

/** A normalized word or phrase. `first` is its first word: a text without that word cannot match. */
type Needle = { text: string; wholeWords: boolean; first: string | null }

const createNeedle = (text: string, wholeWords: boolean): Needle => ({
  text,
  wholeWords,
  first: wholeWords ? firstWord(text) : null,
})

type NormalizedWords = Normalized & { words: Set<string> }

/** Finds a word or phrase in a normalized text. */
function findWordSpans({ text, at, words }: NormalizedWords, needle: Needle): Span[] {
  const spans: Span[] = []
  if (needle.text === '' || (needle.first !== null && !words.has(needle.first))) return spans
  for (let i = text.indexOf(needle.text); i !== -1 && spans.length < MAX_SPANS; i = text.indexOf(needle.text, i + 1)) {
    const end = i + needle.text.length
    if (needle.wholeWords && !(isWordEdge(text, i) && isWordEdge(text, end))) continue
    // A match that ends inside an expanded letter includes the whole letter.
    let to = at[end]!
    for (let j = end; to === at[end - 1] && j < at.length; j++) to = at[j]!
    spans.push({ from: at[i]!, to })
    i = end - 1
  }
  return spans
}

/** A filter with its words normalized and its pattern compiled. `most` is the number that it compares with. */
export type CompiledFilter = {
  filter: Filter
  needles: Needle[]
  hosts: string[]
  pattern: Pattern | null
  most: number
}

/** @throws SyntaxError for an invalid pattern, which the form never stores */
export function compileFilter(filter: Filter): CompiledFilter {
  return {
    filter,
    needles:
      filter.kind === 'word'
        ? nonEmptyLines(filter.match_text).map((line) => createNeedle(normalize(line).text, filter.whole_words === 1))
        : [],
    hosts: filter.kind === 'host' ? nonEmptyLines(filter.match_text).flatMap((line) => parseHost(line) ?? []) : [],
    pattern: filter.kind === 'pattern' ? compilePattern(filter.match_text) : null,
    most: Number(filter.match_text),
  }
}

const isInAudience = (audience: Audience, subject: Pick<Subject, 'guest' | 'liveComments'>): boolean =>
  audience === 'everybody' || (audience === 'guests' ? subject.guest : subject.liveComments < newcomers.comments)

/** A text with its normalized forms, which are computed on first use and shared by all filters. */
export type SearchText = { source: string; folded: () => NormalizedWords[] }

export function createSearchText(source: string): SearchText {
  let folded: NormalizedWords[] | undefined
  return {
    source,
    folded: () => {
      if (folded === undefined) {
        const plain = normalize(source)
        const bare = undisguise(plain)
        folded = (bare === null ? [plain] : [plain, bare]).map((one) => ({ ...one, words: wordSet(one.text) }))
      }
      return folded
    },
  }
}

/** Sorts spans and merges those that overlap. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined.at(-1)
    if (last && span.from < last.to) last.to = Math.max(last.to, span.to)
    else if (span.to > span.from) joined.push({ ...span })
  }
  return joined
}

const shortenWord = (word: string): string =>
  word.length <= MAX_WORD_CHARACTERS ? word : `${word.slice(0, MAX_WORD_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Finds the words or the pattern of a filter in a text. */
function* findTextSpans(ready: CompiledFilter, reading: SearchText): Generator<void, Span[]> {
  if (ready.pattern !== null) return yield* findPatternSpans(ready.pattern, reading.source, MAX_SPANS)
  return mergeSpans(
    ready.needles.flatMap((needle) => {
      for (const folded of reading.folded()) {
        const spans = findWordSpans(folded, needle)
        if (spans.length > 0) return spans
      }
      return []
    }),
  ).slice(0, MAX_SPANS)
}

const wordsInSpans = (text: string, spans: readonly Span[]): string[] =>
  [...new Set(spans.map(({ from, to }) => shortenWord(text.slice(from, to).replace(/\s+/g, ' '))))].slice(
    0,
    MAX_WORDS_SHOWN,
  )

/**
 * Applies a filter to a text; null for no match. Yields between short steps.
 * @param plain the rendered text when it differs from the source: it joins words that tags split
 */
export function* matchInSteps(
  ready: CompiledFilter,
  subject: Subject,
  source: SearchText,
  plain: SearchText | null,
): Generator<void, Match | null> {
  const {
    filter: { kind, applies_to, form_sign },
    most,
  } = ready
  if (!isInAudience(applies_to, subject)) return null
  if (subject.signs !== null && !hasWantedSign(form_sign, subject.signs)) return null
  if (kind === 'word' || kind === 'pattern') {
    const spans = yield* findTextSpans(ready, source)
    if (spans.length > 0) return { words: wordsInSpans(subject.source, spans), spans }
    const read = plain === null ? [] : yield* findTextSpans(ready, plain)
    return read.length > 0 ? { words: wordsInSpans(plain!.source, read), spans: [] } : null
  }
  if (kind === 'host') {
    const hosts = subject.hosts.filter((host) =>
      ready.hosts.some((wanted) => host === wanted || host.endsWith(`.${wanted}`)),
    )
    return hosts.length > 0 ? { words: [...new Set(hosts)].slice(0, MAX_WORDS_SHOWN), spans: [] } : null
  }
  if (kind === 'links')
    return subject.hosts.length > most ? { words: [count(subject.hosts.length, 'link')], spans: [] } : null
  if (kind === 'newcomer')
    return subject.liveComments < most
      ? {
          words: [
            subject.liveComments === 0
              ? 'no published comments yet'
              : `${count(subject.liveComments, 'published comment')} so far`,
          ],
          spans: [],
        }
      : null
  return subject.repeated !== null && subject.repeated < most ? { words: ['the same text as before'], spans: [] } : null
}

/** Applies a filter without yielding, for short texts. */
export function findMatch(ready: CompiledFilter, subject: Subject): Match | null {
  const steps = matchInSteps(ready, subject, createSearchText(subject.source), plainSearchText(subject))
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The rendered text to search; null when it equals the source. */
export const plainSearchText = (subject: Pick<Subject, 'source' | 'plain'>): SearchText | null =>
  subject.source.replace(/\s+/g, ' ').trim() === subject.plain ? null : createSearchText(subject.plain)

/** Replaces spans that do not overlap. */
export function replaceSpans(source: string, spans: readonly Span[], replacement: string): string {
  let text = ''
  let from = 0
  for (const span of spans) {
    text += source.slice(from, span.from) + replacement
    from = span.to
  }
  return text + source.slice(from)
}

/** The kind of a filter as authors see it; without details that would help spammers. */
export const kindNouns: Record<FilterKind, string> = {
  word: 'words',
  pattern: 'words',
  host: 'links',
  links: 'links',
  newcomer: 'newcomers',
  repeat: 'repeated texts',
}
