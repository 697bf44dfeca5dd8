// Placeholders for characters and tags that are expensive for the sanitizer to parse. Pure.

// Control characters that HTML and XML cannot contain, so no text does.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const LESS = '\u0001'
const AMPERSAND = '\u0002'

/** Stands for `</p><p>` between two plain paragraphs; only in the text of a `p`. */
export const NEXT_PARAGRAPH = '\u0003'

/** Removes control characters and noncharacters, which HTML and XML cannot contain. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '')
}

/** Replaces `<` and `&` by placeholders. */
export function encodePlaceholders(text: string): string {
  return /[&<]/.test(text) ? text.replaceAll('&', AMPERSAND).replaceAll('<', LESS) : text
}

/**
 * Replaces the placeholders in text that the sanitizer has escaped. Line ends become line breaks, except in `code`, which
 * also contains the text of `pre`.
 */
export function decodePlaceholders(text: string, tag: string): string {
  const lines = tag === 'code' ? text : text.replaceAll('\n', '<br />')
  return /[\u0001-\u0003]/.test(lines)
    ? lines
        .replaceAll(LESS, '&lt;')
        .replaceAll(AMPERSAND, '&amp;')
        .replaceAll(NEXT_PARAGRAPH, tag === 'p' ? '</p><p>' : '')
    : lines
}
