// Parsing of searches, and the FTS5 expressions made of them.
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchAll, matchAsPhrase, matchInHeadline, matchText, type Question } from '../../src/search/match.ts'
import { daysOf, MAX_PARTS, operators, parseSearch } from '../../src/search/rules.ts'
import { findPhrases, foldedWords } from '../../src/search/words.ts'

const words = (text: string): unknown => parseSearch(text).phrases

test('words are searched separately, phrases and joined words as a sequence', () => {
  expect(words('tide gauge')).toEqual([['tide'], ['gauge']])
  expect(words('"tide gauge" pier')).toEqual([['tide', 'gauge'], ['pier']])
  expect(words('“tide gauge” „old pier“')).toEqual([
    ['tide', 'gauge'],
    ['old', 'pier'],
  ])
  expect(words('half-tide can’t node.js')).toEqual([
    ['half', 'tide'],
    ['can', 't'],
    ['node', 'js'],
  ])
})

test('a minus excludes a word, a phrase, or an operator', () => {
  expect(parseSearch('tide -gauge -"old pier"')).toMatchObject({
    phrases: [['tide']],
    excluded: [['gauge'], ['old', 'pier']],
  })
  expect(parseSearch('−gauge --x a-b -')).toMatchObject({ phrases: [['a', 'b']], excluded: [['gauge'], ['x']] })
  expect(parseSearch('-section:science -by:"Ada K."').filters).toEqual([
    { kind: 'section', value: 'science', not: true },
    { kind: 'by', value: 'Ada K.', not: true },
  ])
})

test('section:, by: and in: take a word or a phrase, in any case; anything else with a colon is words', () => {
  expect(parseSearch('Section:"Weather & Sea" BY:Plimsoll in:comments in:12').filters).toEqual([
    { kind: 'section', value: 'Weather & Sea', not: false },
    { kind: 'by', value: 'Plimsoll', not: false },
    { kind: 'in', value: 'comments', not: false },
    { kind: 'in', value: '12', not: false },
  ])
  expect(parseSearch('section: by: http://example.org/on:2 foo:bar')).toMatchObject({
    filters: [],
    faults: [],
    phrases: [['section'], ['by'], ['http', 'example', 'org', 'on', '2'], ['foo', 'bar']],
  })
})

test('on: covers a day, a month or a year; before: and after: exclude it', () => {
  expect(daysOf('2030-03-12')).toEqual({ from: '2030-03-12', until: '2030-03-13' })
  expect(daysOf('2030-12')).toEqual({ from: '2030-12-01', until: '2031-01-01' })
  expect(daysOf('2028-02')).toEqual({ from: '2028-02-01', until: '2028-03-01' })
  expect(daysOf('2030')).toEqual({ from: '2030-01-01', until: '2031-01-01' })
  expect(parseSearch('before:2030-03')).toMatchObject({ from: null, until: '2030-03-01' })
  expect(parseSearch('after:2030-03')).toMatchObject({ from: '2030-04-01', until: null })
  expect(parseSearch('after:2029 before:2030-03-12 on:2030')).toMatchObject({ from: '2030-01-01', until: '2030-03-12' })
})

test.each([
  'on:2030-02-31',
  'before:yesterday',
  'after:2030-13',
  'on:99999',
  'on:0000',
  '-on:2030',
  'in:nowhere',
  'in:0',
])('%s is a fault that is told, not passed over', (typed) => {
  const { faults, filters, from, until } = parseSearch(`tide ${typed}`)
  expect(faults).toHaveLength(1)
  expect({ filters, from, until }).toEqual({ filters: [], from: null, until: null })
})

test('capitals, accents and the shapes of letters make no difference', () => {
  expect(words('ÜNÏCÖDE ﬁne ＡＢＣ Ёлка ΟΔΟΣ οδός')).toEqual([
    ['unicode'],
    ['fine'],
    ['abc'],
    ['елка'],
    ['οδοσ'],
    ['οδοσ'],
  ])
  expect(foldedWords('Brot\u00adzeit e\u0301tude')).toEqual(['brotzeit', 'etude'])
})

test('letters with a stroke and ligatures are found by their base letters, and sharp s by two', () => {
  for (const [text, typed] of [
    ['Grüße', 'GRÜSSE'],
    ['STRAẞE', 'strasse'],
    ['Tromsø', 'Tromso'],
    ['Þórður', 'thordur'],
    ['Łódź', 'lodz'],
    ['Đorđe', 'dorde'],
    ['Cæsar', 'caesar'],
    ['Œuvre', 'oeuvre'],
    ['ISPARTA', 'ısparta'],
    ['İstanbul', 'istanbul'],
    ['Ångström', 'angstrom'],
    ['كتـاب', 'کتاب'],
    ['أحمد', 'احمد'],
  ] as const) {
    expect(foldedWords(text), text).toEqual(foldedWords(typed))
    expect(foldedWords(text)).toHaveLength(1)
  }
})

test('a Korean noun is found with its particle, and a word of a script without spaces within a sentence', () => {
  for (const [text, typed] of [
    ['어제 서울에서 만났다', '서울'],
    ['서울에서'.normalize('NFD'), '서울'],
    ['서울', '서울'.normalize('NFD')],
    ['ท่าเรือเปิดวันจันทร์', 'เปิด'],
    ['ท่าเรือเปิดวันจันทร์', 'วันจันทร์'],
    ['ປະເທດລາວ', 'ລາວ'],
    ['ကျွန်တော်သွားမယ်', 'သွား'],
    ['ខ្ញុំទៅផ្សារ', 'ផ្សារ'],
    ['昨日東京タワーで', '東京'],
  ] as const) {
    const phrase = parseSearch(typed).phrases
    expect(phrase, typed).toHaveLength(1)
    expect(
      findPhrases(text, phrase, 9).map(({ from, to }) => text.slice(from, to).normalize('NFC')),
      text,
    ).toEqual([typed.normalize('NFC')])
  }
  expect(parseSearch('ท่าเรือเปิดวันจันทร์').cut).toBe(false)
  expect(parseSearch('가'.repeat(100))).toMatchObject({ cut: true, phrases: [Array(64).fill('가')] })
  expect(words('서울2030')).toEqual([['서', '울', '2030']])
})

test('Chinese and Japanese are found by any characters in sequence', () => {
  expect(words('東京タワー')).toEqual([['東', '京', 'タ', 'ワ', 'ー']])
  expect(foldedWords('昨日、東京タワーで')).toEqual(['昨', '日', '東', '京', 'タ', 'ワ', 'ー', 'で'])
})

test.each(['😀', '***', '"', '""', '- - -', '^', '():*', '\u200b', '"“„”'])(
  '%s has no word in it, and says so',
  (typed) => expect(parseSearch(typed)).toMatchObject({ wordless: true, phrases: [], faults: [] }),
)

test('an empty text is not a search without words', () =>
  expect(parseSearch('  ')).toMatchObject({ wordless: false, phrases: [] }))

test('a lone quotation mark, stars and the operators of FTS5 are never syntax', () => {
  expect(words('5" gun*')).toEqual([['5'], ['gun']])
  expect(words('a NEAR(b c) AND OR NOT { x } : y')).toEqual([
    ['a'],
    ['near', 'b'],
    ['c'],
    ['and'],
    ['or'],
    ['not'],
    ['x'],
    ['y'],
  ])
})

test('a search has a limited number of words; the page says when the rest was ignored', () => {
  const asked = parseSearch(Array.from({ length: 2000 }, (_, i) => `w${i}`).join(' '))
  expect([asked.phrases.length, asked.cut]).toEqual([MAX_PARTS, true])
  expect(parseSearch('a b c').cut).toBe(false)
  expect(parseSearch(`"${'a '.repeat(5000)}"`)).toMatchObject({ cut: true, phrases: [Array(MAX_PARTS).fill('a')] })
  expect(parseSearch('😀'.repeat(2500))).toMatchObject({ wordless: true })
})

/** An index as the site has it, with some entries. */
function anIndex(): (match: string) => unknown[] {
  const db = new Database(':memory:')
  db.exec(`create virtual table t using fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii')`)
  db.prepare('insert into t (rowid, words) values (1, ?)').run(
    'tide gauge § near and or not § §karticle §htide §hgauge',
  )
  const statement = db.prepare('select rowid from t where t match ? order by rowid desc limit 5')
  return (match) => statement.all(match)
}

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...operators.map((name) => `${name}:`),
    '"',
    '-',
    '*',
    ' ',
    'NEAR',
    'AND',
    'NOT',
    '(',
    ')',
    '{',
    ':',
    '^',
    '\0',
    '§karticle',
    '“',
    'tide',
    '2030',
    '\ud800',
  ),
)

test('nothing that can be typed makes the index fail', () => {
  const ask = anIndex()
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const asked = parseSearch(pieces.join(''))
      const question: Question = {
        phrases: asked.phrases,
        excluded: asked.excluded,
        facts: asked.filters.map(({ value }) => [`§n${Buffer.from(value).toString('hex')}`]),
        noFacts: [],
      }
      for (const match of [matchAll(question), matchInHeadline(question), matchAsPhrase(question)])
        if (match !== null) ask(matchText(match))
    }),
    { numRuns: 600 },
  )
  expect(
    ask(
      matchText(
        matchAll({ phrases: [['near'], ['and', 'or']], excluded: [['gun']], facts: [['§karticle']], noFacts: [] }),
      ),
    ),
  ).toHaveLength(1)
  expect(ask(matchText(matchAll({ phrases: [], excluded: [['gun']], facts: [], noFacts: [] })))).toHaveLength(1)
  expect(ask(matchText(matchAll({ phrases: [], excluded: [['tide']], facts: [], noFacts: [] })))).toHaveLength(0)
})

test('no text can be taken for a fact about an entry', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      (text) => void expect(foldedWords(text).filter((word) => !/^[\p{L}\p{N}\p{M}]+$/u.test(word))).toEqual([]),
    ),
  )
})
