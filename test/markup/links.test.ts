// Usable addresses.

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { findLinks, hostOf, linkedHosts, ownPicture, usableAddress } from '../../src/markup/links.ts'
import { render } from '../../src/markup/render.ts'

test('an address is at most 2,000 characters long, as typed and as written', () => {
  expect(usableAddress(`https://example.org/${'x'.repeat(1_980)}`)).toHaveLength(2_000)
  expect(usableAddress(`https://example.org/${'x'.repeat(1_981)}`)).toBeNull()
  expect(usableAddress(`https://example.org/${'./'.repeat(1_000)}`)).toBeNull()
  expect(usableAddress(`https://example.org/${'漢'.repeat(300)}`)).toBeNull()
})

test('control characters are refused, though the URL standard drops some', () => {
  for (const control of ['\t', '\n', '\u0001', '\u007f', '\u0085'])
    expect(usableAddress(`https://exam${control}ple.org/`)).toBeNull()
})

test('a usable address comes out in normal form, which is usable and stays the same', () => {
  expect(usableAddress(' HTTPS://Example.ORG:443/a b?c=ä ')).toBe('https://example.org/a%20b?c=%C3%A4')
  expect(usableAddress('/a/../b?c#d')).toBe('/b?c#d')
  const part = fc.constantFrom(
    'https:',
    'http:',
    'mailto:',
    '/',
    '//',
    '\\',
    '..',
    '@',
    'a',
    'example.org',
    ':',
    '?',
    '#',
    '%2f',
    ' ',
    '[',
    'é',
    'javascript:',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const address = usableAddress(parts.join(''))
      if (address === null) return
      expect(address).toMatch(/^(?:https?:\/\/[^/@]+\/|mailto:|\/(?!\/|\\))/)
      expect(usableAddress(address)).toBe(address)
    }),
    { numRuns: 5_000 },
  )
})

test('an uploaded picture has its pixels in its name', () => {
  expect(ownPicture('/media/0123456789abcdef-640x480.avif')).toEqual({
    src: '/media/0123456789abcdef-640x480.avif',
    width: 640,
    height: 480,
  })
  for (const src of [
    '/media/0123456789abcdef-0x480.png',
    '/media/x-1x1.png',
    '/media/0123456789abcdef-1x1.gif',
    'media/0123456789abcdef-1x1.png',
  ]) {
    expect(ownPicture(src)).toBeNull()
  }
})

test('the links of a rendered text are found in order, mentions among them, pictures not', () => {
  const html = render(
    'See www.example.org/a and https://example.net/?a=1&b=2, <a href="/articles/7">here</a>, <a href="mailto:a@x.example">Ann</a> or @Nell.',
    { format: 'markup', place: 'comment', mentions: new Map([['Nell', '/people/Nell']]) },
  )
  expect(findLinks(String(html))).toEqual([
    { href: 'https://www.example.org/a', isMention: false },
    { href: 'https://example.net/?a=1&b=2', isMention: false },
    { href: '/articles/7', isMention: false },
    { href: 'mailto:a@x.example', isMention: false },
    { href: '/people/Nell', isMention: true },
  ])
  expect(linkedHosts(String(html))).toEqual(['example.org', 'example.net', ''])
  expect(findLinks('<p>none <img src="/media/x.webp"></p>')).toEqual([])
})

test('a host is read from an absolute address alone, without www', () => {
  expect(['https://www.example.org:8080/a', 'https://', 'mailto:a@x.example', '/a', 'x'].map(hostOf)).toEqual([
    'example.org',
    null,
    null,
    null,
    null,
  ])
})
