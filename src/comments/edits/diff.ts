// Compares two versions of a text word by word, in any script. Pure.
import { diffArrays } from 'diff'

export type Piece = { kind: 'same' | 'added' | 'removed'; text: string }

/** Finds words in Chinese, Japanese and Thai too, which put no spaces between them. */
const wordSegmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** Changed words and signs at which the diff gives up. The work grows with its square. */
export const MAX_CHANGED_WORDS = 600

const splitWords = (text: string): string[] => Array.from(wordSegmenter.segment(text), ({ segment }) => segment)

/**
 * @param max changed words at which to give up; 0 gives up at once
 * @returns the pieces in reading order, the removed word before the added one, and the number of changed words; null above `max`
 */
export function wordDiff(
  before: string,
  after: string,
  max: number = MAX_CHANGED_WORDS,
): { pieces: Piece[]; changes: number } | null {
  const found =
    max === 0 && before !== after
      ? undefined
      : diffArrays(splitWords(before), splitWords(after), { maxEditLength: max })
  if (found === undefined) return null
  const changes = found.reduce((sum, { value, added, removed }) => sum + (added || removed ? value.length : 0), 0)
  return {
    pieces: mergeChanges(
      found.map(({ value, added, removed }) => ({
        kind: added ? 'added' : removed ? 'removed' : 'same',
        text: value.join(''),
      })),
    ),
    changes,
  }
}

/** Joins changed words with the spaces between them, so that a rewritten sentence is one change. */
function mergeChanges(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = []
  let [removed, added] = ['', '']
  const flush = (): void => {
    if (removed !== '') merged.push({ kind: 'removed', text: removed })
    if (added !== '') merged.push({ kind: 'added', text: added })
    removed = added = ''
  }
  for (const [i, { kind, text }] of pieces.entries()) {
    if (kind === 'removed') removed += text
    else if (kind === 'added') added += text
    else if (removed !== '' && added !== '' && text.trim() === '' && i < pieces.length - 1) {
      removed += text
      added += text
    } else {
      flush()
      merged.push({ kind, text })
    }
  }
  flush()
  return merged
}
