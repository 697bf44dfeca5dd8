// Printing of values in templates: text escaped, HTML only if markup/ made it.
import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { expect, test } from 'vitest'
import { render } from '../../src/markup/render.ts'
import { createEngine, print } from '../../src/web/render.ts'

const engine = createEngine()

/** The one element of a page, as a browser understands it. */
function elementOf(html: string): DefaultTreeAdapterTypes.Element {
  const nodes = parseFragment(html).childNodes
  expect(nodes).toHaveLength(1)
  return nodes[0] as DefaultTreeAdapterTypes.Element
}

test('text is escaped: the five signs that mean something in HTML', () => {
  expect(print(`<b class="x" title='y'>&amp;</b>`)).toBe(
    '&lt;b class=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;',
  )
})

test('text without such signs is printed as it is', () => {
  expect(print('The slipway is repainted – again… 漁港 🐟')).toBe('The slipway is repainted – again… 漁港 🐟')
  expect(print('')).toBe('')
})

test('a number is printed as it is', () => {
  expect([0, -1, 339, 1.5].map(print)).toEqual(['0', '-1', '339', '1.5'])
})

test('HTML is printed unescaped when markup/ made it, and only then', () => {
  const made = render('<b>bold</b>', { format: 'markup', place: 'comment' })
  expect(print(made)).toBe('<p><b>bold</b></p>')
  expect(print(made.html)).toBe('&lt;p&gt;&lt;b&gt;bold&lt;/b&gt;&lt;/p&gt;')
  expect(() => print({ html: '<b>bold</b>' })).toThrow('A template prints a value that is object.')
  expect(() => print({ toString: () => '<b>bold</b>' })).toThrow('A template prints a value that is object.')
})

test('a browser shows any text as that text, between tags and in an attribute', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(
          fc.constantFrom(
            ...`<>&"'\`=/ !-;#`,
            'script',
            '&lt',
            '&#60;',
            '-->',
            ']]>',
            '</p>',
            '%>',
            '<%=',
            '\u0024{x}',
          ),
          fc.string({ unit: 'grapheme', maxLength: 2 }),
        ),
        maxLength: 30,
      }),
      (raw) => {
        // What no HTML parser keeps: NUL and carriage returns.
        const text = raw.replace(/[\0\r]/g, '')
        const element = elementOf(engine.renderString('<p title="<%= it.text %>"><%= it.text %></p>', { text }))
        expect(element.attrs).toEqual([{ name: 'title', value: text }])
        expect(
          element.childNodes
            .map((node) =>
              node.nodeName === '#text' ? (node as DefaultTreeAdapterTypes.TextNode).value : node.nodeName,
            )
            .join(''),
        ).toBe(text)
      },
    ),
  )
})
