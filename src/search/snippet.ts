// The part of a text around the words that were looked for, with those words marked. Pure.
import { findPhrases, type Phrase, type PhraseMatch } from './words.ts'

/** A piece of text that a template prints, marked or not. */
export type Part = { text: string; marked: boolean }

/** Characters that are looked through: the beginning first, which mostly says everything, then so many; and places that are looked at. */
const OPENING_CHARACTERS = 1500
const MAX_CHARACTERS = 60_000
const MAX_MATCHES = 400

/** A text with every place marked. */
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

/** Longer phrases first where two begin together, so that the whole of it is marked. */
const sortMatches = (places: PhraseMatch[]): PhraseMatch[] => places.sort((a, b) => a.from - b.from || b.to - a.to)

/** The whole text with every phrase marked. */
export const highlight = (text: string, phrases: readonly Phrase[]): Part[] =>
  markMatches(text, sortMatches(findPhrases(text, phrases, MAX_MATCHES)), 0, text.length)

type DensestMatch = { best: PhraseMatch | undefined /** Different phrases that stand there. */; most: number }

/** Where the most different phrases stand within a length, the first of equals. */
function densest(places: readonly PhraseMatch[], length: number): DensestMatch {
  let best: PhraseMatch | undefined
  let most = 0
  for (const [i, place] of places.entries()) {
    const seen = new Set([place.phrase])
    for (let j = i + 1; j < places.length && places[j]!.to - place.from <= length; j++) seen.add(places[j]!.phrase)
    if (seen.size > most) [best, most] = [place, seen.size]
  }
  return { best, most }
}

/** The places of a text and the one around which it says most, no further on than one that says everything. */
function bestMatch(
  text: string,
  phrases: readonly Phrase[],
  length: number,
): { places: PhraseMatch[]; first: PhraseMatch | undefined } {
  const begun = (depth: number): DensestMatch & { places: PhraseMatch[] } => {
    const places = sortMatches(findPhrases(text.slice(0, depth), phrases, MAX_MATCHES))
    return { places, ...densest(places, length - MAX_WORD_DISTANCE) }
  }
  const near = begun(OPENING_CHARACTERS)
  const enough =
    text.length <= OPENING_CHARACTERS ||
    (near.most === phrases.length && near.best !== undefined && near.best.from + 3 * length < OPENING_CHARACTERS)
  const { places, best } = enough ? near : begun(MAX_CHARACTERS)
  return { places, first: best }
}

/** Not between the two halves of a sign. */
const codePointStart = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at)

/** The next space after a place, unless it is far: what has no spaces is cut between two signs. */
function nextSpace(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  return space < 0 || space > at + MAX_WORD_DISTANCE ? codePointStart(text, at) : space
}

const MAX_WORD_DISTANCE = 40

/** Where a piece of text begins that has a place in it: at the beginning, or at a word some way before it. */
function startBefore(text: string, place: number, length: number): number {
  if (place < length / 2) return 0
  const space = nextSpace(text, place - Math.floor(length / 4))
  return Math.min(place, text.charAt(space) === ' ' ? space + 1 : space)
}

/**
 * About so many characters of a text around the place that says most of what was asked; the beginning where nothing does.
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
