// Normalizes text for filters: folds case, width, accents and look-alike letters, and maps each letter to its place in the source. Pure.
import { lazy } from '../lazy.ts'
import { shortHash } from '../random.ts'
import { repeatedText } from '../settings.ts'
import { foldCase, lookAlikeOf, prototypeOf } from '../skeleton.ts'
import { UNSPACED } from '../unspaced.ts'

/** `at` maps every code unit of `text`, and its end, to an index of the source. */
export type Normalized = { text: string; at: Uint32Array }

/** A letter with its combining marks; Korean syllables typed in parts are one. */
const CLUSTER = /[\u1100-\u115F][\u1160-\u11A7][\u11A8-\u11FF]?|\P{M}\p{M}*|\p{M}+/uy
/** Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic: they do not change a word. */
const ACCENTS = /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C7\u064B-\u065F\u0670]/g
/** The most rounds until nothing changes; two or three are usual. */
const MAX_ROUNDS = 9

function normalizeOnce(text: string): string {
  const letters = foldCase(text.normalize('NFKC'))
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[’ʼ]/g, "'")
    .replace(/\s/gu, ' ')
  // Digits and signs that look like letters are letters only inside words: see `undisguise`.
  return [...letters]
    .map((letter) => (letter > '\x7f' ? (prototypeOf(letter) ?? letter) : letter))
    .join('')
    .normalize('NFC')
}

function normalizeCluster(cluster: string): string {
  let folded = cluster
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = normalizeOnce(folded)
    if (next === folded) break
    folded = next
  }
  return folded.replace(/^\p{M}+/u, '')
}

/** Results by cluster: texts have few different letters. */
const cache = new Map<string, string>()
const MAX_CACHED = 5000

function normalizeCached(cluster: string): string {
  const cached = cache.get(cluster)
  if (cached !== undefined) return cached
  const folded = normalizeCluster(cluster)
  if (cache.size >= MAX_CACHED) cache.clear()
  if (cluster.length <= 16) cache.set(cluster, folded)
  return folded
}

/** Normalizes a text; runs of white space become one space, and invisible characters are dropped. */
export function normalize(source: string): Normalized {
  const parts: string[] = []
  let at = new Uint32Array(source.length + 1)
  let length = 0
  let spaced = false
  const put = (folded: string, from: number): void => {
    for (const unit of folded) {
      if (unit === ' ' && spaced) continue
      spaced = unit === ' '
      parts.push(unit)
      if (length + unit.length >= at.length) at = enlarge(at)
      for (let i = 0; i < unit.length; i++) at[length++] = from
    }
  }
  for (let i = 0; i < source.length; ) {
    // Fast path: most letters are ASCII without a combining mark.
    const code = source.charCodeAt(i)
    if (code < 0x80 && !(source.charCodeAt(i + 1) >= 0x300)) {
      put(ascii()[code]!, i++)
      continue
    }
    CLUSTER.lastIndex = i
    const [cluster] = CLUSTER.exec(source)!
    put(normalizeCached(cluster), i)
    i += cluster.length
  }
  if (length >= at.length) at = enlarge(at)
  at[length] = source.length
  return { text: parts.join(''), at: at.slice(0, length + 1) }
}

function enlarge(at: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(at.length * 2 + 16)
  larger.set(at)
  return larger
}

const ascii = lazy(() => Array.from({ length: 0x80 }, (_, code) => normalizeCluster(String.fromCharCode(code))))

/** Digits and signs used as letters, between letters or before one: `cas1no`, `$pam`. */
const DISGUISED = /(?<=\p{L})[01!|5](?=\p{L})|\$(?=\p{L})/gu

/** Replaces such digits and signs by the letters they look like; null when there are none. */
export function undisguise(folded: Normalized): Normalized | null {
  const text = folded.text.replace(DISGUISED, (sign) => lookAlikeOf(sign) ?? sign)
  return text === folded.text ? null : { text, at: folded.at }
}

const WORD = /[\p{L}\p{N}\p{M}_]/u
/** Scripts without spaces: a word matches anywhere in a run of letters. */
const UNSPACED_LETTER = new RegExp(`[${UNSPACED}]`, 'u')

/** Words of a normalized text, in scripts with spaces. */
const SPACED_WORD = new RegExp(`[[\\p{L}\\p{N}\\p{M}_]--[${UNSPACED}]]+`, 'gv')

/** The set of words of a normalized text. */
export const wordSet = (text: string): Set<string> => new Set(text.match(SPACED_WORD))

/** The first word of a normalized phrase; null when it starts with another character, or is in a script without spaces. */
export const firstWord = (text: string): string | null =>
  UNSPACED_LETTER.test(text) || !WORD.test(characterAt(text, 0)) ? null : (text.match(SPACED_WORD)?.[0] ?? null)

const characterBefore = (text: string, i: number): string =>
  i <= 0 ? '' : /[\uDC00-\uDFFF]/.test(text[i - 1]!) && i > 1 ? text.slice(i - 2, i) : text[i - 1]!
const characterAt = (text: string, i: number): string =>
  i >= text.length ? '' : String.fromCodePoint(text.codePointAt(i)!)

/** Whether a word begins or ends at an index of a normalized text. */
export function isWordEdge(text: string, i: number): boolean {
  const [left, right] = [characterBefore(text, i), characterAt(text, i)]
  return !WORD.test(left) || !WORD.test(right) || UNSPACED_LETTER.test(left) || UNSPACED_LETTER.test(right)
}

/** The letters and digits of a text: the same key for repeated texts, however spaced, cased and punctuated. Null for a text too short to compare. */
export function textKey(text: string): string | null {
  const key = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  const { minCharacters } = repeatedText
  // A character has two code units at most, so that a long text need not be counted.
  return key.length < 2 * minCharacters && [...key].length < minCharacters ? null : key
}

/** A hash of the letters and digits of a text, to find those that may repeat it; null for a text too short to compare. */
export function textHash(text: string): number | null {
  const key = textKey(text)
  return key === null ? null : shortHash(key)
}
