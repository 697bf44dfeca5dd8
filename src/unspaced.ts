// Scripts that are written without spaces between words. Pure.

/** Part of a character class for regular expressions with the flag `u` or `v`. */
export const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'

/** The same with Korean, which has spaces, but whose particles follow a noun directly. */
export const UNSPACED_OR_KOREAN = `${UNSPACED}\\p{Script=Hangul}`
