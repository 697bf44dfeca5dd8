// Finds names that somebody may have meant by a name that does not exist. Pure.

/** Names that a page suggests. */
const MAX_SUGGESTIONS = 5

/** Characters of a name that are compared. */
const MAX_CHARACTERS = 60

/** Number of characters to insert, delete or replace to turn one text into another (Levenshtein distance). */
function editDistance(from: string, to: string): number {
  const [a, b] = [[...from].slice(0, MAX_CHARACTERS), [...to].slice(0, MAX_CHARACTERS)]
  let row = b.map((_, i) => i + 1)
  for (const [i, one] of a.entries()) {
    let diagonal = i
    let left = i + 1
    row = row.map((above, j) => {
      left = Math.min(above + 1, left + 1, diagonal + (one === b[j] ? 0 : 1))
      diagonal = above
      return left
    })
  }
  return row.at(-1) ?? a.length
}

/**
 * The names that are most like a wanted one, the nearest first.
 * @param wanted folded as the keys are
 * @param names with the key that each is compared by
 */
export function nearNames<N extends { key: string }>(wanted: string, names: readonly N[]): N[] {
  const limit = Math.max(1, Math.floor([...wanted].length / 3))
  return names
    .map((name) => ({
      name,
      // The beginning of a longer name is as near as a name with one wrong character.
      distance: wanted.length > 2 && name.key.startsWith(wanted) ? 1 : editDistance(wanted, name.key),
    }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name.key < b.name.key ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name)
}
