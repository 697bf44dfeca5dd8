// Compares two versions of a text word by word, in any script, and paragraph by paragraph. Pure.
import { diffArrays } from 'diff/lib/diff/array.js'
import { lazy } from './lazy.ts'

export type Piece = { kind: 'same' | 'added' | 'removed'; text: string }

/** Finds words in Chinese, Japanese and Thai too, which put no spaces between them. */
const wordSegmenter = lazy(() => new Intl.Segmenter('en', { granularity: 'word' }))

/** Changed words and signs at which the diff gives up. The work grows with its square. */
export const MAX_CHANGED_WORDS = 600

const splitWords = (text: string): string[] => Array.from(wordSegmenter().segment(text), ({ segment }) => segment)

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

export type BoundedDiff = (before: string, after: string) => ReturnType<typeof wordDiff>

/** The work of a diff grows with the square of its changes. A page pays for two rewritten texts, or any number of small edits. */
export function diffWithinBudget(): BoundedDiff {
  let budget = 2 * MAX_CHANGED_WORDS ** 2
  return (before, after) => {
    const max = Math.min(MAX_CHANGED_WORDS, Math.trunc(Math.sqrt(budget)))
    const diff = wordDiff(before, after, max)
    budget -= (diff?.changes ?? max) ** 2
    return diff
  }
}

/** Makes an added or removed line end visible. */
export const showLineEnds = (piece: Piece): Piece =>
  piece.kind === 'same' || piece.text.trim() !== '' ? piece : { ...piece, text: piece.text.replaceAll('\n', '¶\n') }

/** Paragraphs that changed, as pieces, or a number of paragraphs that did not. */
export type Block = { pieces: Piece[]; same: number }

/** At an empty line, and in HTML after a block. */
const PARAGRAPH_END = /\n[ \t]*\n\s*|(?<=<\/(?:p|h\d|ul|ol|pre|figure|blockquote)>)\n*/

/**
 * Compares two texts paragraph by paragraph, and those that changed word by word.
 * @returns null if too much has changed
 */
export function paragraphDiff(before: string, after: string, diffOf: BoundedDiff): Block[] | null {
  const split = (text: string): string[] => text.split(PARAGRAPH_END).filter((paragraph) => paragraph.trim() !== '')
  const found = diffArrays(split(before), split(after), { maxEditLength: MAX_CHANGED_WORDS })
  if (found === undefined) return null
  const blocks: Block[] = []
  let [removed, added]: string[][] = [[], []]
  const flush = (): boolean => {
    if (removed!.length + added!.length === 0) return true
    const diff = diffOf(removed!.join('\n\n'), added!.join('\n\n'))
    if (diff === null) return false
    blocks.push({ pieces: diff.pieces.map(showLineEnds), same: 0 })
    ;[removed, added] = [[], []]
    return true
  }
  for (const { value, added: isAdded, removed: isRemoved } of found) {
    if (isRemoved) removed = value
    else if (isAdded) added = value
    else {
      if (!flush()) return null
      blocks.push({ pieces: [], same: value.length })
    }
  }
  return flush() ? blocks : null
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
