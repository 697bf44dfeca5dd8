// Mentions by `@nic`: which nics a text may mean, and which ones rendered HTML links to. Pure.
import { findLinks } from './links.ts'

const MAX_CANDIDATES = 20
const MAX_CANDIDATE_CHARACTERS = 40
// Up to four words of letters that nics may have, with combining marks.
const WORDS = /[\p{L}\p{M}\p{N}_.'-]+(?: [\p{L}\p{M}\p{N}_.'-]+){0,3}/uy
const AFTER = new Set(".'-")
const END = /(?:'s)?[.'-]{0,40}$/i
const BEFORE = /[\p{L}\p{N}_/]/u
const LINKED_TAG = '<a class="mention"'

/**
 * Up to 20 different strings that the `@`s of a source may mean: one to four words of 2 to 40 characters, also without
 * trailing punctuation or `'s`. The shortest come first, so that every mention gets a candidate.
 * The caller looks them up and passes the map to `render`.
 */
export function mentionCandidates(source: string): string[] {
  const perMention: string[][] = []
  const seen = new Set<string>()
  for (
    let at = source.indexOf('@');
    at !== -1 && perMention.length < MAX_CANDIDATES;
    at = source.indexOf('@', at + 1)
  ) {
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

/** What the `@` at an index may mean, the longest first; nothing if it follows a letter, a digit or a slash. */
export function candidatesAt(text: string, at: number): string[] {
  if (at > 0 && BEFORE.test(text.charAt(at - 1))) return []
  WORDS.lastIndex = at + 1
  const words = WORDS.exec(text)?.[0].split(' ') ?? []
  const candidates: string[] = []
  for (let count = words.length; count > 0; count--) {
    const whole = words.slice(0, count).join(' ')
    let end = whole.length
    while (end > 0 && AFTER.has(whole.charAt(end - 1))) end--
    const bare = whole.slice(0, end)
    for (const candidate of new Set([whole, bare, bare.replace(/'s$/, '')])) {
      if (candidate.length >= 2 && candidate.length <= MAX_CANDIDATE_CHARACTERS) candidates.push(candidate)
    }
  }
  return candidates
}

/**
 * Whether a candidate may mean a look-alike nic, by its ending: trailing punctuation or `'s` belongs to the sentence, unless
 * the nic has the same ending.
 */
export function hasSameEnding(candidate: string, nic: string): boolean {
  const end = END.exec(candidate)?.[0] ?? ''
  return nic.toLowerCase().endsWith(end.toLowerCase())
}

/** Addresses (`/people/…`) of the members that rendered HTML mentions, without duplicates: exactly these are notified. */
export function linkedMentions(html: string): string[] {
  // Most texts mention nobody.
  if (!html.includes(LINKED_TAG)) return []
  return [...new Set(findLinks(html).flatMap(({ href, isMention }) => (isMention ? [href] : [])))]
}
