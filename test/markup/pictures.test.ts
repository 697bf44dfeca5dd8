// Foto and Photo: uploaded pictures are shown, others linked, and nothing calls a page of this site.

import { expect, test } from 'vitest'

import { render } from '../../src/markup/render.ts'

const OWN = '/media/0123456789abcdef-640x480.webp'
const html = (source: string, foreignPictures = false): string => String(render(source, { format: 'markup', place: 'comment', foreignPictures }))

test('foto is a figure that links to its picture, photo one that does not', () => {
  const image = `<img src="${OWN}" alt="A staff" width="640" height="480" loading="lazy" />`
  expect(html(`<foto src="${OWN}" alt="A staff">At <b>low</b> water</foto>x`))
    .toBe(`<figure class="foto"><a href="${OWN}">${image}</a><figcaption>At <b>low</b> water</figcaption></figure><p>x</p>`)
  expect(html(`<photo src="${OWN}" alt="A staff"></photo>`)).toBe(`<figure class="photo">${image}</figure>`)
})

test('a description may hold anything', () => {
  expect(html(`<photo src=${OWN} alt='say "<b>" & go'>`)).toContain('alt="say &quot;&lt;b&gt;&quot; &amp; go"')
})

test('the link around a foto always has a name', () => {
  expect(html(`<foto src="${OWN}">Low <i>water</i></foto>`)).toContain('alt="Low water"')
  expect(html(`<foto src="${OWN}">`)).toContain('alt="Picture"')
})

test('a caption holds marks only, and a picture that is not closed has none', () => {
  expect(html(`<photo src="${OWN}">a <i>b\n\nc</photo>d`)).toContain('<figcaption>a <i>b c</i></figcaption></figure><p>d</p>')
  expect(html(`<photo src="${OWN}">a\n\nb`)).toMatch(/<\/figure><p>a<\/p><p>b<\/p>$/)
  expect(html(`<photo src="${OWN}">a<ul><li>b</ul></photo>`)).toMatch(/<\/figure><p>a<\/p><ul><li>b<\/li><\/ul><p>&lt;\/photo&gt;<\/p>$/)
  expect(html(`<foto src="${OWN}"><foto src="${OWN}">a</foto>`).match(/<figcaption>/g)).toHaveLength(1)
})

test('a picture on another host becomes a link by its description, caption or address', () => {
  const link = (text: string): string => `<a href="https://example.org/a.png" rel="nofollow ugc noopener">${text}</a>`
  expect(html('<foto src="https://example.org/a.png" alt="Alt">Cap</foto>')).toBe(`<p>${link('Alt')}<br />Cap</p>`)
  expect(html('<foto src="https://example.org/a.png">Cap</foto>')).toBe(`<p>${link('Cap')}</p>`)
  expect(html('<photo src="https://example.org/a.png">')).toBe(`<p>${link('https://example.org/a.png')}</p>`)
})

test('where the site allows it a picture on another host is shown', () => {
  expect(html('<photo src="https://example.org/a.png" alt="Alt">Cap</photo>', true))
    .toBe('<figure class="photo"><img src="https://example.org/a.png" alt="Alt" loading="lazy" /><figcaption>Cap</figcaption></figure>')
})

test('any other address is shown as typed, whatever the site allows', () => {
  for (const src of ['/logout', '/media/', '/media/../accounts/logout', '/media/0123456789abcdef-640x480.svg', `${OWN}?x=1`, '//example.org/a.png',
    'javascript:alert(1)', 'data:image/png;base64,AA', 'mailto:a@example.org', 'https://me@example.org/a.png', '']) {
    for (const allowed of [false, true]) {
      expect(html(`<photo src="${src}" alt="a">b</photo>`, allowed), src).toBe(`<p>&lt;photo src="${src}" alt="a"&gt;b&lt;/photo&gt;</p>`)
    }
  }
})
