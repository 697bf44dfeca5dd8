// Browsers in words, by the header that they send.
import { describe, expect, test } from 'vitest'
import { browserWords } from '../../../src/accounts/sessions/origin.ts'

const UNKNOWN = 'An unknown browser'

describe('the browser of a session', () => {
  test.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
      'Microsoft Edge on Windows',
    ],
    ['curl/8.5.0', UNKNOWN],
    ['', UNKNOWN],
  ])('%s', (header, words) => expect(browserWords(header)).toBe(words))

  test.each([
    'Your-bank-asks-you/1.0 to call',
    '<script>alert(1)</script>/5.0 (X11)',
    '__proto__/1.0 (constructor)',
    `Mozilla/5.0 ${'a'.repeat(5000)}`,
  ])('never takes a word from the header that is no browser: %#', (header) =>
    expect(browserWords(header).replace(/ on (Linux|Windows|macOS)$/, '')).toBe(UNKNOWN),
  )
})
