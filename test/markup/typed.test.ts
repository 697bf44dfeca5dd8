// Typed markup: tags, and what is shown as typed.

import { expect, test } from 'vitest'

import { render } from '../../src/markup/render.ts'

const comment = (source: string): string => String(render(source, { format: 'markup', place: 'comment' }))
const article = (source: string): string => String(render(source, { format: 'markup', place: 'article' }))

test('b, i, u, s, small, em, strong and del come out as typed, big as a span with a class', () => {
  for (const tag of ['b', 'i', 'u', 's', 'small', 'em', 'strong', 'del']) {
    expect(comment(`a <${tag}>b</${tag}> c`)).toBe(`<p>a <${tag}>b</${tag}> c</p>`)
  }
  expect(comment('<big>Hear!</big>')).toBe('<p><span class="big">Hear!</span></p>')
  expect(comment('<B>loud</b>')).toBe('<p><b>loud</b></p>')
})

test('marks that cross each other nest, and keep exactly the text they were on', () => {
  expect(comment('<b>a<i>b</b>c</i>')).toBe('<p><b>a<i>b</i></b><i>c</i></p>')
  expect(comment('<b>a<b>b</b>c</b>d')).toBe('<p><b>abc</b>d</p>')
})

test('marks carry across paragraphs and end with the text', () => {
  expect(comment('<b>one\n\ntwo</b> three <i>four')).toBe('<p><b>one</b></p><p><b>two</b> three <i>four</i></p>')
})

test('a mark opened in a block ends with it, one closed in a block stays closed', () => {
  expect(comment('<blockquote><b>x</blockquote>y')).toBe('<blockquote><p><b>x</b></p></blockquote><p>y</p>')
  expect(comment('<b>a<blockquote>b</blockquote>c')).toBe(
    '<p><b>a</b></p><blockquote><p><b>b</b></p></blockquote><p><b>c</b></p>',
  )
  expect(comment('<b>a<blockquote>b</b>c</blockquote>d')).toBe(
    '<p><b>a</b></p><blockquote><p><b>b</b>c</p></blockquote><p>d</p>',
  )
  expect(comment('<b>a<ul><li><blockquote></b>b</blockquote></ul>c')).toBe(
    '<p><b>a</b></p><ul><li><blockquote><p>b</p></blockquote></li></ul><p>c</p>',
  )
})

test('every other tag, a stray closing tag and a bracket in prose are shown as typed', () => {
  expect(comment('<foo>x</foo> </b> 1 < 2 <3')).toBe('<p>&lt;foo&gt;x&lt;/foo&gt; &lt;/b&gt; 1 &lt; 2 &lt;3</p>')
  expect(comment('<i think so>')).toBe('<p>&lt;i think so&gt;</p>')
  expect(comment('<br><p>')).toBe('<p>&lt;br&gt;&lt;p&gt;</p>')
  expect(comment('</ul></li></squish>')).toBe('<p>&lt;/ul&gt;&lt;/li&gt;&lt;/squish&gt;</p>')
})

test('entities are not decoded', () => {
  expect(comment('&amp; &lt;b&gt; &#60;')).toBe('<p>&amp;amp; &amp;lt;b&amp;gt; &amp;#60;</p>')
})

test('headings and editors’ notes are markup in articles only', () => {
  expect(comment('<h2>x</h2><ednote>y</ednote>')).toBe('<p>&lt;h2&gt;x&lt;/h2&gt;&lt;ednote&gt;y&lt;/ednote&gt;</p>')
  expect(article('<h2>A <i>b</i></h2>c<ednote>d\n\ne</ednote>f')).toBe(
    '<h2>A <i>b</i></h2><p>c</p><p class="ednote">d</p><p class="ednote">e</p><p>f</p>',
  )
})

test('a heading that is not closed ends with its paragraph, and holds no blocks', () => {
  expect(article('<h2>Head\nline\n\ntext')).toBe('<h2>Head line</h2><p>text</p>')
  expect(article('<h2>a<ul>b</ul></h2>c')).toBe('<h2>a&lt;ul&gt;b&lt;/ul&gt;</h2><p>c</p>')
})

test('a link leads to http, https, mailto or a path of this site', () => {
  const rel = 'rel="nofollow ugc noopener"'
  expect(comment('<a href="https://example.org/x?a=1&b=2">y</a>')).toBe(
    `<p><a href="https://example.org/x?a=1&amp;b=2" ${rel}>y</a></p>`,
  )
  expect(comment("<A HREF='http://example.org'>y</A>")).toBe(`<p><a href="http://example.org/" ${rel}>y</a></p>`)
  expect(comment('<a href=mailto:a@example.org>y</a>')).toBe(`<p><a href="mailto:a@example.org" ${rel}>y</a></p>`)
  expect(comment('<a href="/articles/1#c2">y</a>')).toBe('<p><a href="/articles/1#c2">y</a></p>')
})

test('a link that may not be used is shown as typed', () => {
  for (const address of [
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    '//example.org',
    '/..//example.org',
    '/\\example.org',
    'https://me:secret@example.org/',
    'https://@example.org/',
    'ftp://example.org',
    'example.org',
    '',
    `https://example.org/${'x'.repeat(2_000)}`,
  ]) {
    expect(comment(`<a href="${address}">y</a>`), address).toBe(`<p>&lt;a href="${address}"&gt;y&lt;/a&gt;</p>`)
  }
})

test('a link within a link ends the one before, and a link around nothing shows its address', () => {
  expect(comment('<a href="/x">1<a href="/y">2</a>')).toBe('<p><a href="/x">1</a><a href="/y">2</a></p>')
  expect(comment('See <a href="/articles/9"></a>!')).toBe('<p>See <a href="/articles/9">/articles/9</a>!</p>')
  expect(comment('<a href="/x">1<a href="/y"></a>2')).toBe('<p><a href="/x">1</a><a href="/y">/y</a>2</p>')
  expect(comment('1<a href="/x"><b> </b></a>2<a href="/y"><b>3</b> <i>4</i></a>')).toBe(
    '<p>1<b> </b>2<a href="/y"><b>3</b> <i>4</i></a></p>',
  )
  expect(comment('<a href="/x"><b>1<a href="/y"></a>2')).toBe(
    '<p><a href="/x"><b>1</b></a><b><a href="/y">/y</a>2</b></p>',
  )
})

test('items make a list, a new item ends the one before, and stray items or text find one', () => {
  expect(comment('<ul>\n<li>a</li>\n<li>b\n<li>c\n</ul>d')).toBe('<ul><li>a</li><li>b</li><li>c</li></ul><p>d</p>')
  expect(comment('<li>a<li>b</li>c')).toBe('<ul><li>a</li><li>b</li></ul><p>c</p>')
  expect(comment('<ul><li>a<blockquote><li>b</ul>c')).toBe(
    '<ul><li>a<blockquote><ul><li>b</li></ul></blockquote></li></ul><p>c</p>',
  )
  expect(comment('<ul>a<li>b</ul>')).toBe('<ul><li>a</li><li>b</li></ul>')
  expect(comment('<ul><li>a<ul><li>b</ul>c</ul>')).toBe(
    '<ul><li>a<ul><li>b</li></ul><p>c</p></li></ul>'.replace('a<ul>', '<p>a</p><ul>'),
  )
})

test('closing a block closes the blocks within it, and open blocks end with the text', () => {
  expect(comment('<blockquote><squish>a</blockquote>b')).toMatch(
    /^<blockquote><details .*<p>a<\/p><\/div><\/details><\/blockquote><p>b<\/p>$/,
  )
  expect(comment('<blockquote>a')).toBe('<blockquote><p>a</p></blockquote>')
})

test('blocks nest twelve deep; deeper ones are shown as typed and close nothing', () => {
  const html = comment(`${'<blockquote>'.repeat(13)}x${'</blockquote>'.repeat(13)}y`)
  expect(html).toBe(
    `${'<blockquote>'.repeat(12)}<p>&lt;blockquote&gt;x&lt;/blockquote&gt;</p>${'</blockquote>'.repeat(12)}<p>y</p>`,
  )
  expect(comment(`${'<ul><li>'.repeat(6)}<ul><li>x</li></ul>y`)).toContain(
    '<li>&lt;ul&gt;&lt;li&gt;x&lt;/li&gt;&lt;/ul&gt;y</li>',
  )
})

test('empty containers disappear', () => {
  expect(comment('<b></b><ul><li></li></ul><squish> </squish><blockquote>\n</blockquote><pre></pre>')).toBe('')
})

test('code is shown exactly as typed, inline on one line, as a block on several', () => {
  expect(comment('Type <code><b>&amp;</b> http://example.org @x</code>.')).toBe(
    '<p>Type <code>&lt;b&gt;&amp;amp;&lt;/b&gt; http://example.org @x</code>.</p>',
  )
  expect(comment('<code>a\n  b</code>')).toBe('<pre><code>a\n  b</code></pre>')
  expect(comment('</code>a</code>')).toBe('<p>&lt;/code&gt;a&lt;/code&gt;</p>')
  expect(comment('<code>open <b>x</b>')).toBe('<p>&lt;code&gt;open <b>x</b></p>')
})

test('pre keeps lines and spaces, with one code around them if typed, and runs to the end when it is not closed', () => {
  const shown = '<pre><code>  a\n\n&lt;b&gt;  c</code></pre>'
  expect(comment('<pre>\n  a\n\n<b>  c\n</pre>')).toBe(shown)
  expect(comment('<pre><code>  a\n\n<b>  c</code></pre>')).toBe(shown)
  expect(comment('x<pre>  a\n\n<b>  c')).toBe(`<p>x</p>${shown}`)
})

test('squish folds a passage behind its word count and first words', () => {
  const fold = (said: string, body: string): string =>
    `<details class="squish"><summary><span>Squished by the writer, ${said}</span></summary><div>${body}</div></details>`
  expect(comment('<squish>one</squish>')).toBe(fold('1 word: <q>one</q>', '<p>one</p>'))
  expect(comment('<squish>1 2 3 4\n\n5 & 6 <b>7</b> 8, 9 10</squish>')).toBe(
    fold('10 words: <q>1 2 3 4 5 &amp; 6 7 8…</q>', '<p>1 2 3 4</p><p>5 &amp; 6 <b>7</b> 8, 9 10</p>'),
  )
  expect(comment('<squish>…</squish>')).toContain('<span>Squished by the writer</span>')
  expect(comment(`<squish>${'x'.repeat(500)}</squish>`)).toContain(`<q>${'x'.repeat(79)}…</q>`)
})
