// The names that somebody may have meant.
import { expect, test } from 'vitest'
import { nearNames } from '../src/near-names.ts'

const near = (wanted: string, ...keys: string[]): string[] =>
  nearNames(
    wanted,
    keys.map((key) => ({ key })),
  ).map(({ key }) => key)

test.each([
  ['a letter left out', 'bitern', ['bittern', 'zebra'], ['bittern']],
  ['a letter too many', 'bitttern', ['bittern'], ['bittern']],
  ['two letters swapped', 'bittren', ['bittern'], ['bittern']],
  ['the beginning of a longer name', 'tide', ['tide tables', 'tidal'], ['tide tables']],
  ['a name of one letter', 'a', ['b', 'cc'], ['b']],
  ['nothing like it', 'harbour', ['letters', 'science'], []],
  ['an empty name', '', ['abc'], []],
])('%s', (_what, wanted, keys, found) => {
  expect(near(wanted, ...keys)).toEqual(found)
})

test('the nearest come first, five at most', () => {
  expect(near('bittern', 'bittera', 'bitterab', 'bittern1', 'bitten', 'bitter', 'bitterns', 'bittenn')).toHaveLength(5)
  expect(near('bittern', 'bitxxrn', 'bitxern')).toEqual(['bitxern', 'bitxxrn'])
})
