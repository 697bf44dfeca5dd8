// Recognizes texts without a visible character. Pure.

// Spaces, Braille and musical blanks, fillers, joiners, variation selectors, bidirectional and other controls.
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\ufff9-\ufffb\u{1d159}\u{16fe4}]*$/u

/** Whether a text has no visible character. */
export const isInvisible = (text: string): boolean => INVISIBLE.test(text)
