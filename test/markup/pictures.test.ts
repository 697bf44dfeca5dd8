// Foto and photo: uploaded pictures are shown, others linked, and no picture requests a page of this site.

import { expect, test } from 'vitest'
import { sanitize } from '../../src/markup/policy.ts'
import { render } from '../../src/markup/render.ts'
import { withAbsoluteLinks } from '../../src/markup/syndication.ts'

const OWN = '/media/0123456789abcdef-640x480.webp'
const html = (source: string, foreignPictures = false): string =>
  String(render(source, { format: 'markup', place: 'comment', foreignPictures }))

test('foto is a figure that links to its picture, photo one that does not', () => {
  const image = `<img src="${OWN}" alt="A staff" width="640" height="480" loading="lazy" />`
  expect(html(`<foto src="${OWN}" alt="A staff">At <b>low</b> water</foto>x`)).toBe(
    `<figure class="foto"><a href="${OWN}">${image}</a><figcaption>At <b>low</b> water</figcaption></figure><p>x</p>`,
  )
  expect(html(`<photo src="${OWN}" alt="A staff"></photo>`)).toBe(`<figure class="photo">${image}</figure>`)
})

test('a description may hold anything', () => {
  expect(html(`<photo src=${OWN} alt='say "<b>" & go'>`)).toContain('alt="say &quot;&lt;b&gt;&quot; &amp; go"')
})

test('a credit follows the caption, or stands alone, and holds text only', () => {
  const by = (caption: string, credit: string) =>
    html(`<photo src="${OWN}" alt="A" credit=${credit}>${caption}</photo>`)
  expect(by('The <b>roof</b>.', '"N.  Ferry"')).toContain(
    '<figcaption>The <b>roof</b>. <span class="credit">N. Ferry</span></figcaption>',
  )
  expect(by('', `'<b>"N" & son'`)).toContain(
    '<figcaption><span class="credit">&lt;b&gt;"N" &amp; son</span></figcaption>',
  )
  expect(by('', '""')).not.toContain('figcaption')
  expect(html('<photo src="https://example.org/a.png" alt="Alt" credit="N. Ferry">Cap</photo>')).toMatch(
    /^<p><a [^>]*>Alt<\/a><br \/>Cap N. Ferry<\/p>$/,
  )
})

test('the link around a foto always has a name', () => {
  expect(html(`<foto src="${OWN}">Low <i>water</i></foto>`)).toContain('alt="Low water"')
  expect(html(`<foto src="${OWN}">`)).toContain('alt="Picture"')
})

test('a caption holds marks only, and a picture that is not closed has none', () => {
  expect(html(`<photo src="${OWN}">a <i>b\n\nc</photo>d`)).toContain(
    '<figcaption>a <i>b c</i></figcaption></figure><p>d</p>',
  )
  expect(html(`<photo src="${OWN}">a\n\nb`)).toMatch(/<\/figure><p>a<\/p><p>b<\/p>$/)
  expect(html(`<photo src="${OWN}">a<ul><li>b</ul></photo>`)).toMatch(
    /<\/figure><p>a<\/p><ul><li>b<\/li><\/ul><p>&lt;\/photo&gt;<\/p>$/,
  )
  expect(html(`<foto src="${OWN}"><foto src="${OWN}">a</foto>`).match(/<figcaption>/g)).toHaveLength(1)
})

test('a picture on another host becomes a link by its description, caption or address', () => {
  const link = (text: string): string => `<a href="https://example.org/a.png" rel="nofollow ugc noopener">${text}</a>`
  expect(html('<foto src="https://example.org/a.png" alt="Alt">Cap</foto>')).toBe(`<p>${link('Alt')}<br />Cap</p>`)
  expect(html('<foto src="https://example.org/a.png">Cap</foto>')).toBe(`<p>${link('Cap')}</p>`)
  expect(html('<photo src="https://example.org/a.png">')).toBe(`<p>${link('https://example.org/a.png')}</p>`)
})

test('where the site allows it a picture on another host is shown', () => {
  expect(html('<photo src="https://example.org/a.png" alt="Alt">Cap</photo>', true)).toBe(
    '<figure class="photo"><img src="https://example.org/a.png" alt="Alt" loading="lazy" /><figcaption>Cap</figcaption></figure>',
  )
})

test('any other address is shown as typed, whatever the site allows', () => {
  for (const src of [
    '/logout',
    '/media/',
    '/media/../accounts/logout',
    '/media/0123456789abcdef-640x480.svg',
    `${OWN}?x=1`,
    '//example.org/a.png',
    'javascript:alert(1)',
    'data:image/png;base64,AA',
    'mailto:a@example.org',
    'https://me@example.org/a.png',
    '',
  ]) {
    for (const allowed of [false, true]) {
      expect(html(`<photo src="${src}" alt="a">b</photo>`, allowed), src).toBe(
        `<p>&lt;photo src="${src}" alt="a"&gt;b&lt;/photo&gt;</p>`,
      )
    }
  }
})

test('a picture with narrower files in its name gets a srcset; any other does not', () => {
  const stem = '/media/0123456789abcdef'
  const wide = `${stem}-1920x1280-960-480.webp`
  const srcset = `${stem}-480w.webp 480w, ${stem}-960w.webp 960w, ${wide} 1920w`
  expect(html(`<photo src="${wide}" alt="A pier"></photo>`)).toBe(
    `<figure class="photo"><img src="${wide}" alt="A pier" width="1920" height="1280" srcset="${srcset}" sizes="(min-width: 44rem) 40rem, 100vw" loading="lazy" /></figure>`,
  )
  expect(html(`<foto src="${wide}" alt="A pier"></foto>`)).toBe(
    `<figure class="foto"><a href="${wide}"><img src="${wide}" alt="A pier" width="1920" height="1280" srcset="${srcset}" sizes="12rem" loading="lazy" /></a></figure>`,
  )
  expect(html(`<foto src="${OWN}" alt="A staff"></foto>`)).not.toContain('srcset')
  for (const src of [
    `${stem}-960w.webp`,
    `${stem}-1920x1280-0.webp`,
    `${stem}-1920x1280-960-480-240-120-60.webp`,
    `${stem}-1920x1280-.webp`,
  ]) {
    expect(html(`<foto src="${src}" alt="A"></foto>`), src).not.toContain('<img')
  }
})

test('the srcset of a picture must match its name', () => {
  const wide = '/media/0123456789abcdef-1920x1280-480.webp'
  const typed = (srcset: string): string =>
    String(render(`<p><img src="${wide}" srcset="${srcset}" alt="A"></p>`, { format: 'html', place: 'comment' }))
  for (const srcset of ['/logout 480w', 'https://example.org/a.png 2x', ''])
    expect(typed(srcset)).toContain('srcset="/media/0123456789abcdef-480w.webp 480w, ')
  const own = (srcset: string): string => sanitize(`<img src="${wide}" alt="A" ${srcset} />`, 'comment', true)
  const right = 'srcset="/media/0123456789abcdef-480w.webp 480w, /media/0123456789abcdef-1920x1280-480.webp 1920w"'
  expect(own(right)).toContain(right)
  for (const wrong of ['', 'srcset="/accounts/logout 1x"', right.replace('480w,', '480w, /accounts/logout 960w,')])
    expect(own(wrong)).toBe('')
})

test('feeds get one width, with an absolute address', () => {
  const there = withAbsoluteLinks(
    html('<foto src="/media/0123456789abcdef-1920x1280-960-480.webp" alt="A pier"></foto>'),
    'https://news.example',
  )
  expect(there).toContain(
    '<img src="https://news.example/media/0123456789abcdef-1920x1280-960-480.webp" alt="A pier" width="1920" height="1280" loading="lazy" />',
  )
})
