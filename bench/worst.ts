// The worst possible texts, of any length and the same at every run.
import { TAGS } from '../src/markup/table.ts'
import { chance } from './prose.ts'

export type Worst = { name: string; format: 'markup' | 'html'; make: (length: number) => string }

const OWN = '/media/0123456789abcdef-640x480.webp'

/** A piece repeated up to a length. */
const again =
  (piece: string) =>
  (length: number): string =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
/** Half of it openings, half of it closings. */
const nest =
  (open: string, close: string) =>
  (length: number): string => {
    const times = Math.floor(length / (open.length + close.length + 1))
    return `${open.repeat(times)}x${close.repeat(times)}`
  }
/** The lines of `line` by number, up to a length. */
const lines =
  (line: (index: number) => string) =>
  (length: number): string => {
    const parts: string[] = []
    for (let index = 0, size = 0; size < length; index++) {
      const part = line(index)
      parts.push(part)
      size += part.length
    }
    return parts.join('').slice(0, length)
  }
/** Random pieces from a seed. */
const mixed =
  (seed: number, pieces: readonly string[]) =>
  (length: number): string => {
    const next = chance(seed)
    return lines(() => pieces[Math.floor(next() * pieces.length)]!)(length)
  }

const pictures: ReadonlySet<string> = new Set(['foto', 'photo'])
const opened = TAGS.map(({ name }) =>
  name === 'a' ? '<a href="/x">' : pictures.has(name) ? `<${name} src="${OWN}" alt="a">` : `<${name}>`,
)
const closed = TAGS.map(({ name }) => `</${name}>`)
const marks = TAGS.filter(({ kind, name }) => kind === 'mark' && name !== 'a').map(({ name }) => name)
const marksOn = marks.map((name) => `<${name}>`).join('')
const longLink = `<a href="https://example.org/${'x'.repeat(1_950)}">`
const everything = [
  ...opened,
  ...closed,
  ...TAGS.map(({ example }) => example),
  '<',
  '>',
  '&',
  '&amp;',
  '"',
  '\n',
  '\n\n',
  '\n> ',
  '\n>> ',
  ' ',
  'word ',
  'https://example.org/(',
  ')',
  '@Nell of the Point ',
  '\ud800',
  '\r\n',
  'a\u0301\u0302',
  '漢字',
  'עברית ',
]

const typed: [string, (length: number) => string][] = [
  ...TAGS.flatMap(({ name }, index): [string, (length: number) => string][] => [
    [`<${name}> opened and never closed`, again(`${opened[index]!}x`)],
    [`<${name}> within <${name}>`, nest(opened[index]!, closed[index]!)],
    [`</${name}> never opened`, again(`x${closed[index]!}`)],
    [`<${name}> opened and closed`, again(`${opened[index]!}x${closed[index]!}`)],
  ]),
  ['all tags in turn, never closed', again(opened.map((tag) => `${tag}x`).join(''))],
  ['all marks on, then lines', (length) => opened.slice(0, 4).join('') + again('x\n')(length)],
  [
    'all marks on and off around a letter',
    again(`${marks.map((name) => `<${name}>`).join('')}x${marks.map((name) => `</${name}>`).join('')}`),
  ],
  ['marks that cross', again('<b>a<i>b<u>c</b>d</i>e</u>')],
  ['all marks on, then paragraphs', (length) => marksOn + again('x\n\n')(length)],
  ['all marks on, then quotations', (length) => marksOn + again('> x\n\n')(length)],
  ['all marks on, links within', (length) => marksOn + again('<a href="/x">y</a>')(length)],
  ['all marks on, then items', (length) => marksOn + again('<li>x')(length)],
  ['all marks on, then squishes', (length) => marksOn + again('<squish>x</squish>')(length)],
  [
    'all marks cross in turn',
    (length) => marksOn + again(marks.map((name) => `x</${name}><${name}>`).join(''))(length),
  ],
  ['a long link, then paragraphs', (length) => `${longLink}${again('x\n\n')(length)}`],
  ['a long link, then items', (length) => `${longLink}${again('<li>x')(length)}`],
  ['a long link, then squishes', (length) => `${longLink}${again('<squish>x</squish>')(length)}`],
  ['a long link that marks cross', (length) => `<b>${longLink}${again('x</b><b>')(length)}`],
  ['a long link, quotations of many words in it', (length) => `${longLink}${again('> x x\n\n')(length)}`],
  ['a long link, others within', (length) => `${longLink}${again('<a href="/x">x</a>')(length)}`],
  ['a long link, pictures within', (length) => `${longLink}${again(`x<foto src="${OWN}">`)(length)}`],
  ['<<<<', again('<')],
  ['<b<b<b', again('<b')],
  ['<b <b <b', again('<b ')],
  ['</</</', again('</')],
  ['>>>>', again('>')],
  ['white space in a tag that never ends', (length) => `<a${again(' ')(length)}`],
  ['white space in tags that never end', again(`<a${' '.repeat(200)}`)],
  ['attributes without end', (length) => `<a ${again('b="c" ')(length)}`],
  ['attributes without end, again and again', again(`<a ${'b="c" '.repeat(60)}`)],
  ['attributes of a tag', (length) => `<a ${lines((index) => `b${index}="c" `)(length)} href="/x">y</a>`],
  ['a quotation mark never closed', again('<a href="')],
  ['quotation marks never closed', again(`<a href='"x`)],
  ['an address as long as the text', (length) => `<a href="https://example.org/${again('x')(length)}">y</a>`],
  ['empty links', again('<a href="/x"></a>')],
  ['links with white space', again('<a href="/x"> ')],
  ['links with much white space', again(`<a href="/x">${' '.repeat(300)}`)],
  ['a link around white space', (length) => `<a href="/x">${again(' ')(length)}y`],
  ['entities', again('&amp;&lt;&#60;&quot;&bogus;&')],
  ['signs that are escaped', again('<>&"\'')],
  ['lines of >', again('>\n')],
  ['lines of > that nest ever deeper and come back', lines((index) => `${'>'.repeat(index % 40)} x\n`)],
  ['lines of > > > >', again('> > > > > > > > > > > > > > > x\n')],
  ['quotations parted by empty lines', again('> x\n\n')],
  ['quotations twelve deep, parted by empty lines', again(`${'>'.repeat(12)}x\n\n`)],
  ['quotations twelve deep, parted by answers', again(`${'>'.repeat(12)}x\n>x\n`)],
  ['quotations that rise and fall', lines((index) => `${'>'.repeat(index % 2 === 0 ? 12 : 1)}x\n`)],
  ['quotations parted by answers', again('>> x\n> y\nz\n')],
  ['quotations with marks across them', again('> <b>x\n>> y</b>\n')],
  ['empty lines', again('\n')],
  ['CRLF', again('x\r\n')],
  ['lines of white space', again('   \t\n')],
  ['white space', again(' ')],
  ['tabs', again('\t')],
  ['no-break spaces', again('\u00a0')],
  ['single letters on lines', again('x\n')],
  ['single letters in paragraphs', again('x\n\n')],
  ['one word', again('x')],
  ['one word of CJK', again('漢')],
  ['combining marks', again('a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308')],
  ['nothing but combining marks', again('\u0301')],
  ['lone surrogates', again('\ud800x\udc00')],
  ['emoji', again('👩‍👩‍👧‍👦')],
  ['overrides of direction', again('\u202ex\u202b\u2067')],
  ['zero bytes', again('\0')],
  ['bare addresses', lines((index) => `https://example.org/a_(b)/${index} `)],
  ['short addresses', again('http://a.b ')],
  ['addresses without spaces', again('https://a.b/')],
  ['addresses in brackets', again('(https://example.org/a_(b)) ')],
  ['an address of brackets', (length) => `https://example.org/${again('(')(length)}`],
  ['an address of brackets that balance', (length) => `https://example.org/${nest('(', ')')(length)}`],
  ['an address of brackets in turn', (length) => `https://example.org/${again('([{}])')(length)}`],
  ['an address of full stops', (length) => `https://example.org/${again('.')(length)}`],
  ['addresses of full stops', again(`https://a.b/${'.'.repeat(300)} `)],
  ['beginnings of addresses', again('https://')],
  ['beginnings of addresses and brackets', again('http://(')],
  ['addresses that are refused', again('https://a@b.c ')],
  ['hosts in other letters', again('https://bücher.example/ ')],
  ['www', again('www.')],
  ['www.a.b', again('www.example.org ')],
  ['mentions', lines((index) => `@nic${index} `)],
  ['one mention again', again('@Nell of the Point ')],
  ['@@@@', again('@')],
  ['@a@a', again('@a')],
  ['a mention without end', (length) => `@${again('x')(length)}`],
  ['a mention of dots', (length) => `@${again('.')(length)}`],
  ['a mention of dots and a letter', (length) => `@${again('.')(length)}x`],
  ['mentions of dots', again(`@${'.-'.repeat(40)} `)],
  ['squishes in squishes, many times', again(`${'<squish>x '.repeat(12)}${'</squish>'.repeat(12)}`)],
  ['one squish of many words', (length) => `<squish>${again('word ')(length)}</squish>`],
  ['one squish of one word', (length) => `<squish>${again('x')(length)}</squish>`],
  ['a long text within twelve squishes', (length) => `${'<squish>'.repeat(12)}${again('word ')(length)}`],
  [
    'squishes in a quotation that closes all',
    again(`<blockquote>${'<squish>'.repeat(11)}${'word '.repeat(16)}</blockquote>`),
  ],
  ['lists in lists, many times', again(`${'<ul><li>x'.repeat(6)}${'</ul>'.repeat(6)}`)],
  ['items without a list', again('<li>x')],
  ['code never closed', again('<code>')],
  ['code closed once', (length) => `${again('<code>')(length)}</code>`],
  ['pre and code', again('<pre><code>x</pre>')],
  ['code of many lines', again('<code>x\ny</code>')],
  ['pre full of tags', (length) => `<pre>${again('<b>')(length)}`],
  ['white space before </code>', again(`<code>x${' '.repeat(200)}</code`)],
  ['</code with white space', again(`</code${' '.repeat(200)}`)],
  ['pictures with captions that never end', again(`<foto src="${OWN}">x`)],
  ['pictures whose end is another', again(`<foto src="${OWN}">x</photo>`)],
  ['pictures within captions', again(`<foto src="${OWN}"><photo src="${OWN}">x</photo></foto>`)],
  ['a caption as long as the text', (length) => `<foto src="${OWN}">${again('x <b>y</b>\n')(length)}</foto>`],
  ['pictures of other hosts', again('<photo src="https://example.org/a.png" alt="a">b</photo>')],
  ['</foto with white space', again(`<foto src="${OWN}">x</foto${' '.repeat(200)}`)],
  ['a heading with empty lines', (length) => `<h2>${again('x\n \n')(length)}`],
  ['a heading never closed, white space', (length) => `<h2>x${again('\n\t\t\t\t')(length)}`],
  ['tags of others', again('<script>x</script>')],
  ['words of a sentence', again('It was, he said, never there. ')],
  [
    'a blockquote as <blockquote>, deep, many times',
    again(`${'<blockquote>x'.repeat(14)}${'</blockquote>'.repeat(14)}`),
  ],
  ...Array.from({ length: 40 }, (_, seed): [string, (length: number) => string] => [
    `everything mixed, ${seed + 1}`,
    mixed(seed + 1, everything),
  ]),
  ...Array.from({ length: 20 }, (_, seed): [string, (length: number) => string] => [
    `tags mixed, ${seed + 1}`,
    mixed(seed + 101, [...opened, ...closed, 'x']),
  ]),
]

const foreign: [string, (length: number) => string][] = [
  ['<div> within <div>', nest('<div>', '</div>')],
  ['<b> within <b>', nest('<b>', '</b>')],
  ['<p> never closed', again('<p>x')],
  ['<a> never closed', again('<a href="https://example.org/">x')],
  ['<table> within <table>', nest('<table><tr><td>', '</table>')],
  ['<blockquote> within <blockquote>', nest('<blockquote>', '</blockquote>')],
  ['<ol> within <ol>', nest('<ol><li>', '</ol>')],
  ['<span> never closed', again('<span>')],
  ['</b> never opened', again('</b>')],
  ['<!-- never closed', again('<!-- ')],
  ['<![CDATA[ never closed', again('<![CDATA[')],
  ['<script> never closed', again('<script>')],
  ['<<<<', again('<')],
  ['entities', again('&amp;&#60;&lt')],
  ['& alone', again('&')],
  ['attributes', (length) => `<a ${lines((index) => `b${index}=c `)(length)}>x`],
  ['<pre> within <pre>', nest('<pre>', '</pre>')],
  ['images', again('<img src="https://example.org/a.png" alt="a">')],
  ['empty lines', again('x\n \n')],
  ['line ends and white space', again('\n \t')],
  ['figures', again('<figure><img src="https://example.org/a.png"><figcaption>x</figcaption></figure>')],
  ...Array.from({ length: 10 }, (_, seed): [string, (length: number) => string] => [
    `everything mixed, ${seed + 1}`,
    mixed(seed + 201, [
      ...everything,
      '<p>',
      '<div>',
      '</div>',
      '<ol>',
      '<img src="',
      '<table>',
      '<td>',
      '<script>',
      '</script>',
      '<!--',
      '-->',
    ]),
  ]),
]

export const worst: readonly Worst[] = [
  ...typed.map(([name, make]): Worst => ({ name, format: 'markup', make })),
  ...foreign.map(([name, make]): Worst => ({ name: `HTML: ${name}`, format: 'html', make })),
]
