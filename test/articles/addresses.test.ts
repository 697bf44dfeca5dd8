// Addresses: slugs, and where a form may redirect.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { slugOf } from '../../src/slugs.ts'
import { inside, urls } from '../../src/urls.ts'

describe('A form leads', () => {
  const evil = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc
      .array(
        fc.constantFrom(
          '/',
          '\\',
          '//',
          'evil.example',
          ':',
          '@',
          '%2f',
          '%5c',
          '.',
          '..',
          '?',
          '#',
          '\t',
          '\n',
          ' ',
          'http:',
          'javascript:',
          '\u0000',
          '／',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  )
  test('only inside, whatever the address says', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          evil,
          evil.map((text) => `/${text}`),
        ),
        (next) => {
          for (const base of ['http://localhost:3000', 'https://news.example'])
            expect(new URL(inside(next, '/'), `${base}/accounts/login`).origin).toBe(base)
        },
      ),
      { numRuns: 5000 },
    )
  })

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '/\tevil',
    '/\n/evil.example',
    'javascript:alert(1)',
    '',
    undefined,
    '/a\\b',
    '/a b',
  ])('to the front page for %j', (next) => expect(inside(next, '/')).toBe('/'))
  test.each([
    '/',
    '/articles/1-a?view=flat#c3',
    '/comments/new?article=1&draft=abc',
    urls.person('Ada Quill'),
    '/archive/2030/03/12',
  ])('to %s', (next) => expect(inside(next, '/')).toBe(next))
})

describe('The slug of a headline', () => {
  test.each([
    ['The slipway is repainted', 'the-slipway-is-repainted'],
    ['Don’t panic: it’s only 3.5 %!', 'dont-panic-its-only-3-5'],
    ['Ärger im Café', 'arger-im-cafe'],
    ['Ярмарка открыта', 'ярмарка-открыта'],
    ['!!!', 'untitled'],
    ['', 'untitled'],
    [`a${'𠮷'.repeat(80)}`, `a${'𠮷'.repeat(59)}`],
    [`short ${'x'.repeat(80)}`, `short-${'x'.repeat(54)}`],
  ])('of %j is %j', (headline, slug) => expect(slugOf(headline)).toBe(slug))

  test('is never empty, at most sixty characters, whole letters, and without anything an address would have to escape but letters', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.string({ unit: fc.constantFrom('a', 'é', '𐐀', '𠮷', '-', ' ', '漢'), maxLength: 120 }),
        ),
        (headline) => {
          const slug = slugOf(headline)
          expect(slug).toMatch(/^[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*$/u)
          expect([...slug].length).toBeLessThanOrEqual(60)
          expect(slug.isWellFormed()).toBe(true)
          expect(slugOf(slug)).toBe(slug)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('ends with a whole word', () => {
    expect(slugOf('Harbour office ordered one bracket a step for the new handrail and has one left')).toBe(
      'harbour-office-ordered-one-bracket-a-step-for-the-new',
    )
  })
})
