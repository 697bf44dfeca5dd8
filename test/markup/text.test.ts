// Plain text, excerpts and counts of rendered HTML.

import { expect, test } from 'vitest'
import { passages } from '../../src/markup/passages.ts'
import { render } from '../../src/markup/render.ts'
import { SafeHtml, storedHtml } from '../../src/markup/safe-html.ts'
import { excerpt, plainText, readingMinutes, wordCount } from '../../src/markup/text.ts'

const html = (source: string): string => String(render(source, { format: 'markup', place: 'article' }))

test('plain text has spaces where blocks and lines end, and none within words', () => {
  expect(plainText(html('<h2>A</h2>b<b>c</b>d\ne\n\nf<ul><li>g<li>h</ul>'))).toBe('A bcd e f g h')
  expect(plainText(html('1 < 2 & "3" &lt; <foo>'))).toBe('1 < 2 & "3" &lt; <foo>')
})

test('the summary of a squish is not counted, because its words are in the passage', () => {
  expect(plainText(html('a<squish>b c</squish>d'))).toBe('a b c d')
  expect(wordCount(html('a<squish>b c</squish>d'))).toBe(4)
})

test('passages tell quoted words from a writer’s own, and of a squish only the summary', () => {
  const said = (source: string) => passages(html(source)).map(({ text, depth }) => `${'> '.repeat(depth)}${text}`)
  expect(said('> a\n> > b\n\nc <b>d</b>\ne<ul><li>f<li>> g</ul>')).toEqual(['> a', '> > b', 'c d e', 'f', '> g'])
  expect(said('a<squish>b c<squish>d</squish><blockquote>e</blockquote></squish>f')).toEqual([
    'a',
    'Squished by the writer, 4 words: “b c d e”',
    'f',
  ])
  expect(passages('')).toEqual([])
})

test('an excerpt is the whole text when it fits, else whole sentences', () => {
  expect(excerpt(html('One two. Three four.'), 20)).toBe('One two. Three four.')
  expect(excerpt(html('One two. Three four. Five.'), 24)).toBe('One two. Three four.')
  expect(excerpt(html('One two? Three four five six.'), 20)).toBe('One two?')
})

test('an excerpt whose first sentence does not fit is cut after a word, with an ellipsis within the limit', () => {
  expect(excerpt(html('One two three, four five six.'), 16)).toBe('One two three…')
  expect(excerpt(html('One two three, four'), 14)).toBe('One two three…')
  expect(excerpt(html('x'.repeat(50)), 10)).toBe(`${'x'.repeat(9)}…`)
  expect(excerpt(html('😀'.repeat(20)), 10)).toBe(`${'😀'.repeat(4)}…`)
})

test('words hold a letter or a digit; Chinese and Japanese characters count one each', () => {
  expect(wordCount(html('It’s 5 – well-known – o’clock…'))).toBe(4)
  expect(wordCount(html('漢字 and かな'))).toBe(5)
  expect(wordCount('')).toBe(0)
})

test('reading takes at least a minute, and one for every 220 words', () => {
  expect([0, 1, 330, 2_200].map(readingMinutes)).toEqual([1, 1, 2, 10])
})

test('only SafeHtml is SafeHtml', () => {
  expect(SafeHtml.is(storedHtml('<p>a</p>'))).toBe(true)
  expect(SafeHtml.is({ html: '<p>a</p>' })).toBe(false)
  expect(`${storedHtml('<p>a</p>')}`).toBe('<p>a</p>')
})

test('the text of pictures alone is their descriptions; beside words they add nothing', () => {
  const picture = '<foto src="/media/0123456789abcdef-6x4.webp" alt="A &lt; \'staff\'"></foto>'
  expect(plainText(html(picture + picture.replace("A &lt; 'staff'", 'Low water')))).toBe("A &lt; 'staff' Low water")
  expect(plainText(html(`${picture}Look.`))).toBe('Look.')
  expect(plainText(html(picture.replace('></foto>', '>At low water</foto>')))).toBe('At low water')
})
