// The part of a text around the words that were looked for, with those words marked. Pure.
import { placesOf, type Found, type Phrase } from './words.ts'

/** A piece of text that a template prints, marked or not. */
export type Part = { text: string; marked: boolean }

/** Characters that are looked through, and places that are looked at. */
const DEPTH = 60_000
const MOST = 400

/** A text with every place marked. */
function marked(text: string, places: readonly Found[], from: number, to: number): Part[] {
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
const inOrder = (places: Found[]): Found[] => places.sort((a, b) => a.from - b.from || b.to - a.to)

/** The whole text with every phrase marked. */
export const marks = (text: string, phrases: readonly Phrase[]): Part[] => marked(text, inOrder(placesOf(text, phrases, MOST)), 0, text.length)

/** Where the most different phrases stand within a length, the first of equals. */
function densest(places: readonly Found[], length: number): Found | undefined {
  let best: Found | undefined
  let most = 0
  for (const [i, place] of places.entries()) {
    const seen = new Set<number>()
    for (let j = i; j < places.length && places[j]!.to - place.from <= length; j++) seen.add(places[j]!.phrase)
    if (seen.size > most) [best, most] = [place, seen.size]
  }
  return best
}

/** The beginning of the word that stands at a place, or the end of it; a word without an end is cut. */
function wordStart(text: string, at: number): number {
  if (at <= 0) return 0
  const space = text.lastIndexOf(' ', at)
  return space < 0 ? 0 : space < at - 40 ? wholeSign(text, at) : space + 1
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.indexOf(' ', at)
  return space < 0 ? (text.length > at + 40 ? wholeSign(text, at) : text.length) : space > at + 40 ? wholeSign(text, at) : space
}

/** Not between the two halves of a sign. */
const wholeSign = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at)

/**
 * About so many characters of a text around the place that says most of what was asked; the beginning where nothing does.
 * @param text plain text on one line
 */
export function snippet(text: string, phrases: readonly Phrase[], length: number): Part[] {
  const places = inOrder(placesOf(text.slice(0, DEPTH), phrases, MOST))
  const first = densest(places, length - 40)
  const start = first === undefined ? 0 : wordStart(text, Math.max(0, first.from - Math.floor(length / 4)))
  const from = start < length / 4 && (first?.from ?? 0) < length / 2 ? 0 : start
  const to = wordEnd(text, Math.max(from + length, first === undefined ? 0 : Math.min(first.to, first.from + 2 * length)))
  const parts = marked(text, places.filter((place) => place.from >= from), from, to)
  return [...(from > 0 ? [{ text: '… ', marked: false }] : []), ...parts, ...(to < text.length ? [{ text: ' …', marked: false }] : [])]
}
