// Valid nics, and nics that look alike.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nicFault, officeFault } from '../../../src/accounts/nics/rules.ts'
import { bylineOf } from '../../../src/comments/thread/byline-pages.ts'
import { movedTombstone, mutedStub, tombstone } from '../../../src/comments/thread/tombstone-pages.ts'
import { limits } from '../../../src/settings.ts'
import { skeleton, tidyNic } from '../../../src/skeleton.ts'
import { openSite } from '../../support/site.ts'

const text = fc.string({ unit: 'binary', maxLength: 12 })
const letters = fc.string({ unit: fc.constantFrom(...'aàbrnvwlI1|0oOОоеёЁСсΣσςß$5.-_ ́̈’'), maxLength: 10 })

describe('Two nics look alike', () => {
  test.each([
    ['Ada Quill', 'ada quill', 'case'],
    ['Ada Quill', 'AdaQuill', 'spacing'],
    ['Ada Quill', ' Ada   Quill ', 'more spacing'],
    ['Ada Quill', 'Ada_Quill', 'an underscore'],
    ['Ada Quill', 'Ada Qui11', 'ones for ells'],
    ['Ada Quill', 'Ada QuiIl', 'a capital i for an ell'],
    ['Ada Quill', 'Аdа Quill', 'Cyrillic a'],
    ['Ada Quill', 'Ａｄａ Ｑｕｉｌｌ', 'full width'],
    ['Bosun', 'B0sun', 'a nought for an o'],
    ['Barn', 'Bam', 'rn for m'],
    ['Wave', 'VVave', 'two v for a w'],
    ['Jose\u0301', 'José', 'an accent apart'],
    ['ΟΔΥΣΣΕΥΣ', 'ΟΔΥΣΣΕΥΣ ', 'a space behind a last sigma'],
    ['ΑΣΑ', 'ΑΣ Α', 'a space behind a sigma'],
  ])('%s and %s (%s)', (one, other) => expect(skeleton(other)).toBe(skeleton(one)))

  test('but honest names stay apart', () => {
    const names = ['Ada', 'Ida', 'Adam', 'Bosun', 'Boson', 'Zoë', 'Zora', '阿达', 'Ада', 'Эда', 'Sixpenny']
    expect(new Set(names.map(skeleton)).size).toBe(names.length)
  })

  test('and what a skeleton folds to folds to itself', () => {
    fc.assert(
      fc.property(fc.oneof(text, letters), (nic) => {
        expect(skeleton(skeleton(nic))).toBe(skeleton(nic))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('A nic', () => {
  test('is kept composed, trimmed and with single spaces, and tidying twice changes nothing', () => {
    expect(tidyNic('  Ada \t\n  Quill ')).toBe('Ada Quill')
    fc.assert(
      fc.property(text, (nic) => {
        expect(tidyNic(tidyNic(nic))).toBe(tidyNic(nic))
      }),
    )
  })

  test.each([
    [1, false],
    [2, true],
    [40, true],
    [41, false],
  ])('of %i letters is good: %s', (length, good) => expect(nicFault('x'.repeat(length)) === null).toBe(good))

  test('is counted in letters as people count them, not in their parts', () => {
    expect(nicFault('𠮷'.repeat(limits.nic.max))).toBeNull()
    expect(nicFault('𠮷'.repeat(limits.nic.max + 1))).not.toBeNull()
  })

  test.each([
    'Ada\u200bQuill',
    'Ada\u202eQuill',
    'Ada\u2060',
    'a\u0000b',
    'ㅤㅤ',
    '<b>Ada</b>',
    'a@b',
    'Ada/Quill',
    '...',
    '😀😀',
    'Аda',
    'Zalgo\u0301\u0302\u0303\u0304',
    'admin',
    'Adm1n',
    'Moderator',
    'BROADSIDE',
    'Anonymous',
    'Lee!',
    'P!imsoll',
    '$am',
    'Lee |',
    'Leeǃ',
    '🅛ee',
  ])('like %j is refused in a sentence', (nic) => expect(nicFault(tidyNic(nic))).toMatch(/^[A-Z].*\.$/))

  test('that copies a label of the site is refused, however it is written', () => {
    const dates = { zone: 'UTC', hours: '24' } as never
    const gone = { created_at: 0, removed_at: 0, removed_by: null, removal_reason: 'x', removal_entry: null }
    const labels = [
      mutedStub('word', 0).heading,
      movedTombstone.heading,
      ...(['removed', 'withdrawn'] as const).map((state) => tombstone({ ...gone, state }, undefined, dates)!.heading),
      ...(['guest', 'picked'] as const).map((name_kind) => bylineOf({ nic: 'x', name_kind, role: null }).word),
      'Withdrawn by its author',
      'Posted the article',
      'Moved here',
      'Edited by a moderator',
      'After closing',
      'This comment',
      'Featured',
      'You',
      'deleted',
      'Deleted user',
      'Comment removed',
      'unknown',
      'a member',
      'The banned account',
      '3 comments removed',
      'Held comment',
      'Removed by Wiebke',
    ]
    for (const label of labels)
      for (const nic of [
        label,
        `[${label}]`,
        `— ${label} —`,
        `${label}.`,
        label.toUpperCase(),
        label.replaceAll(' ', '_'),
        label.replaceAll('e', 'е').replaceAll('o', 'о'),
      ])
        expect(nicFault(tidyNic(nic)), nic).toMatch(/^[A-Z].*\.$/)
    for (const nic of ['RemovedComment', 'deletedUser', 'WITHDRAWNCOMMENT', '[removed comment]', '(deleted)'])
      expect(nicFault(nic), nic).toBe('That nic is reserved for the site. Choose another.')
    for (const nic of ['Edgar Guest', 'Thea Guest', 'Hidden Harbour', 'The Author', 'Spammy', 'Young', 'New Leaf'])
      expect(nicFault(nic), nic).toBeNull()
  })

  test('with the name of the site is for the staff', () => {
    for (const nic of ['Harbour & Tide', 'Harbour-Tide', 'The Harbour and Tide', 'HarbourTide News', 'Tide Editors'])
      expect(officeFault(nic, nic.includes(' and ') ? 'Harbour and Tide' : 'Harbour & Tide'), nic).toMatch(/staff/)
    for (const nic of ['Harbour', 'Tideline', 'Harbour Light'])
      expect(officeFault(nic, 'Harbour & Tide'), nic).toBeNull()
  })

  test.each([
    'Ada K.',
    'Ada & Co'.replace('&', '+'),
    'Sun ☀',
    'O’Neill',
    "O'Neill",
    'lee_shore',
    'petrichor_9',
    'Mrs Ottaway',
    '阿达',
    'さくら',
    '김철수',
    'Ольга',
    'Ødegård',
    'نور',
  ])('like %s is good', (nic) => expect(nicFault(nic)).toBeNull())
})

test('two nics that fold alike never both pass, registered or picked', async () => {
  const site = await openSite()
  const article = await site.article()
  const nic = fc
    .string({ unit: fc.constantFrom(...'rnmvw1lIoO0 _.'), minLength: 3, maxLength: 5 })
    .filter((one) => nicFault(tidyNic(one)) === null)
  let n = 0
  const names: string[] = []
  for (const wanted of fc.sample(nic, { numRuns: 40, seed: 7 })) {
    const who = await site.member(`Member ${'abcdefghjk'[n % 10]}${'abcdefghjk'[Math.trunc(n++ / 10)]}`)
    const posted = await site.post(
      '/comments',
      { article: String(article), nic: wanted, body: `Signed ${wanted}` },
      who,
    )
    expect([303, 422]).toContain(posted.statusCode)
    if (posted.statusCode === 303) names.push(wanted)
    expect(posted.statusCode === 303).toBe(
      names.filter((one) => skeleton(one) === skeleton(wanted)).length === 1 && names.includes(wanted),
    )
  }
  expect(new Set(names.map(skeleton)).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(5)
  expect(names.length).toBeLessThan(40)
})
