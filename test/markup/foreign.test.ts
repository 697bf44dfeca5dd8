// Another system's HTML becomes the same document as typed markup.

import { expect, test } from 'vitest'

import { render } from '../../src/markup/render.ts'

const OWN = '/media/0123456789abcdef-640x480.webp'
const comment = (source: string, foreignPictures = false): string =>
  String(render(source, { format: 'html', place: 'comment', foreignPictures }))
const article = (source: string): string => String(render(source, { format: 'html', place: 'article' }))

test('p separates paragraphs, closed or not, br breaks lines, and white space collapses', () => {
  expect(comment('one\n two<p>three<p>four<br>five')).toBe('<p>one two</p><p>three</p><p>four<br />five</p>')
  expect(comment('<p>one</p>\n\n<div>two</div>three<hr>four')).toBe('<p>one</p><p>two</p><p>three</p><p>four</p>')
})

test('an empty line separates paragraphs too, as WordPress stores them', () => {
  expect(comment('one\r\nstill\r\n\r\ntwo')).toBe('<p>one still</p><p>two</p>')
})

test('entities are decoded once', () => {
  expect(comment('a &amp;amp; b &lt;b&gt; &#x27;c&#39; https:&#x2F;&#x2F;example.org&#x2F;a')).toBe(
    '<p>a &amp;amp; b &lt;b&gt; \'c\' <a href="https://example.org/a" rel="nofollow ugc noopener">https://example.org/a</a></p>',
  )
})

test('an entity of a forbidden character is dropped', () => {
  expect(comment('<p>a&#1;b&#x2;c&#3;&#xffff;d</p><p>e&#6</p>')).toBe('<p>abcd</p><p>e</p>')
  expect(comment(`<img src="${OWN}" alt="a&#1;b">`)).toContain('alt="ab"')
})

test('marks keep their meaning under other tag names', () => {
  expect(comment('<i>a</i> <em>b</em> <strong>c</strong> <strike>d</strike> <tt>e</tt> <big>f</big>')).toBe(
    '<p><i>a</i> <em>b</em> <strong>c</strong> <s>d</s> <code>e</code> <span class="big">f</span></p>',
  )
  expect(comment('<b>a<p>b</b>c')).toContain('<p><b>a</b></p>')
})

test('a link keeps its address where it may be used, else its text', () => {
  const link = '<a href="https://example.org/x" rel="nofollow ugc noopener">y</a>'
  expect(comment('<a href="https://example.org/x" onclick="z()" rel="me" target=_blank>y</a>')).toBe(`<p>${link}</p>`)
  expect(comment('<a href="//example.org/x">y</a>')).toBe(`<p>${link}</p>`)
  expect(comment('a <a href="https://example.org/x"> </a>')).toBe(
    `<p>a  ${link.replace('y', 'https://example.org/x')}</p>`,
  )
  expect(comment('<a href="javascript:z()">y</a> <a name=z>y</a>')).toBe('<p>y y</p>')
})

test('pre keeps its lines and spaces', () => {
  expect(comment('a<p><pre><code>  b &lt;c&gt;\n\n    d\n</code></pre>\ne')).toBe(
    '<p>a</p><pre><code>  b &lt;c&gt;\n\n    d</code></pre><p>e</p>',
  )
})

test('lists, numbered lists and quotations are kept', () => {
  expect(comment('<ol><li>a<li>b<ul><li>c</ul></ol>')).toBe('<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>')
  expect(comment('<blockquote><p>a</p>b</blockquote>&gt; c<p>d')).toBe(
    '<blockquote><p>a</p><p>b</p></blockquote><blockquote><p>c</p></blockquote><p>d</p>',
  )
  expect(comment('<ul><li>a<ul><li><div><li>b</div></ul>c</li></ul>d')).toMatch(/<p>c<\/p><\/li><\/ul><p>d<\/p>$/)
})

test('a heading is a bold paragraph in a comment and a heading in an article', () => {
  expect(comment('<h3>a <i>b</i></h3>c')).toBe('<p><b>a <i>b</i></b></p><p>c</p>')
  expect(article('<h3>a <i>b</i></h3>c<h1><p>d</p><img alt="e"></h1>')).toBe('<h2>a <i>b</i></h2><p>c</p><h2>d e</h2>')
})

test('an uploaded picture is a photo with its caption, one on another host a link by its description', () => {
  expect(article(`<figure><img src="${OWN}" alt="A"><figcaption>B <i>c</i></figcaption></figure>d`)).toBe(
    `<figure class="photo"><img src="${OWN}" alt="A" width="640" height="480" loading="lazy" /><figcaption>B <i>c</i></figcaption></figure><p>d</p>`,
  )
  expect(comment('<img src="http://example.org/a.png" alt="A">')).toBe(
    '<p><a href="http://example.org/a.png" rel="nofollow ugc noopener">A</a></p>',
  )
  expect(comment('<a href="http://example.org/"><img src="http://example.org/a.png" alt="A"></a>')).toBe(
    '<p><a href="http://example.org/" rel="nofollow ugc noopener">A</a></p>',
  )
  expect(comment('<img src="http://example.org/a.png" alt="A">', true)).toContain(
    '<figure class="photo"><img src="http://example.org/a.png"',
  )
  expect(comment('<img src="/logout" alt="A">', true)).toBe('<p>A</p>')
})

test('scripts and styles are dropped with their content, a frame leaves a link, other tags leave their text', () => {
  expect(
    comment(
      'a<script>b()</script><style>c{}</style><template>d</template> <center>e</center><font color=red>f</font><x-y>g</x-y>',
    ),
  ).toBe('<p>a</p><p>e</p><p>fg</p>')
  expect(comment('<iframe src="https://example.org/v">no frames</iframe>')).toBe(
    '<p><a href="https://example.org/v" rel="nofollow ugc noopener">https://example.org/v</a></p>',
  )
  expect(comment('<a href="/x">a<iframe src="/y"></iframe>b</a>')).toBe('<p><a href="/x">a</a><a href="/y">/y</a>b</p>')
  expect(comment('<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>')).toBe('<p>a b</p><p>c</p>')
})

test('a text that breaks off within a tag keeps its words', () => {
  expect(comment('a &lt; b <and then')).toBe('<p>a &lt; b &lt;and then</p>')
})
