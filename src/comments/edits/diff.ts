// What changed between two versions of a text, word by word, in any script. Pure.
import { diffArrays } from 'diff'

export type Piece = { kind: 'same' | 'added' | 'removed'; text: string }

/** Knows where words end in Chinese, Japanese and Thai too, which put no spaces between them. */
const words = new Intl.Segmenter('en', { granularity: 'word' })

/** Words and signs that may differ before nobody could follow the changes any more; the work grows with its square. */
export const MOST_CHANGES = 600

const tokens = (text: string): string[] => Array.from(words.segment(text), ({ segment }) => segment)

/**
 * @param most changed words at which to give up; 0 gives up at once
 * @returns the pieces in reading order, where a word was replaced what was there first, and how many words changed; null when that were more than `most`
 */
export function wordDiff(
  before: string,
  after: string,
  most: number = MOST_CHANGES,
): { pieces: Piece[]; changes: number } | null {
  const found =
    most === 0 && before !== after ? undefined : diffArrays(tokens(before), tokens(after), { maxEditLength: most })
  if (found === undefined) return null
  const changes = found.reduce((sum, { value, added, removed }) => sum + (added || removed ? value.length : 0), 0)
  return {
    pieces: gathered(
      found.map(({ value, added, removed }) => ({
        kind: added ? 'added' : removed ? 'removed' : 'same',
        text: value.join(''),
      })),
    ),
    changes,
  }
}

/** A space between two changed words belongs to the change: a rewritten sentence is one change, not one a word. */
function gathered(pieces: readonly Piece[]): Piece[] {
  const shown: Piece[] = []
  let [removed, added] = ['', '']
  const flush = (): void => {
    if (removed !== '') shown.push({ kind: 'removed', text: removed })
    if (added !== '') shown.push({ kind: 'added', text: added })
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
      shown.push({ kind, text })
    }
  }
  flush()
  return shown
}
