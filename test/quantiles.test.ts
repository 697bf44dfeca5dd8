// The one median and quantile.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, quantile } from '../src/quantiles.ts'

test.each([
  [[7], 7],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 3],
  [[10, 9, 100, -1], 10],
])('the median of %j is %i', (values, middle) => expect(median(values)).toBe(middle))

test('a quantile is one of the values, grows with its part, and does not change their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, part) => {
        const before = [...values]
        expect(values).toContain(quantile(values, part))
        expect(quantile(values, 0)).toBe(Math.min(...values))
        expect(quantile(values, 1)).toBe(Math.max(...values))
        expect(quantile(values, part)).toBeLessThanOrEqual(quantile(values, 1))
        expect(values).toEqual(before)
      },
    ),
  )
})
