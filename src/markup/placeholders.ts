// What the sanitizer is handed in the place of signs and tags that would each cost it more than the rest of a text. Pure.

// No text holds them: neither HTML nor XML could.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const LESS = '\u0001'
const AMPERSAND = '\u0002'

/** Between two plain paragraphs: what would be an end tag and a tag. Only within the text of a `p`. */
export const NEXT_PARAGRAPH = '\u0003'

/** A text without what neither HTML nor XML can hold: control characters and noncharacters. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '')
}

/** Text without any sign that begins a tag or an entity, for the sanitizer to read. */
export function encodePlaceholders(text: string): string {
  return /[&<]/.test(text) ? text.replaceAll('&', AMPERSAND).replaceAll('<', LESS) : text
}

/**
 * What text is written as that stands in an element: the sanitizer has escaped it, and makes nothing else of it.
 * A line end is a line break, except within code; text within `pre` stands in `code`.
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
