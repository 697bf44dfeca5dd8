// Reads HTML that `render` made as a sequence of tags and texts. Pure.

export type Token =
  | { kind: 'text'; text: string; html: string }
  | { kind: 'open' | 'close' | 'void'; name: string; html: string }

// In such HTML `<` only begins tags, and a tag ends at its first `>`.
const TOKEN = /<(\/?)([a-z][a-z0-9]*)\b[^>]*>|[^<]+/g
const VOID = new Set(['br', 'img'])

export function* tokensOf(html: string): Generator<Token> {
  for (const { 0: token, 1: slash, 2: name } of html.matchAll(TOKEN)) {
    if (name === undefined) yield { kind: 'text', text: decodeEntities(token), html: token }
    else yield { kind: VOID.has(name) ? 'void' : slash === '' ? 'open' : 'close', name, html: token }
  }
}

/** Decodes the entities that `render` writes. */
export function decodeEntities(text: string): string {
  // `&amp;` last, so that its result is not decoded again.
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

/** The value of an attribute of a tag, or null. */
export function attributeOf(tag: string, name: string): string | null {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? null : decodeEntities(value)
}
