// Right-to-left and mixed texts.

import { expect, test } from 'vitest'
import { linkedMentions } from '../../src/markup/mentions.ts'
import { render } from '../../src/markup/render.ts'
import { excerpt, plainText } from '../../src/markup/text.ts'

const html = (source: string): string =>
  String(
    render(source, {
      format: 'markup',
      place: 'article',
      mentions: new Map([
        ['Nell', '/people/Nell'],
        ['דנה', '/people/dana'],
      ]),
    }),
  )

test('a right-to-left paragraph has dir, and a left-to-right text has none', () => {
  expect(html('שלום לכולם!\n\nHello, שלום.')).toBe('<p dir="rtl">שלום לכולם!</p><p>Hello, שלום.</p>')
  expect(html('مرحبا 12')).toBe('<p dir="rtl">مرحبا 12</p>')
  expect(html('one\n\n> two\n\n<squish>three</squish><ul><li>漢字<li>приве́т</ul>')).not.toContain('dir=')
})

test('an address or a nic at the beginning does not decide, nor do digits', () => {
  expect(html('https://example.org/a ראו כאן')).toMatch(/^<p dir="rtl"><a [^>]* dir="ltr">/)
  expect(html('@Nell שלום')).toMatch(/^<p dir="rtl"><a class="mention" href="\/people\/Nell" dir="ltr">@Nell<\/a> שלום/)
  expect(html('1. (א)')).toBe('<p dir="rtl">1. (א)</p>')
})

test('quotations, lists, items, squishes, captions and headings have dir, and their content has its own', () => {
  expect(html('> שלום!\n>\n> hello.\n>\n> 12!')).toBe(
    '<blockquote dir="rtl"><p>שלום!</p><p dir="ltr">hello.</p><p>12!</p></blockquote>',
  )
  expect(html('<ul><li>שלום<li>hello</ul>')).toBe('<ul dir="rtl"><li>שלום</li><li dir="ltr">hello</li></ul>')
  expect(html('<squish>שלום!</squish>')).toBe(
    '<details class="squish"><summary><span>Squished by the writer, 1 word: <q dir="rtl">שלום!</q></span></summary><div dir="rtl"><p>שלום!</p></div></details>',
  )
  expect(html('> שלום\n> <squish>hello</squish>')).toContain('<details class="squish" dir="ltr">')
  expect(html('<photo src="/media/0123456789abcdef-640x480.webp" alt="a">שלום</photo>')).toContain(
    '<figcaption dir="rtl">שלום</figcaption>',
  )
  expect(html('<h2>שלום</h2><ednote>שלום</ednote>')).toBe('<h2 dir="rtl">שלום</h2><p class="ednote" dir="rtl">שלום</p>')
})

test('code is left to right in right-to-left text, and a nic keeps its own direction', () => {
  expect(html('כך: <code>a = 1</code>!')).toBe('<p dir="rtl">כך: <code dir="ltr">a = 1</code>!</p>')
  expect(html('> כך\n> <pre>a = 1</pre>')).toContain('<pre dir="ltr"><code>a = 1</code></pre>')
  expect(html('ask @דנה')).toBe('<p>ask <a class="mention" href="/people/dana" dir="rtl">@דנה</a></p>')
  expect(linkedMentions(html('ask @דנה, שלום @Nell'))).toEqual(['/people/dana', '/people/Nell'])
})

test('a bidirectional control stays in its paragraph, and is removed from plain text', () => {
  expect(html('a \u202eb\n\nc')).toBe('<p>a \u202eb</p><p>c</p>')
  expect(plainText(html('a \u202eb\u2067 c'))).toBe('a b c')
  expect(excerpt(html('a \u202eb\u2067 c'), 100)).toBe('a b c')
})
