// Addresses of sources compare equal however they are spelled, and never when they lead to different stories.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressKey } from '../../src/articles/address-key.ts'

const keyOf = (address: string): string => addressKey(address)!.key

test.each([
  ['the scheme', 'http://news.example/tides'],
  ['“www.”', 'https://www.news.example/tides'],
  ['capitals in the host', 'HTTPS://News.EXAMPLE/tides'],
  ['a dot after the host', 'https://news.example./tides'],
  ['the usual port', 'https://news.example:443/tides'],
  ['a slash at the end', 'https://news.example/tides/'],
  ['a place in the page', 'https://news.example/tides#table'],
  ['a passage', 'https://news.example/tides#:~:text=high%20water'],
  ['an empty query', 'https://news.example/tides?'],
  ['campaigns', 'https://news.example/tides?utm_source=a&utm_medium=b&UTM_Campaign=c'],
  ['click numbers', 'https://news.example/tides?fbclid=1&gclid=2&msclkid=3&igshid=4&mc_cid=5&mc_eid=6'],
  ['where readers come from', 'https://news.example/tides?ref=hackernews&source=rss&via=twitter&cmp=share_btn_tw'],
  ['a campaign by name', 'https://news.example/tides?ncid=txtlnk&cmpid=mail-7&at_medium=RSS&at_campaign=KARANGA'],
  ['the host for phones', 'https://m.news.example/tides'],
  ['the other one', 'https://mobile.news.example/tides'],
  ['the third', 'https://amp.news.example/tides?amp=1'],
  ['both', 'https://www.m.news.example/tides'],
  ['a letter that needs no escape', 'https://news.example/%74ides'],
  ['spaces around it', '  https://news.example/tides\n'],
])('%s makes no difference', (_, address) => {
  expect(keyOf(address)).toBe('news.example/tides')
})

test.each([
  ['the order of the parameters', 'https://a.example/?id=7&page=2', 'https://a.example/?page=2&id=7'],
  ['a start page', 'https://a.example/tides/index.html', 'https://a.example/tides'],
  ['a start page of another kind', 'http://a.example/Default.aspx', 'https://a.example'],
  ['the letters of an international host', 'https://bücher.example/a', 'https://xn--bcher-kva.example/a'],
  ['the case of escapes', 'https://a.example/a%c3%bc', 'https://a.example/aü'],
  ['a space in the query', 'https://a.example/?q=high%20water', 'https://a.example/?q=high+water'],
  ['a language in front of “m.”', 'https://en.m.wikipedia.org/wiki/Tide', 'https://en.wikipedia.org/wiki/Tide'],
])('%s makes no difference', (_, one, other) => {
  expect(keyOf(one)).toBe(keyOf(other))
})

test.each([
  ['paths', 'https://a.example/tides', 'https://a.example/tide'],
  ['the case of paths', 'https://a.example/Tides', 'https://a.example/tides'],
  ['hosts', 'https://a.example/tides', 'https://b.a.example/tides'],
  ['ports', 'https://a.example:8080/tides', 'https://a.example/tides'],
  ['parameters', 'https://a.example/?id=7', 'https://a.example/?id=8'],
  ['values of one parameter in another order', 'https://a.example/?a=1&a=2', 'https://a.example/?a=2&a=1'],
  ['a parameter and none', 'https://a.example/story?p=1', 'https://a.example/story'],
  ['branches that a “ref” names', 'https://a.example/file?ref=main', 'https://a.example/file?ref=next'],
  ['numbers of stories', 'https://a.example/read?ncid=12', 'https://a.example/read?ncid=13'],
  ['keys of rows', 'https://a.example/read?pk_id=12', 'https://a.example/read?pk_id=13'],
  ['sources that are no referrer', 'https://a.example/?source=ap', 'https://a.example/?source=dpa'],
  ['pages of programs in the browser', 'https://a.example/#!/one', 'https://a.example/#!/two'],
  ['other pages of such programs', 'https://a.example/#/one', 'https://a.example/#/two'],
  ['an escaped slash and a slash', 'https://a.example/a%2Fb', 'https://a.example/a/b'],
  ['an escaped plus and a space', 'https://a.example/?q=a%2Bb', 'https://a.example/?q=a+b'],
  ['a start page with a query', 'https://a.example/index.php?id=1', 'https://a.example/?id=2'],
  ['people with one letter on a host that many share', 'https://m.blogspot.com/p', 'https://amp.blogspot.com/p'],
  ['them and the host itself', 'https://m.github.io/p', 'https://github.io/p'],
  ['hosts below a country', 'https://m.co.uk/p', 'https://mobile.co.uk/p'],
  ['a host that is called so', 'https://m.me/p', 'https://me/p'],
  ['the same for “www.”', 'https://www.com/p', 'https://com/p'],
  ['a path that ends in “amp”', 'https://guitars.example/gear/amp', 'https://guitars.example/gear'],
  ['what an AMP parameter does not switch on', 'https://a.example/?m=1974', 'https://a.example/?m=1975'],
])('%s keep addresses apart', (_, one, other) => {
  expect(keyOf(one)).not.toBe(keyOf(other))
})

test('an address that is none, or is not of the web, has no key', () => {
  for (const text of [
    '',
    'tides',
    'mailto:a@b.example',
    'javascript:alert(1)',
    'https://',
    '//a.example/x',
    'http://u:p@a.example/',
  ])
    expect(addressKey(text)).toBeNull()
})

test('an address of an article is recognised whatever its slug, on this site and elsewhere', () => {
  expect(addressKey('/articles/12-the-slug')).toMatchObject({ host: '', articleId: 12 })
  expect(addressKey('/articles/12?view=flat#c7')).toMatchObject({ host: '', articleId: 12 })
  expect(addressKey('https://www.news.example:8080/articles/12-x')).toMatchObject({
    host: 'news.example:8080',
    articleId: 12,
  })
  for (const other of [
    '/articles/12/history',
    '/articles/0',
    '/articles/x',
    '/comments/12',
    '/articles/9999999999999999',
  ])
    expect(addressKey(other)!.articleId).toBeNull()
})

test('a front page is no story', () => {
  expect(addressKey('https://www.news.example/index.html?utm_source=a')!.isFront).toBe(true)
  expect(addressKey('https://www.news.example/?p=1')!.isFront).toBe(false)
})

test('a key is never too long for an index, and long addresses still differ', () => {
  const long = `https://a.example/${'a'.repeat(1900)}`
  expect(keyOf(`${long}1`).length).toBeLessThanOrEqual(500)
  expect(keyOf(`${long}1`)).not.toBe(keyOf(`${long}2`))
})

test('a key is the key of its own address', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
      const found = addressKey(address)
      if (found === null || found.key.length >= 456) return
      expect(keyOf(`https://${found.key}`)).toBe(found.key)
    }),
  )
})
