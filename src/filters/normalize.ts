// A text as filters read it: case, width, accents and look-alike letters folded, and where in the text each letter stood. Pure.
import { repeats } from '../settings.ts'
import { foldCase, prototypeOf, twinOf } from '../skeleton.ts'

/** `at` has for every code unit of `text`, and for its end, where in the original that began. */
export type Folded = { text: string; at: Uint32Array }

/** A letter with what stands over it; Korean syllables typed in parts are one. */
const CLUSTER = /[\u1100-\u115F][\u1160-\u11A7][\u11A8-\u11FF]?|\P{M}\p{M}*|\p{M}+/uy
/** Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic: words are the same words without them. */
const OVER = /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C7\u064B-\u065F\u0670]/g
/** Rounds of folding at most; two or three do. */
const ROUNDS = 9

function foldOnce(text: string): string {
  const letters = foldCase(text.normalize('NFKC'))
    .normalize('NFKD')
    .replace(OVER, '')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[’ʼ]/g, "'")
    .replace(/\s/gu, ' ')
  // Digits and signs that look like letters are read as such only inside words, below.
  return [...letters]
    .map((letter) => (letter > '\x7f' ? (prototypeOf(letter) ?? letter) : letter))
    .join('')
    .normalize('NFC')
}

function foldCluster(cluster: string): string {
  let folded = cluster
  for (let round = 0; round < ROUNDS; round++) {
    const next = foldOnce(folded)
    if (next === folded) break
    folded = next
  }
  return folded.replace(/^\p{M}+/u, '')
}

/** Texts have few different letters, and comments the same ones again. */
const known = new Map<string, string>()
const MOST_KNOWN = 5000

function foldKnown(cluster: string): string {
  const before = known.get(cluster)
  if (before !== undefined) return before
  const folded = foldCluster(cluster)
  if (known.size >= MOST_KNOWN) known.clear()
  if (cluster.length <= 16) known.set(cluster, folded)
  return folded
}

/** Folds a text; runs of white space become one space, and what nobody sees is left out. */
export function fold(source: string): Folded {
  const parts: string[] = []
  let at = new Uint32Array(source.length + 1)
  let length = 0
  let spaced = false
  const put = (folded: string, from: number): void => {
    for (const unit of folded) {
      if (unit === ' ' && spaced) continue
      spaced = unit === ' '
      parts.push(unit)
      if (length + unit.length >= at.length) at = grown(at)
      for (let i = 0; i < unit.length; i++) at[length++] = from
    }
  }
  for (let i = 0; i < source.length; ) {
    // Most letters are plain ones with nothing over them.
    const code = source.charCodeAt(i)
    if (code < 0x80 && !(source.charCodeAt(i + 1) >= 0x300)) {
      put(ASCII[code]!, i++)
      continue
    }
    CLUSTER.lastIndex = i
    const [cluster] = CLUSTER.exec(source)!
    put(foldKnown(cluster), i)
    i += cluster.length
  }
  if (length >= at.length) at = grown(at)
  at[length] = source.length
  return { text: parts.join(''), at: at.slice(0, length + 1) }
}

function grown(at: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(at.length * 2 + 16)
  larger.set(at)
  return larger
}

const ASCII = Array.from({ length: 0x80 }, (_, code) => foldCluster(String.fromCharCode(code)))

/** Digits and signs that stand in for letters, between letters or before one: `cas1no`, `$pam`. */
const DISGUISED = /(?<=\p{L})[01!|5](?=\p{L})|\$(?=\p{L})/gu

/** The same text with such digits and signs read as the letters they look like; null where there are none. */
export function undisguised(folded: Folded): Folded | null {
  const text = folded.text.replace(DISGUISED, (sign) => twinOf(sign) ?? sign)
  return text === folded.text ? null : { text, at: folded.at }
}

const WORD = /[\p{L}\p{N}\p{M}_]/u
/** Scripts that put no spaces between words: there, whatever contains a word has it. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Words of a folded text, apart from scripts without spaces. */
const SPACED_WORD =
  /[[\p{L}\p{N}\p{M}_]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]+/gv

/** All words that a folded text has. */
export const wordSet = (text: string): Set<string> => new Set(text.match(SPACED_WORD))

/** The word that a folded phrase begins with; null where it begins otherwise, or has letters of a script without spaces. */
export const firstWord = (text: string): string | null =>
  UNSPACED.test(text) || !WORD.test(after(text, 0)) ? null : (text.match(SPACED_WORD)?.[0] ?? null)

const before = (text: string, i: number): string =>
  i <= 0 ? '' : /[\uDC00-\uDFFF]/.test(text[i - 1]!) && i > 1 ? text.slice(i - 2, i) : text[i - 1]!
const after = (text: string, i: number): string => (i >= text.length ? '' : String.fromCodePoint(text.codePointAt(i)!))

/** Whether a word begins or ends at a place of a folded text. */
export function atEdge(text: string, i: number): boolean {
  const [left, right] = [before(text, i), after(text, i)]
  return !WORD.test(left) || !WORD.test(right) || UNSPACED.test(left) || UNSPACED.test(right)
}

/** The letters and digits of a text, by which it is known again however it is spaced, cased and punctuated; null for one too short to be a repetition. */
export function textKey(text: string): string | null {
  const key = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return [...key].length < repeats.from ? null : key
}
