// Writing direction of texts, by their first letter. Pure.

export type Direction = 'ltr' | 'rtl'

const LETTER = /\p{L}/u
// Addresses and nics at the beginning are skipped: they say nothing about the words after them.
const LETTER_OF_WORDS = /(?:https?:\/\/|www\.|@)\S*|(\p{L})/giu
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g

/** The direction of the first letter outside addresses and nics; null for a text without letters, which inherits its direction. */
export function directionOf(text: string): Direction | null {
  LETTER_OF_WORDS.lastIndex = 0
  for (let match = LETTER_OF_WORDS.exec(text); match !== null; match = LETTER_OF_WORDS.exec(text)) {
    if (match[1] !== undefined) return RIGHT_TO_LEFT.test(match[1]) ? 'rtl' : 'ltr'
  }
  const first = LETTER.exec(text)
  return first === null ? null : RIGHT_TO_LEFT.test(first[0]) ? 'rtl' : 'ltr'
}

/** Whether a text has any right-to-left letter. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text)
}

/** Whether an address has a character that changes the order in which it is shown. */
export const hasBidiControl = (address: string): boolean => /\p{Bidi_Control}/u.test(address)

/** Removes bidirectional controls, whose effect would continue beyond the text on the same line. */
export function stripBidiControls(text: string): string {
  return text.replace(BIDI_CONTROLS, '')
}
