// Which way a text is written: by its first letter, as readers expect it. Pure.

export type Direction = 'ltr' | 'rtl'

const LETTER = /\p{L}/u
// An address or a nic at the beginning says nothing about the words after it.
const LETTER_OF_WORDS = /(?:https?:\/\/|www\.|@)\S*|(\p{L})/giu
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g

/** The direction of the first letter, before those of addresses and nics; null for a text without letters, which goes with what is around it. */
export function directionOf(text: string): Direction | null {
  LETTER_OF_WORDS.lastIndex = 0
  for (let match = LETTER_OF_WORDS.exec(text); match !== null; match = LETTER_OF_WORDS.exec(text)) {
    if (match[1] !== undefined) return RIGHT_TO_LEFT.test(match[1]) ? 'rtl' : 'ltr'
  }
  const first = LETTER.exec(text)
  return first === null ? null : RIGHT_TO_LEFT.test(first[0]) ? 'rtl' : 'ltr'
}

/** True when anything in the text is written from right to left. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text)
}

/** A text without the signs that turn what follows them: for one line beside words of others, where they would not end. */
export function stripBidiControls(text: string): string {
  return text.replace(BIDI_CONTROLS, '')
}
