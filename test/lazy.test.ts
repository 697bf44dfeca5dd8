// Values that are made when they are asked for.
import { expect, test } from 'vitest'
import { lazy } from '../src/lazy.ts'

test('a value is made at the first call and once, even where it is undefined', () => {
  let made = 0
  const value = lazy(() => {
    made += 1
    return undefined
  })
  expect(made).toBe(0)
  expect([value(), value(), made]).toEqual([undefined, undefined, 1])
})
