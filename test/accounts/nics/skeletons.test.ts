// Skeletons: look-alikes have the same one, by Unicode's table and ours; other nics do not.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nicFault } from '../../../src/accounts/nics/rules.ts'
import { prototypes } from '../../../src/confusables.ts'
import { foldCase, readings, skeleton, tidyNic } from '../../../src/skeleton.ts'
import { openSite } from '../../support/site.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Letters that had one skeleton before Unicode's table came, a class each. (ß was one with b: it is ss now, and is still read as a b.) */
const FIRST = [
  'aɑα',
  'bв',
  'cс',
  'dԁ',
  'eеєё',
  'hһн',
  'iіїıɩι1|lјӏ!',
  'kκк',
  'mм',
  'nпη',
  'oоοσς0θө',
  'pрρ',
  'qԛ',
  'rг',
  'sѕ5$',
  'tτт',
  'uυц',
  'vνѵ',
  'wԝω',
  'xχх',
  'yуүγ',
]

const pairs = FIRST.flatMap((letters) =>
  [...letters].flatMap((letter) => [...letters].map((other) => [letter, other] as const)),
)

describe('Two nics look alike', () => {
  test('wherever they did before Unicode’s table, in small letters and in capitals', () => {
    const apart = pairs.filter(
      ([one, other]) =>
        skeleton(`x${one}x`) !== skeleton(`x${other}x`) ||
        skeleton(`X ${one.toUpperCase()} x`) !== skeleton(`x${other}x`),
    )
    expect(apart).toEqual([])
    for (const [one, other] of [
      ['Barn', 'Bam'],
      ['Wave', 'VVave'],
      ['rnodern', 'modem'],
      ['Ada', 'А д_а'.replace('д', 'd')],
    ] as const)
      expect(skeleton(one)).toBe(skeleton(other))
  })

  test.each([
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['Οδυσσευς', 'ΟΔΥΣΣΕΥΣ'],
    ['Οδυσσευσ', 'Οδυσσευς'],
    ['İstanbul', 'istanbul'],
    ['ISTANBUL', 'ıstanbul'],
    ['Istanbul', 'İSTANBUL'],
    ['ﬁn', 'FIN'],
    ['Ⅻ', 'xii'],
    ['Cæsar', 'Caesar'],
    ['Œuvre', 'oeuvre'],
    ['Pаypаl', 'PayPal'],
    ['Ꮯat', 'Cat'].map((one) => one.replace('Ꮯ', 'С')),
    ['Тоm', 'Tom'],
    ['Ɩda', 'lda'],
    ['Αda', 'ADA'],
    ['սոս', 'unu'],
    ['Bo‐sun', 'Bo-sun'],
    ['Bo–sun', 'Bosun'],
    ['γοuth', 'youth'],
    ['ƒox', 'fox'],
    ['ΒΟΒ', 'bob'],
    ['١٥', '1o'],
    ['Зоя', '3оя'],
  ])('%s and %s', (one, other) => expect(skeleton(one!)).toBe(skeleton(other!)))

  test('whatever punctuation, symbol or accent without a letter stands before, within or behind one; or it is refused', () => {
    const apart: string[] = []
    for (let code = 0x21; code < 0x1_ffff; code++) {
      const sign = String.fromCodePoint(code)
      if (!/[\p{P}\p{S}\p{Me}\u02b0-\u02ff\u0640\u01c0-\u01c3\ua78b\ua78c]/u.test(sign)) continue
      // Some become letters when they are tidied, such as ™.
      if (tidyNic(`a${sign}`) !== `a${sign}`) continue
      for (const typed of [
        `${sign}Plimsoll`,
        `Plim${sign}soll`,
        `Plimsoll${sign}`,
        `Plimsoll ${sign}`,
        `[Plimsoll]${sign}`,
      ]) {
        const nic = tidyNic(typed)
        if (nicFault(nic) === null && !readings(nic).includes(skeleton('Plimsoll')))
          apart.push(`${code.toString(16)} ${nic}`)
      }
    }
    expect(apart).toEqual([])
    for (const nic of ['lee,', 'lee:', '[Lee]', 'Lee´', '~Lee~', 'Lee 🌊', 'Lee·', 'L⃝ee', '“Lee”'])
      expect(skeleton(nic), nic).toBe(skeleton('Lee'))
  })

  test('but honest names stay apart', () => {
    const names = [
      'Ada',
      'Ida',
      'Adam',
      'Bosun',
      'Boson',
      'Zoë',
      'Zoe',
      'Zora',
      '阿达',
      '阿大',
      'Ада',
      'Эда',
      'Ола',
      'Оля',
      'Sixpenny',
      'Tobi',
      'Tossi',
      'Rob',
      'Ross',
      'Ødegård',
      'Odegard',
      'Đorđe',
      'Dorde',
      '각가',
      '가까',
      'Nina',
      'Vina',
      'Huhn',
      'Muhn',
      'José',
      'Jose',
      'نور',
      'نار',
      'さくら',
      'サクラ',
    ]
    expect(new Set(names.map(skeleton)).size).toBe(names.length)
  })

  test('and what one can be read as otherwise is a reading of its own: capitals of another alphabet, a sharp s', () => {
    expect(readings('ΤΟΝΥ')).toEqual([skeleton('τονυ'), 'tony'])
    expect(readings('ßosun')).toEqual(['ssosun', 'bosun'])
    expect(readings('Јан')).toContain(skeleton('Jaн'))
    expect(readings('Bosun 41!')).toEqual(['bosun4ii'])
    expect(readings('Ольга')).toEqual([skeleton('Ольга')])
  })
})

describe('A skeleton', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 })
  const letters = fc.string({ unit: fc.constantFrom(...FIRST.join(''), ...'ßẞİIſΣ.-_ ’́̈̇əʒжⲟ۵ο'), maxLength: 10 })

  test('folds to itself', () => {
    fc.assert(
      fc.property(fc.oneof(text, letters), (nic) => {
        expect(skeleton(skeleton(nic))).toBe(skeleton(nic))
      }),
      { numRuns: 2000 },
    )
  })

  test('of every letter of the older alphabets and of the table folds to itself too, and none has the sign that tells twins apart', () => {
    const wrong: string[] = []
    const codes = new Set([
      ...Array.from({ length: 0x2fe0 }, (_, i) => 0x20 + i),
      ...[...prototypes.matchAll(/[0-9a-f]+/g)].map(([code]) => Number.parseInt(code, 16)),
    ])
    for (const code of codes) {
      const letter = String.fromCodePoint(code)
      const folded = skeleton(`a${letter}b`)
      if (skeleton(folded) !== folded || (folded.includes('#') && letter.normalize('NFKC') !== '#'))
        wrong.push(code.toString(16))
    }
    expect(wrong).toEqual([])
  })

  test('does not change with case, spacing and the way in which accents are typed', () => {
    fc.assert(
      fc.property(fc.oneof(text, letters), (nic) => {
        for (const same of [nic.normalize('NFD'), nic.normalize('NFC'), ` ${nic}  `, foldCase(nic)])
          expect(skeleton(same)).toBe(skeleton(nic))
      }),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(letters, (nic) => {
        expect(skeleton(nic.toUpperCase())).toBe(skeleton(nic))
      }),
      { numRuns: 1000 },
    )
  })

  test('of what is far too long for a nic is the text itself, and costs next to nothing', () => {
    const long = `i${'\u0307'.repeat(60_000)}${'Я'.repeat(60_000)}`
    expect(skeleton(long)).toBe(tidyNic(long))
    expect(readings(long)).toHaveLength(1)
  })

  test('of letters of ASCII alone comes out the same on the short way', () => {
    const ascii = fc.string({
      unit: fc.constantFrom(...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))),
      maxLength: 9,
    })
    // A letter that is nothing but itself keeps the rest from the short way.
    fc.assert(
      fc.property(ascii, (nic) => {
        expect(skeleton(`${nic}阿`)).toBe(
          `${skeleton(nic) === nic.trim() && /^[^a-z0-9!|$]*$/i.test(nic) ? '' : skeleton(nic)}阿`,
        )
      }),
      { numRuns: 1000 },
    )
  })
})

describe('A nic that passes', () => {
  const letters = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'abcdefgАбвгΑβγאبก가阿あア'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 2,
    maxLength: 8,
  })

  test('never has an invisible or a bidirectional character in it', () => {
    const hidden = fc.constantFrom(
      ...'\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u2800\u3164\ufe00\ufe0f\u180b\u{e0100}\ufeff\uffa0\u{e0041}\u{1d173}\u2028\u2029\u0000\u0007\u007f',
    )
    fc.assert(
      fc.property(letters, hidden, letters, (before, one, after) => {
        const nic = tidyNic(`${before}${one}${after}`)
        if (nicFault(nic) === null) expect(nic).not.toContain(one)
      }),
      { numRuns: 3000 },
    )
    expect(nicFault(tidyNic('Sun \u2600\uFE0F'))).toBeNull()
    for (const one of ['\u180b', '\ufe00', '\u{e0100}', '\u17b4'])
      expect(nicFault(`Ada${one}Quill`), one.codePointAt(0)!.toString(16)).toMatch(/invisible characters/)
    for (const one of '\u00ad\u061c\u200b\u200d\u200e\u200f\u202e\u2066\u2069\u2060\ufeff')
      expect(nicFault(`Ada${one}Quill`), one.codePointAt(0)!.toString(16)).not.toBeNull()
  })

  test('is written in one script; Japanese and Korean mix by nature', () => {
    const scripts = [
      'Latin',
      'Greek',
      'Cyrillic',
      'Hebrew',
      'Arabic',
      'Thai',
      'Han',
      'Hiragana',
      'Katakana',
      'Hangul',
    ] as const
    const together = [
      ['Han', 'Hiragana', 'Katakana'],
      ['Han', 'Hangul'],
    ]
    fc.assert(
      fc.property(letters, (typed) => {
        const nic = tidyNic(typed)
        if (nicFault(nic) !== null) return
        const found = scripts.filter((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(nic))
        expect(found.length <= 1 || together.some((set) => found.every((script) => set.includes(script)))).toBe(true)
      }),
      { numRuns: 3000 },
    )
    for (const mixed of ['Aдa', 'Ωmega', 'אbc', 'aあ'])
      expect(nicFault(mixed)).toBe('Use one alphabet; that nic mixes several.')
  })
})

test('two that fold alike never both pass registration, nor one that reads as another', async () => {
  const site = await openSite()
  const nic = fc
    .string({ unit: fc.constantFrom(...'oоοO0aаαАeеЕСcсpрΡрыΝν'), minLength: 2, maxLength: 3 })
    .filter((one) => nicFault(tidyNic(one)) === null)
  const taken: string[] = []
  for (const [i, wanted] of fc.sample(nic, { numRuns: 24, seed: 11 }).entries()) {
    const answer = await site.post('/accounts/register', {
      nic: wanted,
      email: `n${i}@nics.example`,
      password: 'a long enough sentence',
    })
    expect(answer.statusCode === 303).toBe(!readings(wanted).some((one) => taken.includes(one)))
    if (answer.statusCode === 303) taken.push(skeleton(wanted))
  }
  expect(new Set(taken).size).toBe(taken.length)
  expect(taken.length).toBeGreaterThan(5)
  expect(taken.length).toBeLessThan(24)
})

test('the table says of which Unicode it is, and the licence under which it may be had lies beside it', () => {
  expect(readFileSync(join(root, 'src/confusables.ts'), 'utf8')).toMatch(
    /\(UTS #39\), version \d+\.\d+\.\d+;[^]*© \d{4} Unicode, Inc\.,[^]*confusables\.LICENSE\.txt/,
  )
  expect(readFileSync(join(root, 'src/confusables.LICENSE.txt'), 'utf8')).toContain('provided that either (a)')
})

const data = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** Names that people chose elsewhere, from data beside the project. */
function realNames(): string[] {
  const found = new Set<string>()
  const keys = new Set(['author', 'by', 'commenting_user', 'username', 'name', 'submitter_user', 'user', 'nickname'])
  const dig = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(dig)
    else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value))
        keys.has(key) && typeof one === 'string' ? found.add(one) : dig(one)
  }
  for (const path of globSync('{hn,reddit,lobsters,discourse,other}/*.json', { cwd: data }))
    dig(JSON.parse(readFileSync(join(data, path), 'utf8')))
  for (const path of globSync('{wxr,disqus}/*.xml', { cwd: data })) {
    for (const [, name] of readFileSync(join(data, path), 'utf8').matchAll(
      /<(?:dc:creator|wp:comment_author|name|username)>(?:<!\[CDATA\[)?([^\]<]*)/g,
    ))
      found.add(name!)
  }
  return [...new Set([...found].map(tidyNic))].filter((name) => nicFault(name) === null && !/^t1_/.test(name))
}

test.skipIf(!existsSync(data))(
  'thousands of real names collide only where they differ by case, spacing or digits for letters',
  () => {
    const names = realNames()
    expect(names.length).toBeGreaterThan(2000)
    const alike = new Map<string, string[]>()
    for (const name of names) alike.set(skeleton(name), [...(alike.get(skeleton(name)) ?? []), name])
    const plain = (name: string): string => name.toLowerCase().replace(/[\s_.\-'’]/g, '')
    const needless = [...alike.values()].filter((list) => new Set(list.map(plain)).size > 1)
    expect(needless).toEqual(
      [
        ['Andrew I.', 'andrewl'],
        ['m1', 'ml'],
      ].filter((list) => list.every((name) => names.includes(name))),
    )
  },
)
