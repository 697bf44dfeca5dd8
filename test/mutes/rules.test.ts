// What a mute hides, and what it does not.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withBaseLetters } from '../../src/base-letters.ts'
import { fillPage } from '../../src/mutes/reading.ts'
import {
  commentMuteReason,
  compileMutes,
  MAX_VALUE_CHARACTERS,
  type Mute,
  type MuteKind,
  noMutes,
  parseMute,
  storyMuteReason,
} from '../../src/mutes/rules.ts'
import { foldAccents } from '../../src/skeleton.ts'
import { singleSpaced } from '../../src/spaces.ts'

const mutes = (...list: [MuteKind, string][]) =>
  compileMutes(list.map(([kind, typed]) => parseMute(kind, typed) as Mute))
const story = { nic: 'Bosun', section_slug: 'harbour', headline: 'The Café opens', lede: 'At ten.', tags: ['food'] }

describe('A muted', () => {
  test('person is hidden under their nic and look-alikes of it, also as a poster of stories', () => {
    const list = mutes(['person', 'Bosun'])
    expect(commentMuteReason(list, { nic: 'Bosun', html: '<p>Hello.</p>' })).toBe('person')
    expect(commentMuteReason(list, { nic: 'bos-un', html: '<p>Hello.</p>' })).toBe('person')
    expect(storyMuteReason(list, story)).toBe('person')
    expect(commentMuteReason(list, { nic: 'Bosuns', html: '<p>Bosun said so.</p>' })).toBeNull()
  })

  test('section or tag hides its stories', () => {
    expect(storyMuteReason(mutes(['section', 'harbour']), story)).toBe('section')
    expect(storyMuteReason(mutes(['section', 'harbou']), story)).toBeNull()
    expect(storyMuteReason(mutes(['tag', 'food']), story)).toBe('tag')
    expect(storyMuteReason(mutes(['tag', 'foo']), story)).toBeNull()
  })

  test('word hides what contains it: whole words, whatever their case and accents', () => {
    const list = mutes(['word', 'cafe'], ['word', 'sea wall'])
    expect(storyMuteReason(list, story)).toBe('word')
    expect(commentMuteReason(list, { nic: 'Ada', html: '<p>The <b>Sea</b>\nWall.</p>' })).toBe('word')
    expect(commentMuteReason(list, { nic: 'Ada', html: '<p>A cafeteria, a seawall.</p>' })).toBeNull()
    expect(commentMuteReason(list, { nic: 'Ada', html: '<p><a href="https://cafe.example">here</a></p>' })).toBeNull()
  })

  test('word hides sharp s, letters with a stroke, and words of scripts without spaces and with particles', () => {
    for (const [word, text] of [
      ['GRÜSSE', 'Viele Grüße'],
      ['Tromso', 'Aus Tromsø'],
      ['서울', '어제 서울에서 만났다'],
      ['東京', '昨日、東京タワーで'],
      ['เปิด', 'ท่าเรือเปิดวันจันทร์'],
    ] as const) {
      expect(commentMuteReason(mutes(['word', word]), { nic: 'Ada', html: `<p>${text}</p>` }), word).toBe('word')
    }
    expect(commentMuteReason(mutes(['word', '서']), { nic: 'Ada', html: '<p>설날</p>' })).toBeNull()
    // As an older version saved it.
    const saved = compileMutes([{ kind: 'word', value: 'größe', label: 'Größe' }])
    expect(commentMuteReason(saved, { nic: 'Ada', html: '<p>Die Größe.</p>' })).toBe('word')
  })

  test('word is a word, never a pattern', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: MAX_VALUE_CHARACTERS }), fc.string({ maxLength: 60 }), (word, text) => {
        const mute = parseMute('word', word)
        if (typeof mute === 'string') return
        commentMuteReason(compileMutes([mute]), { nic: 'Ada', html: text })
        expect(
          commentMuteReason(compileMutes([mute]), {
            nic: 'Ada',
            html: `<p>${mute.value.replace(/[&<>"]/g, ' ')}</p>`,
          }) !== null,
        ).toBe(!/[&<>"]/.test(mute.value))
      }),
    )
    expect(commentMuteReason(mutes(['word', 'a.c']), { nic: 'Ada', html: '<p>abc</p>' })).toBeNull()
    expect(commentMuteReason(mutes(['word', '(a+)+$']), { nic: 'Ada', html: `<p>${'a'.repeat(5000)}!</p>` })).toBeNull()
  })

  test('empty list hides nothing', () => {
    expect(storyMuteReason(noMutes, story)).toBeNull()
    expect(commentMuteReason(noMutes, { nic: 'Bosun', html: '<p>Hello.</p>' })).toBeNull()
  })
})

test('What cannot be muted is refused in a sentence', () => {
  for (const [kind, typed] of [
    ['person', '  '],
    ['word', 'a'],
    ['word', '!!'],
    ['word', 'x'.repeat(41)],
    ['tag', ''],
    ['section', ''],
  ] as [MuteKind, string][])
    expect(parseMute(kind, typed), `${kind} ${typed}`).toBeTypeOf('string')
  expect(parseMute('word', '  Sea   Wall ')).toEqual({ kind: 'word', value: 'sea wall', label: 'Sea Wall' })
  expect(foldAccents('  ÀB\tc ')).toBe('ab c')
})

describe('A page of a list with muted rows', () => {
  const rows = Array.from({ length: 60 }, (_, i) => i)
  const fetch = async (after: number | null, limit: number) =>
    rows.slice(after === null ? 0 : after + 1).slice(0, limit)

  test('is filled with the next rows, and the list continues after the last row shown', async () => {
    const even = async (list: number[]) => list.filter((n) => n % 2 === 0)
    const first = await fillPage(10, fetch, even)
    expect(first).toEqual({ rows: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18], last: 18 })
    const all: number[] = []
    for (let from: number | null = null; ; ) {
      const page: { rows: number[]; last: number | null } = await fillPage(
        7,
        (after, limit) => fetch(after ?? from, limit),
        even,
      )
      all.push(...page.rows)
      if (page.last === null) break
      from = page.last
    }
    expect(all).toEqual(rows.filter((n) => n % 2 === 0))
  })

  test('ends with the list, and fetches a limited number of times when nearly everything is muted', async () => {
    expect(await fillPage(10, fetch, async (list) => list.filter((n) => n < 3))).toMatchObject({ rows: [0, 1, 2] })
    let fetches = 0
    const endless = async (after: number | null, limit: number) => {
      fetches++
      return Array.from({ length: limit }, (_, i) => (after ?? -1) + 1 + i)
    }
    const page = await fillPage(10, endless, async () => [])
    expect(page.rows).toEqual([])
    expect(page.last).not.toBeNull()
    expect(fetches).toBeLessThan(10)
  })
})

test('texts are folded as letter by letter, whichever steps are left out', () => {
  const slowly = (text: string): string =>
    withBaseLetters(text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase())
      .normalize('NFC')
      .replace(/\s+/gu, ' ')
      .trim()
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.string({ unit: 'binary-ascii', maxLength: 8 }),
    fc.constantFrom(' ', '  ', '\n', '\t ', '\u00a0', 'É', 'Straße', 'ø', '\u202e', 'İ'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      expect(foldAccents(pieces.join(''))).toBe(slowly(pieces.join('')))
      expect(singleSpaced(pieces.join(''))).toBe(pieces.join('').replace(/\s+/g, ' '))
    }),
  )
})
