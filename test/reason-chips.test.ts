// Reasons by press: chips of a list, their fields in a form that serves many comments, and what is read from them.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { textField } from '../src/faults.ts'
import { fieldsOfComment, optionalReasonField, readReasonedForm, reasonChips, reasonField } from '../src/reasons.ts'

const list = ['Off topic', 'Personal attack']
const required = z.object({ comment: textField, reason: reasonField })
const optional = z.object({ comment: textField, reason: optionalReasonField })
const read = (body: unknown, schema = required) => readReasonedForm(schema, body, list)

describe('A reason', () => {
  test.each([
    ['a chip', { chip: 'Off topic' }, 'Off topic'],
    ['a chip and an empty text', { chip: 'Off topic', reason: ' \u200b' }, 'Off topic'],
    [
      'a chip with more about it',
      { chip: 'Off topic', reason: ' It is about boats. ' },
      'Off topic: It is about boats.',
    ],
    ['another one', { chip: 'other', reason: 'It is a riddle.' }, 'It is a riddle.'],
    ['a text without a chip', { reason: 'It is a riddle.' }, 'It is a riddle.'],
    ['a text beside an empty chip', { chip: '', reason: 'It is a riddle.' }, 'It is a riddle.'],
  ])('is read from %s', (_, form, reason) => {
    expect(read({ comment: '1', ...form }).value).toEqual({ comment: '1', reason })
  })

  test.each([
    ['none at all', {}, 'Choose a reason, or enter one: everybody can read it.'],
    ['“Other” without words', { chip: 'other', reason: ' ' }, 'Say what the other reason is: everybody can read it.'],
    ['a chip that is not in the list', { chip: 'Too long' }, 'This reason is no longer offered. Choose another one.'],
    [
      'a chip that is not in the list, with words',
      { chip: 'Too long', reason: 'Much too long' },
      'This reason is no longer offered. Choose another one.',
    ],
    [
      'a chip and words that are too long together',
      { chip: 'Off topic', reason: 'x'.repeat(490) },
      'A reason can have up to 500 characters.',
    ],
  ])('of %s is a fault beside the field, and comes back as typed', (_, form, fault) => {
    const { value, faults, typed } = read(form)
    expect([value, faults]).toEqual([null, { reason: fault }])
    expect(typed).toEqual({ comment: '', chip: '', reason: '', ...form })
  })

  test('that an act does not need may be missing; an unknown chip is a fault there too', () => {
    expect(read({}, optional).value).toEqual({ comment: '', reason: '' })
    expect(read({ chip: 'other' }, optional).value).toEqual({ comment: '', reason: '' })
    expect(read({ chip: 'Off topic' }, optional).value?.reason).toBe('Off topic')
    expect(read({ chip: 'Too long' }, optional).value).toBeNull()
  })

  test.each([
    ['a chip given twice', { chip: ['Off topic', 'Personal attack'] }],
    ['a text given twice', { reason: ['a', 'b'] }],
    ['a field that the form does not have', { reason: 'a', chips: 'b' }],
    ['a form that is a list', ['Off topic']],
    ['a form that is a text', 'Off topic'],
  ])('of %s is malformed', (_, body) => {
    expect(() => read(body)).toThrow()
  })

  test('of a list without reasons is a text alone, and needs words', () => {
    expect(reasonChips([]).choices).toEqual([])
    expect(readReasonedForm(required, {}, []).faults.reason).toBe('Enter a reason: everybody can read it.')
  })
})

describe('Chips', () => {
  test('offer each reason of the list and another one, which a list has only once', () => {
    expect(reasonChips(['Off topic', 'other']).choices).toEqual([
      { value: 'Off topic', text: 'Off topic', isChosen: false },
      { value: 'other', text: 'Other', isChosen: false },
    ])
  })

  test('come back with what was chosen and typed', () => {
    const { choices, text } = reasonChips(list, { typed: { chip: 'Personal attack', reason: 'It names me.' } })
    expect([choices.map(({ isChosen }) => isChosen), text]).toEqual([[false, true, false], 'It names me.'])
  })

  test('of one comment among many have its number in their names, and are the only ones that an act takes', () => {
    const { chip, reason } = reasonChips(list, { comment: 12 })
    expect([chip, reason]).toEqual(['chip-12', 'reason-12'])
    const sent = {
      comment: '12',
      'chip-12': 'Off topic',
      'reason-12': 'It is about boats.',
      'chip-1': 'Personal attack',
      'reason-1': '',
      'reason-122': 'Much too long',
    }
    expect(fieldsOfComment(sent)).toEqual({ comment: '12', chip: 'Off topic', reason: 'It is about boats.' })
    expect(fieldsOfComment({ ...sent, comment: '122' })).toEqual({ comment: '122', reason: 'Much too long' })
    expect(fieldsOfComment({ 'chip-1': 'Personal attack' }, 1)).toEqual({ chip: 'Personal attack' })
    expect(fieldsOfComment({ 'chip-1': 'Personal attack' }, 2)).toEqual({})
  })

  test('do not take the place of plain fields', () => {
    const sent = { comment: '1', reason: 'Mine', 'reason-1': 'Theirs' }
    expect(fieldsOfComment(sent)).toEqual({ comment: '1', reason: 'Mine' })
    for (const body of [null, undefined, 'comment=1', ['1']]) expect(fieldsOfComment(body)).toBe(body)
  })
})
