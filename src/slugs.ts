// The slug of a headline, which an address of an article carries behind its number. Pure.

/** Characters of a slug at most, and of one that is cut after a word at least. */
const MAX_SLUG = 60
const MIN_CUT = 20

/** The slug of a headline: never empty, at most 60 characters. */
export function slugOf(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  const letters = [...folded]
  if (letters.length <= MAX_SLUG) return folded || 'untitled'
  const wordEnd = letters.lastIndexOf('-', MAX_SLUG)
  return letters.slice(0, wordEnd >= MIN_CUT ? wordEnd : MAX_SLUG).join('')
}
