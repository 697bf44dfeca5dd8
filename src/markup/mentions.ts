// Mentions by `@nic`: which nics a text may mean, and which ones rendered HTML notifies. Pure.
import { lazy } from '../lazy.ts'
import { UNSPACED, UNSPACED_OR_KOREAN } from '../unspaced.ts'
import { findLinks } from './links.ts'

const MAX_MENTIONS = 20
const MAX_CANDIDATES = 100
const MAX_CANDIDATE_CHARACTERS = 40
/** Code units that may belong to a nic: enough to see that it is too long, even if every character needs two. */
const MAX_NIC_UNITS = 2 * MAX_CANDIDATE_CHARACTERS + 2
/** Code units before an `@` in which a slash makes it part of a path. */
const MAX_PATH_UNITS = 200

// Characters that nics may have, with single spaces.
const STRETCH = /^[^\s<>&"@/\\#?%]+(?: [^\s<>&"@/\\#?%]+)*/u

const LETTER = '[\\p{L}\\p{M}\\p{N}]'
const UNSPACED_LETTER = `[${UNSPACED}]`
// Words stand before an `@` directly, and particles or words behind a nic.
const CLINGING = `[${UNSPACED_OR_KOREAN}]`
const OTHER_LETTER = `[[\\p{L}\\p{N}]--${CLINGING}]`
const PARTICLES =
  '(?:님|씨|에게서|에게|께서|께|한테|에서|에|은|는|이랑|랑|이|가|을|를|의|와|과|도|만|아|야|하고|으로|로|보다|처럼|까지|부터)'

// Where a nic may end.
const ends = lazy(
  () =>
    new RegExp(
      [
        // Behind a word, unless `.`, `'`, `-` or `_` joins it to the next, and behind the punctuation after it.
        `(?<=${LETTER})(?!${LETTER}|[.'’_\\-]+${LETTER})`,
        `(?<=\\S)(?=\\s|$)`,
        `(?<=${LETTER})(?=['’]s(?!${LETTER}))`,
        // Where the script changes, anywhere in scripts without spaces, and before Korean particles.
        `(?<=${CLINGING})(?=${OTHER_LETTER})|(?<=${OTHER_LETTER})(?=${CLINGING})`,
        `(?<=${UNSPACED_LETTER})(?=${UNSPACED_LETTER})`,
        `(?<=\\p{Script=Hangul})(?=${PARTICLES}+(?!\\p{Script=Hangul}))`,
      ].join('|'),
      'giv',
    ),
)

// Before an `@`, these make it part of an address, a path or a number.
const addressBefore = lazy(() => new RegExp(`(?:[${LETTER}--${CLINGING}][_+\\-]*|[\\/\\\\=&%+#$])$`, 'v'))
// After a nic, these make it one: `@nic@host`, `@scope/name`, `@nic:host.example`.
const ADDRESS_AFTER = /^(?:@|[/\\][^\s@]|:[\p{L}\p{N}-]+\.[\p{L}\p{N}])/u

const ENDING = /(?:['’]s)?[^\p{L}\p{M}\p{N}]*$/iu
const LINKED_TAG = '<a class="mention"'
const QUOTATION = /<(\/?)blockquote\b[^>]*>/g

/**
 * Up to 100 different strings that the first 20 mentions of a source may mean: 2 to 40 characters, with and without
 * trailing punctuation or `'s`. The shortest come first, so that every mention gets a candidate.
 * The caller looks them up and passes the map to `render`.
 */
export function mentionCandidates(source: string): string[] {
  const perMention: string[][] = []
  const seen = new Set<string>()
  for (let at = source.indexOf('@'); at !== -1 && perMention.length < MAX_MENTIONS; at = source.indexOf('@', at + 1)) {
    const candidates = candidatesAt(source, at).reverse()
    const key = candidates.at(-1)
    if (key === undefined || seen.has(key)) continue
    seen.add(key)
    perMention.push(candidates)
  }
  const found = new Set<string>()
  const rounds = Math.max(0, ...perMention.map((candidates) => candidates.length))
  for (let round = 0; round < rounds; round++) {
    for (const candidates of perMention) {
      const candidate = candidates[round]
      if (candidate !== undefined && found.size < MAX_CANDIDATES) found.add(candidate)
    }
  }
  return [...found]
}

/** What the `@` at an index may mean, the longest first; nothing if it belongs to an address or a path. */
export function candidatesAt(text: string, at: number): string[] {
  const stretch = STRETCH.exec(text.slice(at + 1, at + 1 + MAX_NIC_UNITS))?.[0] ?? ''
  if (stretch === '') return []
  const before = wordBefore(text, at)
  if (addressBefore().test(before) || /[/\\]/.test(before)) return []
  const candidates: string[] = []
  for (const { index: end } of stretch.matchAll(ends())) {
    const candidate = stretch.slice(0, end)
    const length = candidate.length < 2 ? 0 : [...candidate].length
    if (length < 2 || length > MAX_CANDIDATE_CHARACTERS) continue
    const after = at + 1 + end
    if (!ADDRESS_AFTER.test(text.slice(after, after + MAX_PATH_UNITS))) candidates.push(candidate)
  }
  return candidates.reverse()
}

/** What stands between the last white space and an index, or the last part of it. */
function wordBefore(text: string, at: number): string {
  let from = at
  while (from > 0 && at - from < MAX_PATH_UNITS && !/\s/.test(text.charAt(from - 1))) from--
  return text.slice(from, at)
}

/**
 * Whether a candidate may mean a look-alike nic, by its ending: trailing punctuation or `'s` belongs to the sentence, unless
 * the nic has the same ending.
 */
export function hasSameEnding(candidate: string, nic: string): boolean {
  const end = ENDING.exec(candidate)?.[0] ?? ''
  return nic.toLowerCase().endsWith(end.toLowerCase())
}

/**
 * Addresses (`/people/…`) of the members that rendered HTML mentions outside quotations, without duplicates: exactly these
 * are notified.
 */
export function linkedMentions(html: string): string[] {
  // Most texts mention nobody.
  if (!html.includes(LINKED_TAG)) return []
  return [...new Set(findLinks(unquoted(html)).flatMap(({ href, isMention }) => (isMention ? [href] : [])))]
}

/** Turns the links of mentions to an address into text. @param href as in the HTML */
export function unlinkMention(html: string, href: string): string {
  const open = `${LINKED_TAG} href="${href}"`
  let text = html
  for (let from = text.indexOf(open); from !== -1; from = text.indexOf(open, from)) {
    const [begin, end] = [text.indexOf('>', from), text.indexOf('</a>', from)]
    if (begin === -1 || end < begin) return text
    text = text.slice(0, from) + text.slice(begin + 1, end) + text.slice(end + '</a>'.length)
  }
  return text
}

function unquoted(html: string): string {
  let own = ''
  let depth = 0
  let from = 0
  for (const { 0: tag, 1: slash, index } of html.matchAll(QUOTATION)) {
    if (depth === 0) own += html.slice(from, index)
    depth += slash === '' ? 1 : -1
    from = index + tag.length
  }
  return own + html.slice(from)
}
