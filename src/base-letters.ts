// Letters with a stroke and ligatures, which Unicode does not decompose, and the letters that people type for them. Pure.

const BASE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŋ: 'n',
  ŧ: 't',
  ƀ: 'b',
  ɨ: 'i',
  ƶ: 'z',
  ς: 'σ',
  // Persian and Urdu forms of Arabic letters.
  ی: 'ي',
  ى: 'ي',
  ک: 'ك',
  ۀ: 'ه',
}
const WITH_BASE = new RegExp(`[${Object.keys(BASE_LETTERS).join('')}]`, 'g')

/** Replaces them in a text in lower case. */
export const withBaseLetters = (text: string): string =>
  text.replace(WITH_BASE, (letter) => BASE_LETTERS[letter] ?? letter)
