// The picture of somebody without one: the initials of the nic on a colour that belongs to it. Pure.

import { lazy } from '../../lazy.ts'

/** Colours of initials: the classes `tone-0` and so on of site.css. */
export const TONES = 8

const graphemes = lazy(() => new Intl.Segmenter('und', { granularity: 'grapheme' }))

/** Capitals of the first two words of a nic, or its first two letters; digits where it has nothing else. */
export function initials(nic: string): string {
  const words = nic.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
  const firstOf = (word: string): string => [...graphemes().segment(word)][0]?.segment ?? ''
  const [first = '', second = ''] = words
  const letters =
    second === ''
      ? [...graphemes().segment(first)].slice(0, 2).map(({ segment }) => segment)
      : [firstOf(first), firstOf(second)]
  return letters.join('').toLocaleUpperCase('und')
}

/** The tone of a nic, from 0: the same on every page, by FNV-1a over its code points. */
export function toneOf(nic: string): number {
  let hash = 0x811c9dc5
  for (const letter of nic) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0
  return hash % TONES
}

/** `src` is the address of an uploaded picture, empty for initials. */
export type Portrait = { src: string; initials: string; tone: string; size: number }

/** Pixels of a portrait on a page, as in site.css. */
const PORTRAIT_SIZE = 96

export const portrait = (nic: string, src: string): Portrait => ({
  src,
  initials: initials(nic),
  tone: `tone-${toneOf(nic)}`,
  size: PORTRAIT_SIZE,
})
