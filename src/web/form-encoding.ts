// Parses forms and queries that are percent-encoded. Pure.

/** Fields by name. A field that was sent more than once has all its values. */
export type EncodedFields = Record<string, string | string[]>

/** NUL has no meaning in a text. It is dropped before anything is decided by a field. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '')

/**
 * Parses the body of a form or the query of an address as browsers do.
 * A byte that is not UTF-8 becomes U+FFFD, and the rest of the text is decoded all the same.
 */
export function parseEncoded(text: string): EncodedFields {
  const fields: EncodedFields = Object.create(null)
  for (const [name, raw] of new URLSearchParams(text)) {
    const value = withoutNul(raw)
    const earlier = fields[name]
    if (earlier === undefined) fields[name] = value
    else if (Array.isArray(earlier)) earlier.push(value)
    else fields[name] = [earlier, value]
  }
  return fields
}
