// Snippets: the words that were found, highlighted in the text around them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { highlight, type Part, snippet } from '../../src/search/snippet.ts'
import { foldedWords } from '../../src/search/words.ts'

const shown = (parts: Part[]): string => parts.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('')

test('whole words are marked, whatever their capitals and accents', () => {
  expect(shown(highlight('The Tide gauge and the tides: TIDE, tïde.', [['tide']]))).toBe(
    'The [Tide] gauge and the tides: [TIDE], [tïde].',
  )
})

test('a phrase is marked as one, and only where its words follow each other', () => {
  expect(shown(highlight('The tide gauge, the tide-gauge, the gauge of the tide.', [['tide', 'gauge']]))).toBe(
    'The [tide gauge], the [tide-gauge], the gauge of the tide.',
  )
  expect(shown(highlight('old old pier', [['old', 'pier'], ['old']]))).toBe('[old] [old pier]')
})

test('Chinese and Japanese are marked in the middle of a line', () =>
  expect(shown(highlight('昨日、東京タワーで', [['東', '京']]))).toBe('昨日、[東京]タワーで'))

test('a Korean noun is marked without its particle, and letters with a stroke as they are written', () => {
  expect(shown(highlight('어제 서울에서 만났다', [['서', '울']]))).toBe('어제 [서울]에서 만났다')
  expect(shown(highlight('Viele Grüße aus Tromsø', [['grusse'], ['tromso']]))).toBe('Viele [Grüße] aus [Tromsø]')
})

test('a short text is shown whole', () =>
  expect(shown(snippet('A plank with numbers.', [['plank']], 200))).toBe('A [plank] with numbers.'))

test('a long text is shown around the best match, cut between words', () => {
  const filler = 'It has stood in the same sockets ever since. '.repeat(20)
  const text = `${filler}The tide came. ${filler}There the old tide gauge was right. ${filler}`
  const found = shown(snippet(text, [['tide'], ['gauge']], 200))
  expect(found).toContain('old [tide] [gauge] was')
  expect(found).toMatch(/^… \S.*\S …$/)
  expect(found.length).toBeLessThan(260)
})

test('where only the headline has the words, the text is shown from its beginning', () => {
  expect(shown(snippet(`First words. ${'More of it. '.repeat(40)}`, [['tide']], 60))).toMatch(/^First words\. More/)
})

test('a very long word is cut, but never inside a surrogate pair', () => {
  for (const text of ['x'.repeat(5000), `${'😀'.repeat(500)} tide ${'😀'.repeat(500)}`]) {
    const found = shown(snippet(text, [['tide']], 200))
    expect(found.length).toBeLessThan(450)
    expect(found.isWellFormed()).toBe(true)
  }
})

test('a snippet is a piece of its text, and everything marked in it is a word that was asked for', () => {
  const word = fc.constantFrom('tide', 'Tíde', 'gauge', 'the', '東京', '😀', 'pier,', '—', 'x'.repeat(90))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 120 }), fc.integer({ min: 20, max: 300 }), (list, length) => {
      const text = list.join(' ')
      const parts = snippet(text, [['tide'], ['the', 'gauge'], ['東']], length)
      expect(text).toContain(
        parts
          .map((part) => part.text)
          .join('')
          .replace(/^… /, '')
          .replace(/ …$/, ''),
      )
      for (const part of parts)
        if (part.marked) expect([['tide'], ['the', 'gauge'], ['東']]).toContainEqual(foldedWords(part.text))
      if (foldedWords(text).includes('tide')) expect(parts.some((part) => part.marked)).toBe(true)
    }),
  )
})

test('a very long text full of hits costs little', () => {
  const found = snippet('tide gauge '.repeat(20_000), [['tide'], ['gauge'], ['tide', 'gauge']], 200)
  expect(found.length).toBeGreaterThan(3)
})
