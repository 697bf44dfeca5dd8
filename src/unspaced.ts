// Scripts that are written without spaces between words. Pure.

/** Part of a character class for regular expressions with the flag `u` or `v`. */
export const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
