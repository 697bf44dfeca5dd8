// Safety of the output: only what the table allows comes out, and no word is lost.

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { sanitize } from '../../src/markup/policy.ts'
import type { RenderOptions } from '../../src/markup/render.ts'
import { render } from '../../src/markup/render.ts'
import { IMPLIED, TAGS } from '../../src/markup/table.ts'
import { plainText } from '../../src/markup/text.ts'
import { faults, shownText } from './contained.ts'

const OWN = '/media/0123456789abcdef-640x480.webp'

const ATTACKS = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<xmp><script>alert(1)</script></xmp>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<plaintext><b>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
  '<svg><animate attributeName=href values="javascript:alert(1)"></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<img src=x onerror=alert(1)>',
  '<img src="/logout">',
  '<foto src="/logout">',
  '<foto src="x" onerror="alert(1)">',
  '<img src="javascript:alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href=" javascript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="\u0001javascript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="&#0000001javascript:alert(1)">x</a>',
  '<a href="&#x0000006Aavascript&colon;alert(1)">x</a>',
  '<a href="javascript&Tab;:alert(1)">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
  '<a href="vbscript:x">x</a>',
  '<a href="ftp://evil.example">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="\\\\evil.example">x</a>',
  '<a href="/\\evil.example">x</a>',
  '<a href="https://bank.example@evil.example/">x</a>',
  '<a href="https:bank@evil.example">x</a>',
  '<a href="blob:https://x/y">x</a>',
  '<a href="https://example.org" style="position:fixed" onclick="alert(1)" id=x name=y target=_top>x</a>',
  '<b style="position:fixed;inset:0" onmouseover="alert(1)" class="btn primary" id="key">x</b>',
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href=//evil.example>',
  '<b onmouseover=alert(1)//',
  '<b/onmouseover=alert(1)>x',
  '<b <script>alert(1)</script>>',
  '<<b>script>alert(1)</b></script>',
  '<a href="https://x.example/"onclick=alert(1)>x</a>',
  '<a href="https://x.example/\' onclick=\'alert(1)">x</a>',
  '<a href=\'https://x.example/" onclick="alert(1)\'>x</a>',
  '<foto src="https://x.example/a.png" alt=\'" onerror="alert(1)\'>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)">',
  '<embed src="//evil.example">',
  '<form action="/accounts/deletion" method=post><button>x</button></form>',
  '<input name=nic autofocus onfocus=alert(1)>',
  '<textarea></textarea/><img src=x onerror=alert(1)>',
  '<base href="//evil.example">',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml <img src=x onerror=alert(1)>',
  '</p><script>alert(1)</script>',
  '</details></div></article><h1>x',
  '<code></code><script>alert(1)</script></code>',
  '<pre></code></pre><script>alert(1)</script>',
  '<squish></summary><img src=x onerror=alert(1)></squish>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<option><style></option></select><img src=x onerror=alert(1)>',
  '<title><img src=x onerror=alert(1)></title>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template injection that must stay text
  '{{7*191}} <%= 7*191 %> ${7*191}',
  'https://x.example/"onmouseover="alert(1)',
  'javascript://x.example/%0aalert(1)',
  'http://x.example/<script>alert(1)</script>',
  '@<script>alert(1)</script>',
  '<table><tr><td><a href="/x"><table></a>',
]

const bothFormats = ['markup', 'html'] as const
const places = ['comment', 'article', 'submission'] as const

function everyWay(source: string, look: (html: string, options: RenderOptions) => void): void {
  for (const format of bothFormats) {
    for (const place of places) {
      for (const foreignPictures of [false, true]) {
        const options = { format, place, foreignPictures }
        look(render(source, options).html, options)
      }
    }
  }
}

test('known attacks come out as harmless text or links', () => {
  for (const attack of ATTACKS) {
    everyWay(attack, (html, { place, foreignPictures }) =>
      expect(faults(html, place, foreignPictures), attack).toEqual([]),
    )
  }
})

test('attacks in allowed tags, cut off anywhere, are as harmless', () => {
  for (const attack of ATTACKS) {
    for (const around of [
      '<b>?</b>',
      '<squish>?</squish>',
      '<ul><li>?</ul>',
      `<foto src="${OWN}" alt="?">?</foto>`,
      '<a href="?">?</a>',
      '<pre>?',
      '> ?',
    ]) {
      const source = around.replaceAll('?', () => attack)
      expect(faults(render(source, { format: 'markup', place: 'comment' }).html, 'comment'), source).toEqual([])
    }
    for (let end = 1; end < attack.length; end += 3) {
      expect(faults(render(attack.slice(0, end), { format: 'html', place: 'comment' }).html, 'comment')).toEqual([])
    }
  }
})

test('the sanitizer alone rejects what the parsers never produce', () => {
  expect(sanitize('<b class="x" style="y" id="z" onclick="w">a</b>', 'comment', false)).toBe('<b>a</b>')
  expect(
    sanitize(
      '<img src="/logout"><a href="https://me@example.org">a</a><a href="/..//example.org">b</a>',
      'comment',
      true,
    ),
  ).toBe('ab')
  expect(sanitize('<img src="https://example.org/a.png">', 'comment', false)).toBe('')
  expect(sanitize(`<img src="${OWN}" width="9999999" height="1">`, 'comment', false)).toBe('')
  expect(
    sanitize(
      '<xmp><script>a</script></xmp><textarea>b</textarea><svg><style>c</style></svg><h2>d</h2>',
      'comment',
      false,
    ),
  ).toBe('d')
  expect(sanitize('<p class="ednote">a</p><p class="lede">b</p>', 'comment', false)).toBe('<p>a</p><p>b</p>')
})

test('the sanitizer is the last step, for mentions too', () => {
  const mentions = new Map([['nic', 'javascript:alert(1)']])
  expect(render('@nic', { format: 'markup', place: 'comment', mentions }).html).toBe('<p>@nic</p>')
})

const piece = fc.oneof(
  fc.constantFrom(...TAGS.flatMap((tag) => [`<${tag.name}>`, `</${tag.name}>`, tag.example])),
  fc.constantFrom(
    '<',
    '>',
    '&',
    '"',
    "'",
    '\n',
    '\n\n',
    '> ',
    '>>',
    ' ',
    '@nic',
    '<a href="/x">',
    '<a href="https://example.org/">',
    `<foto src="${OWN}" alt="`,
    '<ol>',
    '<p>',
    '<br>',
    '<h3>',
    '<table>',
    '<td>',
    '<img src="',
    '<script>',
    '<style>',
    '<iframe>',
    '<svg>',
    '<textarea>',
    '<xmp>',
    '<!--',
    '&lt;',
    '&#60;',
    'https://x.example/(',
  ),
  fc.constantFrom(...ATTACKS),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const anything = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''))

test('rendering never fails; what comes out is balanced, contained, and stays the same when sanitised again', () => {
  fc.assert(
    fc.property(
      anything,
      fc.constantFrom(...bothFormats),
      fc.constantFrom(...places),
      fc.boolean(),
      (source, format, place, foreignPictures) => {
        const { html } = render(source, { format, place, foreignPictures, mentions: new Map([['nic', '/people/nic']]) })
        expect(faults(html, place, foreignPictures)).toEqual([])
        expect(sanitize(html, place, foreignPictures)).toBe(html)
      },
    ),
    { numRuns: 1_500 },
  )
})

// The words are separated from all markup, so each must be found again, in order.
const word = fc.stringMatching(/^[a-z0-9é漢]{1,8}$/).map((text) => `w${text}`)
const between = fc.oneof(
  fc.constantFrom(...TAGS.filter((tag) => tag.kind !== 'leaf').flatMap((tag) => [`<${tag.name}>`, `</${tag.name}>`])),
  fc.constantFrom(
    '\n',
    '\n\n',
    '\n> ',
    '\n>> ',
    '<a href="/x">',
    '<a href="javascript:x">',
    '<unknown>',
    '</b>',
    '< ',
    ' & ',
    '<a href="',
    `<photo src="${OWN}">`,
    '</photo>',
    '<foto src="/logout">',
  ),
)
const wordsAndMarkup = fc.array(fc.tuple(word, between), { maxLength: 30 })

test('no word that was typed is ever lost, nor moved', () => {
  fc.assert(
    fc.property(wordsAndMarkup, fc.constantFrom(...places), (pairs, place) => {
      const { html } = render(pairs.map(([text, markup]) => ` ${text} ${markup}`).join(''), { format: 'markup', place })
      const shown = plainText(html).split(/[^\p{L}\p{N}]+/u)
      let from = 0
      for (const [text] of pairs) {
        from = shown.indexOf(text, from) + 1
        expect(from, `${text} in ${html}`).toBeGreaterThan(0)
      }
    }),
    { numRuns: 1_500 },
  )
})

const visible = fc.constantFrom(...'abcxyz漢אב.,;:!?()[]{}&"\'`*_~#|\\/=-+%$€😀'.match(/./gu)!)
const around = fc.constantFrom(
  '<b>',
  '</b>',
  '<i>',
  '</i>',
  '<li>',
  '<ul>',
  '</ul>',
  '<squish>',
  '</squish>',
  '<blockquote>',
  '</blockquote>',
  '<pre>',
  '</pre>',
  '<code>',
  '</code>',
  '<big>',
  '\n',
  '\n\n',
  '\n> ',
  '\n>> ',
)
const OURS = /<summary>.*?<\/summary>/g

test('every typed character is shown in its place, except tags and > that became markup', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 3, arbitrary: visible }, { weight: 1, arbitrary: around }), { maxLength: 60 }),
      (parts) => {
        const shown = shownText(render(parts.join(''), { format: 'markup', place: 'comment' }).html.replace(OURS, ''))
        const signs = parts.flatMap((part) => (/^[<\n]/.test(part) ? [] : [part]))
        let from = 0
        for (const sign of signs) {
          const at = shown.indexOf(sign, from)
          expect(at, `${sign} of ${parts.join('')} in ${shown}`).toBeGreaterThanOrEqual(from)
          from = at + sign.length
        }
      },
    ),
    { numRuns: 2_000 },
  )
})

test('text without markup is shown character by character', () => {
  const plain = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !/^\s*>/m.test(text))
  fc.assert(
    fc.property(plain, (text) => {
      const { html } = render(text.replaceAll('@', ''), { format: 'markup', place: 'comment' })
      const bare = (shown: string): string => shown.replace(/[\s\0-\u001f]/g, '')
      expect(bare(shownText(html))).toBe(bare(text.replaceAll('@', '')))
    }),
    { numRuns: 500 },
  )
})

test('every tag of the table renders its example, and every element of the table can come out', () => {
  const seen = new Set<string>()
  for (const tag of TAGS) {
    const extra = tag.kind === 'leaf' ? `<${tag.name} src="${OWN}" alt="a" credit="c">b</${tag.name}>` : ''
    const { html } = render(tag.example + extra, { format: 'markup', place: 'article' })
    expect(faults(html, 'article')).toEqual([])
    expect(html, tag.name).not.toContain(`&lt;${tag.name}`)
    for (const output of tag.outputs) {
      const start = `<${output.tag}${'class' in output ? ` class="${output.class}"` : ''}`
      expect(html, `${tag.name} as ${start}`).toContain(start)
      seen.add(output.tag)
    }
  }
  expect(IMPLIED.map((output) => output.tag)).toEqual(['p', 'br', 'ol', 'a'])
  expect([...seen].sort()).toEqual([
    'a',
    'b',
    'blockquote',
    'code',
    'del',
    'details',
    'div',
    'em',
    'figcaption',
    'figure',
    'h2',
    'i',
    'img',
    'li',
    'p',
    'pre',
    'q',
    's',
    'small',
    'span',
    'strong',
    'summary',
    'u',
    'ul',
  ])
})
