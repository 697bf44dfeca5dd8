// What filters find in a text: whole words in any script, patterns that cannot stall, hosts, numbers; and what they never do.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FilterSign } from '../../src/db/schema/filters.ts'
import { readForm } from '../../src/faults.ts'
import { loweredThreshold } from '../../src/filters/classifier.ts'
import { normalize } from '../../src/filters/normalize.ts'
import { compilePattern, splitIntoPieces } from '../../src/filters/patterns.ts'
import {
  compileFilter,
  type Filter,
  findMatch,
  parseHost,
  replaceSpans,
  type Subject,
} from '../../src/filters/rules.ts'
import { type FormSigns, noSigns, parseSigns, signsText } from '../../src/filters/signs.ts'
import { linkedHosts } from '../../src/markup/links.ts'
import { render } from '../../src/markup/render.ts'
import { type FilterForm, filterForm, filterText } from '../../src/moderation/filters/form.ts'
import { markWords } from '../../src/moderation/filters/rehearsal-pages.ts'
import { faults } from '../markup/contained.ts'

const filter = (over: Partial<Filter>): Filter => ({
  id: 1,
  name: 'F',
  kind: 'word',
  match_text: 'casino',
  whole_words: 1,
  action: 'hold',
  replacement: '',
  applies_to: 'everybody',
  form_sign: '',
  ...over,
})
const subject = (source: string, over: Partial<Subject> = {}): Subject => ({
  source,
  plain: source.replace(/\s+/g, ' ').trim(),
  hosts: [],
  guest: false,
  liveComments: 10,
  repeated: null,
  signs: noSigns,
  ...over,
})
const found = (over: Partial<Filter>, source: string, more: Partial<Subject> = {}): string[] | null =>
  findMatch(compileFilter(filter(over)), subject(source, more))?.words ?? null

describe('A word', () => {
  test.each([
    ['in any case', 'The CASINO opens.', ['CASINO']],
    ['in full width', 'the ｃａｓｉｎｏ opens', ['ｃａｓｉｎｏ']],
    ['with accents', 'the cäsìnó opens', ['cäsìnó']],
    ['with accents typed apart', 'the casino\u0301 opens', ['casino\u0301']],
    ['in look-alike letters', 'the саѕіnо opens', ['саѕіnо']],
    ['with digits and signs in it', 'the ca$1n0s, no: cas1no', ['cas1no']],
    ['with what nobody sees in it', 'the cas\u00adi\u200bno opens', ['cas\u00adi\u200bno']],
    ['before an exclamation mark', 'casino!!', ['casino']],
    ['once, however often it stands there', 'casino, casino', ['casino']],
  ])('is found %s', (_how, text, words) => expect(found({}, text)).toEqual(words))

  test.each([
    ['inside another word', 'Casinoville is a town.'],
    ['behind a digit', 'the 7casino'],
    ['where an accent makes another letter begin', 'the casinoś'],
  ])('is not found %s, unless parts of words are looked for', (_how, text) => {
    expect(found({}, text)).toBeNull()
    expect(found({ whole_words: 0 }, text)).toHaveLength(1)
  })

  test.each([
    ['Russian', 'спам', 'Это спам, и всё.', 'Это спамер.'],
    ['Greek', 'λόγος', 'ο λογος εδώ', 'ο διάλογος εδώ'],
    ['Arabic', 'سبام', 'هذا سبام هنا', 'هذا سبامي هنا'],
  ])('is a whole word in %s, too', (_script, word, yes, no) => {
    expect(found({ match_text: word }, yes)).not.toBeNull()
    expect(found({ match_text: word }, no)).toBeNull()
  })

  test('is found inside a line of Chinese, Japanese or Thai, which put no spaces between words', () => {
    expect(found({ match_text: '赌场' }, '欢迎来到赌场玩')).toEqual(['赌场'])
    expect(found({ match_text: 'カジノ' }, '新しいカジノへ')).toEqual(['カジノ'])
    expect(found({ match_text: 'คาสิโน' }, 'เล่นคาสิโนที่นี่')).toEqual(['คาสิโน'])
    expect(found({ match_text: 'か' }, 'が')).toBeNull()
  })

  test('may be a phrase, whatever white space parts it; each line is one', () => {
    expect(found({ match_text: 'free money\npills' }, 'Get free \n money and PILLS')).toEqual(['free money', 'PILLS'])
  })

  test('that tags take apart is found in what readers read', () => {
    const { html } = render('the cas<b></b>ino', {
      format: 'markup',
      place: 'comment',
      mentions: new Map(),
      foreignPictures: false,
    })
    expect(html).not.toBe('')
    expect(found({}, 'the cas<b></b>ino', { plain: 'the casino' })).toEqual(['casino'])
  })
})

describe('Others', () => {
  test('a pattern is found in any case, line by line, and in long texts beyond the first piece', () => {
    expect(
      found(
        { kind: 'pattern', match_text: 'cheap[ -]?(pills|meds)' },
        `${'word '.repeat(900)}\nCHEAP-PILLS and cheap meds`,
      ),
    ).toEqual(['CHEAP-PILLS', 'cheap meds'])
    expect(found({ kind: 'pattern', match_text: '^buy' }, 'You may\nbuy it')).toEqual(['buy'])
    expect(found({ kind: 'pattern', match_text: '^buy' }, 'You buy it')).toBeNull()
  })

  test('a host is found with all below it, whatever is typed of it', () => {
    expect(['example.org', 'https://www.example.org/x?y', '*.example.org', ' EXAMPLE.org '].map(parseHost)).toEqual(
      Array(4).fill('example.org'),
    )
    expect(['example', 'a b', '', 'https://'].map(parseHost)).toEqual([null, null, null, null])
    const hosts = linkedHosts('<a href="/people/x">x</a><a href="https://www.shop.example.org/?a=1&amp;b=2">y</a>')
    expect(hosts).toEqual(['shop.example.org'])
    expect(found({ kind: 'host', match_text: 'example.org' }, 'x', { hosts })).toEqual(['shop.example.org'])
    expect(found({ kind: 'host', match_text: 'ample.org' }, 'x', { hosts })).toBeNull()
  })

  test('links are counted, newcomers known, and repeated texts', () => {
    expect(found({ kind: 'links', match_text: '1' }, 'x', { hosts: ['a.b', 'a.b'] })).toEqual(['2 links'])
    expect(found({ kind: 'links', match_text: '2' }, 'x', { hosts: ['a.b', 'a.b'] })).toBeNull()
    expect(found({ kind: 'newcomer', match_text: '3' }, 'x', { liveComments: 1 })).toEqual([
      '1 published comment so far',
    ])
    expect(found({ kind: 'newcomer', match_text: '3' }, 'x', { liveComments: 3 })).toBeNull()
    expect(found({ kind: 'repeat', match_text: '7' }, 'x', { repeated: 6.9 })).not.toBeNull()
    expect(found({ kind: 'repeat', match_text: '7' }, 'x', { repeated: 7.1 })).toBeNull()
  })

  test('a filter concerns everybody, newcomers or guests', () => {
    expect(found({ applies_to: 'guests' }, 'casino', { guest: false })).toBeNull()
    expect(found({ applies_to: 'guests' }, 'casino', { guest: true })).not.toBeNull()
    expect(found({ applies_to: 'newcomers' }, 'casino', { liveComments: 3 })).toBeNull()
    expect(found({ applies_to: 'newcomers' }, 'casino', { liveComments: 2 })).not.toBeNull()
  })

  test.each<[FilterSign, FormSigns, boolean]>([
    ['', noSigns, true],
    ['trap', noSigns, false],
    ['trap', { trap: true, seconds: null }, true],
    ['trap', { trap: false, seconds: 1 }, false],
    ['fast', { trap: true, seconds: null }, false],
    ['fast', { trap: false, seconds: 0 }, true],
    ['any', noSigns, false],
    ['any', { trap: true, seconds: null }, true],
    ['any', { trap: false, seconds: 0 }, true],
  ])(
    'a filter that asks for the sign “%s” of a form with %j finds its words: %s, and never without them',
    (form_sign, signs, finds) => {
      expect(found({ form_sign }, 'casino', { signs }) !== null).toBe(finds)
      expect(found({ form_sign }, 'harbour', { signs })).toBeNull()
    },
  )

  test('of a published comment no sign is known, so a test of a filter counts its words alone', () => {
    expect(found({ form_sign: 'trap' }, 'casino', { signs: null })).not.toBeNull()
  })
})

describe('The signs of a robot', () => {
  test.each<[FormSigns]>([
    [noSigns],
    [{ trap: true, seconds: null }],
    [{ trap: false, seconds: 0 }],
    [{ trap: true, seconds: 12 }],
  ])('%j are read as they were stored', (signs) => expect(parseSigns(signsText(signs))).toEqual(signs))

  test('lower the threshold of the classifier, but not below what looks rather like spam', () => {
    expect([99, 80, 60, 50].map(loweredThreshold)).toEqual([84, 65, 50, 50])
  })
})

describe('The form of a filter', () => {
  const form = (over: Partial<FilterForm>): FilterForm => ({
    name: 'Pills',
    kind: 'word',
    match_text: 'pills',
    whole_words: 'on',
    action: 'hold',
    replacement: '',
    applies_to: 'everybody',
    form_sign: '',
    reason: 'Advertising',
    ...over,
  })
  const read = (over: Partial<FilterForm>) => readForm(filterForm, form(over))
  const faultOf = (over: Partial<FilterForm>, field: keyof FilterForm): string | undefined => read(over).faults[field]

  test('is read when all is well', () => {
    const { value } = read({})
    expect(value!.reason).toBe('Advertising')
    expect(filterText(value!)).toEqual({
      name: 'Pills',
      kind: 'word',
      match_text: 'pills',
      whole_words: 1,
      action: 'hold',
      replacement: '',
      applies_to: 'everybody',
      form_sign: '',
    })
    const host = read({ kind: 'host', match_text: 'https://www.example.org/x\n\n' }).value!
    expect(filterText(host)).toMatchObject({ match_text: 'example.org', whole_words: 0 })
  })

  test('says everything that is wrong at once, each beside its field', () => {
    const { value, faults } = read({
      name: '',
      kind: 'links',
      match_text: 'x',
      action: 'replace',
      applies_to: 'x',
      reason: '',
    })
    expect(value).toBeNull()
    expect(Object.keys(faults).sort()).toEqual(['action', 'applies_to', 'match_text', 'name', 'reason', 'replacement'])
  })

  test('says where a pattern does not compile', () => {
    expect(faultOf({ kind: 'pattern', match_text: 'ab[z-a]c' }, 'match_text')).toBe(
      'This pattern does not compile: invalid character class range, at character 4: z-a.',
    )
    expect(faultOf({ kind: 'pattern', match_text: 'a(b' }, 'match_text')).toBe(
      'This pattern does not compile: missing closing ), up to its end.',
    )
    expect(faultOf({ kind: 'pattern', match_text: '(a)\\1' }, 'match_text')).toContain(
      'invalid escape sequence, at character 4: \\1',
    )
    expect(faultOf({ kind: 'pattern', match_text: 'a{400}' }, 'match_text')).toContain('too large')
    expect(faultOf({ kind: 'pattern', match_text: 'a*' }, 'match_text')).toContain('would catch every comment')
    expect(faultOf({ kind: 'pattern', match_text: 'x'.repeat(301) }, 'match_text')).toContain('at most 300')
  })

  test('says what else is wrong beside the field', () => {
    expect(faultOf({ name: ' ' }, 'name')).toContain('Give it a name')
    expect(faultOf({ reason: '' }, 'reason')).toContain('Enter a reason')
    expect(faultOf({ kind: 'spell' }, 'kind')).toBe('Choose what it looks for.')
    expect(faultOf({ match_text: '\n' }, 'match_text')).toContain('at least one word')
    expect(faultOf({ match_text: '…!' }, 'match_text')).toContain('no letter or digit')
    expect(faultOf({ kind: 'host', match_text: 'no host' }, 'match_text')).toContain('is not a host')
    expect(faultOf({ kind: 'links', match_text: 'many' }, 'match_text')).toContain('from 0 to 100')
    expect(faultOf({ match_text: 'x\n'.repeat(21) }, 'match_text')).toContain('at most 20 lines')
    expect(faultOf({ kind: 'links', match_text: '1', action: 'replace', replacement: 'x' }, 'action')).toContain(
      'can be replaced',
    )
    expect(faultOf({ action: 'replace' }, 'replacement')).toContain('Write what to put in its place')
    expect(faultOf({ action: 'replace', replacement: '<b>' }, 'replacement')).toContain('Use plain words')
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        'casino',
        ' ',
        '\n',
        '<b>',
        '</b>',
        '<a href="https://x.example/casino">',
        '</a>',
        '&amp;',
        'ß',
        'ﬁ',
        '각',
        'が',
        '\u0301',
        '!',
        '1',
        '$',
        'ﷺ',
        '℡',
        '\u200d',
        '𝒸asino',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
)

describe('Whatever is written', () => {
  test('folding twice is folding once, and every letter knows where it stood', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normalize(text)
        expect(normalize(once.text).text).toBe(once.text)
        expect(once.at.length).toBe(once.text.length + 1)
        for (let i = 1; i < once.at.length; i++) expect(once.at[i]).toBeGreaterThanOrEqual(once.at[i - 1]!)
        expect(once.at.at(-1)).toBe(text.length)
      }),
      { numRuns: 300 },
    )
  })

  test('no filter throws, and what it finds stands in the text', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(0, 1), (text, word, whole) => {
        const result = findMatch(compileFilter(filter({ match_text: word, whole_words: whole })), subject(text))
        let last = 0
        for (const { from, to } of result?.spans ?? []) {
          expect(from).toBeGreaterThanOrEqual(last)
          expect(to).toBeGreaterThan(from)
          last = to
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 300 },
    )
  })

  test('a word of the text is found in it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöüßéж]{2,12}$/), anyText, (word, text) => {
        expect(
          findMatch(compileFilter(filter({ match_text: word })), subject(`${text} ${word} ${text}`)),
        ).not.toBeNull()
      }),
      { numRuns: 200 },
    )
  })

  test('a pattern compiles or says why not, and never throws on a text', () => {
    const pieces = fc
      .array(
        fc.constantFrom(
          'a',
          'b',
          '(',
          ')',
          '[',
          ']',
          '*',
          '+',
          '?',
          '{2,9}',
          '|',
          '\\b',
          '\\',
          '^',
          '$',
          '.',
          '(?i)',
          'ж',
          '\\p{L}',
          '[^a]',
          '-',
          '\\1',
          '(?=',
        ),
        { maxLength: 14 },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 40 })), anyText, (pattern, text) => {
        try {
          compilePattern(pattern)
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
          expect((error as Error).message).toMatch(/^(This pattern|A pattern)/)
          return
        }
        findMatch(compileFilter(filter({ kind: 'pattern', match_text: pattern })), subject(text))
      }),
      { numRuns: 400 },
    )
  })

  test('the pieces that a pattern sees are short, in order, and leave nothing out', () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.oneof(
              fc.constant('\n'),
              fc.nat(1500).map((n) => 'x'.repeat(n)),
            ),
            { maxLength: 8 },
          )
          .map((parts) => parts.join('')),
        (text) => {
          let reached = 0
          for (const piece of splitIntoPieces(text)) {
            expect(piece.text.length).toBeLessThanOrEqual(1001)
            expect(piece.from).toBeLessThanOrEqual(reached)
            expect(text.slice(piece.from, piece.from + piece.text.length)).toBe(piece.text)
            reached = piece.from + piece.text.length
          }
          expect(reached).toBe(text.length)
        },
      ),
    )
  })

  test('what is replaced is replaced before it is rendered: no tag comes out but the table’s', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom('casino', 'b', 'href', 'a', 'x.example', 'https'),
        fc.constantFrom('"', "'", 'onclick=x', 'a b', '…', 'javascript:x', '/'),
        (text, word, replacement) => {
          const result = findMatch(
            compileFilter(filter({ match_text: word, whole_words: 0, action: 'replace', replacement })),
            subject(text),
          )
          const { html } = render(replaceSpans(text, result?.spans ?? [], replacement), {
            format: 'markup',
            place: 'comment',
            mentions: new Map(),
            foreignPictures: false,
          })
          expect(faults(html, 'comment')).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  test('an example has the caught words marked, and is cut around them', () => {
    expect(markWords('A casino, again a casino.', ['casino'])).toEqual([
      { text: 'A ', mark: false },
      { text: 'casino', mark: true },
      { text: ', again a ', mark: false },
      { text: 'casino', mark: true },
      { text: '.', mark: false },
    ])
    const long = markWords(`${'word '.repeat(200)}casino ${'word '.repeat(200)}`, ['casino'])
    expect(long.map((piece) => piece.text).join('').length).toBeLessThan(240)
    expect(long.filter((piece) => piece.mark)).toEqual([{ text: 'casino', mark: true }])
  })
})
