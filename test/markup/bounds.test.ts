// The output stays in proportion to the input, even for hostile texts.

import { expect, test } from 'vitest'

import { worst } from '../../bench/worst.ts'
import { mentionCandidates } from '../../src/markup/mentions.ts'
import { render } from '../../src/markup/render.ts'
import { faults } from './contained.ts'

const comment = (source: string): string => String(render(source, { format: 'markup', place: 'comment' }))
const LENGTH = 10_000

function deepest(html: string): number {
  let depth = 0
  let most = 0
  for (const [tag] of html.matchAll(/<\/?[a-z][^>]*>/g)) {
    if (!tag.endsWith('/>')) depth += tag.startsWith('</') ? -1 : 1
    most = Math.max(most, depth)
  }
  return most
}

test('the worst texts come out contained, at most twenty times as long, with no more tags than characters, and never deep', () => {
  for (const { name, format, make } of worst) {
    const source = make(LENGTH)
    const { html } = render(source, { format, place: 'comment', mentions: new Map([['Nell', '/people/Nell']]) })
    expect(html.length, name).toBeLessThan(20 * source.length)
    expect(html.match(/</g)?.length ?? 0, name).toBeLessThan(1.5 * source.length + 8_000)
    expect(deepest(html), name).toBeLessThan(64)
    expect(faults(html, 'comment'), name).toEqual([])
  }
}, 60_000)

test('a long link over many paragraphs ends where it would make more than was typed', () => {
  const html = comment(`<a href="https://example.org/${'x'.repeat(1_900)}">${'x\n\n'.repeat(2_000)}`)
  expect(html.match(/<p>/g)).toHaveLength(2_000)
  expect(html.match(/<a /g)?.length).toBeLessThan(20)
  expect(comment(`<b>${'x\n\n'.repeat(100)}</b>`).match(/<p><b>x<\/b><\/p>/g)).toHaveLength(100)
})

test('quotations, lists and squishes are counted; those beyond are shown as typed', () => {
  expect(comment('>>>>>>>>>>>>x\n\n'.repeat(600))).toMatch(/<p>(?:&gt;){12}x<\/p>$/)
  expect(comment(`<ul>${'<li>x'.repeat(3_000)}</ul>y`)).toMatch(/&lt;li&gt;x<\/li><\/ul><p>y<\/p>$/)
  expect(comment('<li>item number\n'.repeat(900)).match(/<li>/g)).toHaveLength(900)
})

test('links and pictures are limited; those beyond are shown as typed', () => {
  expect(comment('http://a.example '.repeat(600)).match(/<a /g)).toHaveLength(600)
  const many = comment('http://a.example '.repeat(3_000))
  expect(many.match(/<a /g)?.length).toBeLessThan(1_500)
  const tags = comment('<a href="/x">y</a>'.repeat(2_000))
  expect(tags.match(/<a /g)?.length).toBeLessThan(1_500)
  expect(tags).toMatch(/&lt;a href="\/x">y&lt;\/a><\/p>$|&lt;a href="\/x"&gt;y&lt;\/a&gt;<\/p>$/)
  expect(
    comment('<foto src="/media/0123456789abcdef-640x480.webp" alt="a">\n'.repeat(150)).match(/<figure/g),
  ).toHaveLength(150)
  expect(
    comment('<foto src="/media/0123456789abcdef-640x480.webp" alt="a">\n'.repeat(1_000)).match(/<figure/g)?.length,
  ).toBeLessThan(500)
  expect(many).toMatch(/ http:\/\/a\.example<\/p>$/)
})

test('characters and plain paragraphs come out the same beside marks, code and pictures', () => {
  expect(comment('a < b & c\n\n<b>d & e</b>\n\nf\n\n<i>g</i> <\n\n> h <\n\ni')).toBe(
    '<p>a &lt; b &amp; c</p><p><b>d &amp; e</b></p><p>f</p><p><i>g</i> &lt;</p><blockquote><p>h &lt;</p></blockquote><p>i</p>',
  )
  expect(comment('<li>a\n\nb\n\n<code>c & <\n</code>')).toBe(
    '<ul><li><p>a</p><p>b</p><pre><code>c &amp; &lt;</code></pre></li></ul>',
  )
})

test('a mention followed by very many full stops is one mention', () => {
  expect(mentionCandidates(`@Nell${'.'.repeat(50_000)}x @Jo${'.'.repeat(50_000)}`)).toEqual(['Nell', 'Jo'])
})
