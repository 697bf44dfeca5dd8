// Rendered HTML in e-mails: the same text in both parts, shortened, with nothing to load.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailHtml, ownMailHtml, textAsHtml } from '../../src/markup/mail-html.ts'
import { mailText } from '../../src/markup/mail-text.ts'
import { render } from '../../src/markup/render.ts'
import { plainText } from '../../src/markup/text.ts'

const BASE = 'https://news.example'
const html = (source: string, longest = 4_000): string => mailHtml(String(rendered(source)), BASE, longest).html
const rendered = (source: string) => render(source, { format: 'markup', place: 'comment', mentions })
const mentions = new Map([['Nell', '/people/Nell']])
/** Lines as they are, with their prefix. */
const unwrapped = (text: string, prefix: string): string =>
  text
    .split('\n')
    .map((line) => prefix + line)
    .join('\n')
const text = (source: string, longest?: number): string => mailText(html(source, longest), unwrapped)

test('single line breaks stay, and paragraphs are apart', () => {
  expect(text('Monday 9\nTuesday 10\n\nWednesday 11')).toBe('Monday 9\nTuesday 10\n\nWednesday 11')
  expect(html('Monday 9\nTuesday 10')).toBe('<p>Monday 9<br />Tuesday 10</p>')
})

test('a link shows its address, unless that is what it says or it mentions a member', () => {
  expect(text('<a href="https://example.org/a?b=1&c">here</a>, <a href="/articles/7">there</a> or @Nell')).toBe(
    'here <https://example.org/a?b=1&c>, there <https://news.example/articles/7> or @Nell',
  )
  expect(text('https://example.org/a, https://example.org, www.example.org/b')).toBe(
    'https://example.org/a, https://example.org, www.example.org/b',
  )
  expect(
    text('<a href="mailto:a@x.example">a@x.example</a> <a href="https://example.org/b">https://example.org/a</a>'),
  ).toBe('a@x.example https://example.org/a <https://example.org/b>')
  expect(html('<a href="/articles/7">there</a> @Nell')).toBe(
    '<p><a href="https://news.example/articles/7">there</a> <a class="mention" href="https://news.example/people/Nell">@Nell</a></p>',
  )
})

test('struck text is marked as struck', () => {
  expect(text('<s>red</s> <del>green</del> <b>blue</b>')).toBe('~~red~~ ~~green~~ blue')
  expect(html('<s>red</s> <del>green</del>')).toBe('<p><s>red</s> <del>green</del></p>')
})

test('code keeps its lines and its spaces', () => {
  expect(text('a\n<pre>  b   c\n\n    d</pre>\n> <pre>\n> e\n>   f</pre>')).toBe('a\n\n  b   c\n\n    d\n\n> e\n>   f')
  expect(text('<ul><li><pre>a\n  b</pre></ul>')).toBe('- a\n    b')
})

test('quotations, lists and squishes are shown whole, however they nest', () => {
  expect(text('> a\n>> b\n\nc<ul><li>d\n> e\n<li>f<ul><li>g\nh</ul></ul>')).toBe(
    '> a\n>\n> > b\n\nc\n\n- d\n\n  > e\n- f\n\n  - g\n    h',
  )
  expect(text('a<squish>b c<squish>d</squish></squish>e')).toBe(
    'a\n\n| Squished by the writer, 3 words\n|\n| b c\n|\n| | Squished by the writer, 1 word\n| |\n| | d\n\ne',
  )
  expect(html('<squish>b c</squish>')).toBe(
    '<details open><summary><span>Squished by the writer, 2 words</span></summary><div><p>b c</p></div></details>',
  )
})

test('a picture is a link to it, with its description and its caption', () => {
  const src = '/media/0123456789abcdef-6x4.webp'
  for (const tag of ['foto', 'photo']) {
    expect(text(`<${tag} src="${src}" alt="The pier">At low water</${tag}>`)).toBe(
      `Picture: The pier <https://news.example${src}>\n\nAt low water`,
    )
    expect(html(`<${tag} src="${src}" alt="The pier">At low water</${tag}>`)).toBe(
      `<div><a href="https://news.example${src}">Picture: The pier</a><p>At low water</p></div>`,
    )
  }
  expect(text(`<photo src="${src}"></photo>`)).toBe(`Picture <https://news.example${src}>`)
})

test('a long text is cut after a word and ends what is open, and a long quotation leaves room for the answer', () => {
  expect(html('<b>one two</b> three four\n\nfive', 16)).toBe('<p><b>one two</b> three …</p>')
  expect(html('<ul><li>one<li>two three four</ul>', 10)).toBe('<ul><li>one</li><li>two …</li></ul>')
  expect(html('a &amp; b && c', 8)).toBe('<p>a &amp;amp; …</p>')
  const long = `> ${'word '.repeat(100)}\n>\n> <b>more</b>\n>> and more\n\nAnswer.`
  expect(html(long)).toMatch(/^<blockquote><p>(?:word ){55,56}…<\/p><\/blockquote><p>Answer\.<\/p>$/)
  expect(text(long)).toMatch(/^> (?:word ){55,56}…\n\nAnswer\.$/)
})

test('of what was answered, only the writer’s own words remain', () => {
  const own = (source: string): string => ownMailHtml(String(rendered(source)), BASE, 280).html
  expect(own('> a\n\nb\nc\n> d\n\n> e\n\nf\n> g')).toBe('<p>b<br />c</p><p>…</p><p>f</p>')
  expect(own('> a')).toBe('<blockquote><p>a</p></blockquote>')
})

test('plain text is escaped, with its paragraphs and lines', () => {
  expect(textAsHtml('a <b>\nc\n\nd & e').html).toBe('<p>a &lt;b&gt;<br />c</p><p>d &amp; e</p>')
  expect(textAsHtml('').html).toBe('')
})

test('whatever was written, the HTML is balanced and loads nothing, and both parts have every word', () => {
  const part = fc.constantFrom(
    '<s>',
    '</s>',
    '<ul>',
    '<li>',
    '</ul>',
    '> ',
    '>> ',
    '\n',
    '\n\n',
    '<squish>',
    '</squish>',
    '<pre>',
    '</pre>',
    '<b>',
    '</b>',
    'one',
    ' two ',
    '& <',
    '<a href="/x">',
    '</a>',
    '<photo src="/media/0123456789abcdef-6x4.webp" alt="x">',
    '</photo>',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), fc.integer({ min: 1, max: 60 }), (parts, longest) => {
      const source = parts.join('')
      const [whole, cut] = [html(source), html(source, longest)]
      for (const one of [whole, cut]) {
        expect(one).not.toMatch(/<img|<figure|srcset/)
        const open: string[] = []
        for (const [, slash, name] of one.matchAll(/<(\/?)([a-z]+[0-9]?)\b(?![^>]*\/>)[^>]*>/g))
          slash === '' ? open.push(name!) : expect(open.pop()).toBe(name)
        expect(open).toEqual([])
      }
      const words = (said: string): string[] => said.match(/one|two/g) ?? []
      const typed = words(plainText(String(rendered(source))))
      expect(words(plainText(whole))).toEqual(typed)
      expect(words(text(source))).toEqual(typed)
    }),
    { numRuns: 500 },
  )
})
