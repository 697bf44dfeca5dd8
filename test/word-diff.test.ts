// The comparison of two versions: word by word, in any script, with limited work.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_CHANGED_WORDS, type Piece, wordDiff } from '../src/word-diff.ts'

const written = (pieces: readonly Piece[]): string =>
  pieces.map(({ kind, text }) => (kind === 'added' ? `[+${text}]` : kind === 'removed' ? `[-${text}]` : text)).join('')
const diff = (before: string, after: string): string => written(wordDiff(before, after)!.pieces)

describe('A diff shows changes', () => {
  test('by whole words, deletions before insertions, a rewritten passage as one change', () => {
    expect(diff('The cat sat on the mat.', 'The dog lay on the mat, again.')).toBe(
      'The [-cat sat][+dog lay] on the mat[+, again].',
    )
    expect(diff('a b', 'a b')).toBe('a b')
    expect(diff('', 'New.')).toBe('[+New.]')
  })

  test('in scripts without spaces and from right to left', () => {
    expect(diff('今日は天気がいいです', '今日は天気が悪いです')).toBe('今日は天気が[-いい][+悪い]です')
    expect(diff('هذا نص قديم', 'هذا نص جديد')).toBe('هذا نص [-قديم][+جديد]')
    expect(diff('ภาษาไทยง่าย', 'ภาษาไทยยาก')).toBe('ภาษาไทย[-ง่าย][+ยาก]')
    expect(diff('👩‍👩‍👧 e\u0301', '👩‍👩‍👦 e\u0301')).toBe('[-👩‍👩‍👧][+👩‍👩‍👦] e\u0301')
  })

  test('of line ends as well', () => {
    expect(diff('One.\n\nTwo.', 'One.\nTwo.')).toBe('One.\n[-\n]Two.')
  })

  test('from which both texts can be rebuilt', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'word', ' ', '\n', '.', '日', '本', 'é', '<b>'), { maxLength: 60 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { pieces, changes } = wordDiff(before, after)!
        const without = (kind: Piece['kind']): string =>
          pieces
            .filter((piece) => piece.kind !== kind)
            .map((piece) => piece.text)
            .join('')
        expect(without('added')).toBe(before)
        expect(without('removed')).toBe(after)
        expect(changes === 0).toBe(before === after)
      }),
    )
  })

  test('and none beyond a number of changed words, which limits the work', () => {
    const [a, b] = ['a '.repeat(5000), 'b '.repeat(5000)]
    expect(wordDiff(a, b)).toBeNull()
    expect(wordDiff('a '.repeat(MAX_CHANGED_WORDS), '')).toBeNull()
    expect(wordDiff('a b c', 'd e f', 2)).toBeNull()
    expect(wordDiff('a', 'b', 0)).toBeNull()
    expect(wordDiff(a, `${a}b`)!.changes).toBe(1)
  })
})
