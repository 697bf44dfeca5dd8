// Snippets of texts around the words that were searched for, with those words highlighted. Pure.
import { findPhrases, type Phrase, type PhraseMatch } from './words.ts'

/** A piece of text, highlighted or not. */
export type Part = { text: string; marked: boolean }

/** Characters searched for matches: the opening first, then up to a limit; and matches considered. */
const OPENING_CHARACTERS = 1500
const MAX_CHARACTERS = 60_000
const MAX_MATCHES = 400

/** A range of a text with all matches marked. */
function markMatches(text: string, places: readonly PhraseMatch[], from: number, to: number): Part[] {
  const parts: Part[] = []
  let at = from
  for (const place of places) {
    if (place.from < at || place.to > to) continue
    if (place.from > at) parts.push({ text: text.slice(at, place.from), marked: false })
    parts.push({ text: text.slice(place.from, place.to), marked: true })
    at = place.to
  }
  if (at < to) parts.push({ text: text.slice(at, to), marked: false })
  return parts
}

/** By position; of two that begin together the longer first, so that all of it is marked. */
const sortMatches = (places: PhraseMatch[]): PhraseMatch[] => places.sort((a, b) => a.from - b.from || b.to - a.to)

/** The whole text with every phrase highlighted. */
export const highlight = (text: string, phrases: readonly Phrase[]): Part[] =>
  markMatches(text, sortMatches(findPhrases(text, phrases, MAX_MATCHES)), 0, text.length)

/** `count` is the number of different phrases there. */
type DensestMatch = { best: PhraseMatch | undefined; count: number }

/** The match that begins the range with the most different phrases within a length; the first of equals. */
function densestMatch(matches: readonly PhraseMatch[], length: number): DensestMatch {
  let best: PhraseMatch | undefined
  let count = 0
  for (const [i, match] of matches.entries()) {
    const phrases = new Set([match.phrase])
    for (let j = i + 1; j < matches.length && matches[j]!.to - match.from <= length; j++)
      phrases.add(matches[j]!.phrase)
    if (phrases.size > count) [best, count] = [match, phrases.size]
  }
  return { best, count }
}

/** All matches of a text and the best one. Searches beyond the opening only if it lacks some phrase. */
function bestMatch(
  text: string,
  phrases: readonly Phrase[],
  length: number,
): { places: PhraseMatch[]; first: PhraseMatch | undefined } {
  const matchesWithin = (depth: number): DensestMatch & { places: PhraseMatch[] } => {
    const places = sortMatches(findPhrases(text.slice(0, depth), phrases, MAX_MATCHES))
    return { places, ...densestMatch(places, length - MAX_WORD_DISTANCE) }
  }
  const opening = matchesWithin(OPENING_CHARACTERS)
  const enough =
    text.length <= OPENING_CHARACTERS ||
    (opening.count === phrases.length &&
      opening.best !== undefined &&
      opening.best.from + 3 * length < OPENING_CHARACTERS)
  const { places, best } = enough ? opening : matchesWithin(MAX_CHARACTERS)
  return { places, first: best }
}

/** Moves a position off the middle of a surrogate pair. */
const codePointStart = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at)

/** The next space after a position, or the position itself if the space is far, as in texts without spaces. */
function nextSpace(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  return space < 0 || space > at + MAX_WORD_DISTANCE ? codePointStart(text, at) : space
}

const MAX_WORD_DISTANCE = 40

/** Start of the snippet around a match: the beginning of the text, or a word some way before the match. */
function startBefore(text: string, place: number, length: number): number {
  if (place < length / 2) return 0
  const space = nextSpace(text, place - Math.floor(length / 4))
  return Math.min(place, text.charAt(space) === ' ' ? space + 1 : space)
}

/**
 * About `length` characters of a text around its best match, or from the beginning if nothing matches.
 * @param text plain text on one line
 */
export function snippet(text: string, phrases: readonly Phrase[], length: number): Part[] {
  const { places, first } = bestMatch(text, phrases, length)
  const from = first === undefined ? 0 : startBefore(text, first.from, length)
  const least = Math.max(from + length, Math.min(first?.to ?? 0, from + 2 * length))
  const to = least >= text.length - MAX_WORD_DISTANCE ? text.length : nextSpace(text, least)
  const parts = markMatches(
    text,
    places.filter((place) => place.from >= from),
    from,
    to,
  )
  return [
    ...(from > 0 ? [{ text: '… ', marked: false }] : []),
    ...parts,
    ...(to < text.length ? [{ text: ' …', marked: false }] : []),
  ]
}
