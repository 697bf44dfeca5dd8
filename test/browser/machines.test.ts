// What a browser itself makes of what machines are told: the data in a page, the manifest, a feed.
import { expect } from 'vitest'
import { browserHalf, inBrowser } from '../support/browser.ts'

const half = browserHalf()

inBrowser(
  'the data of an article is read by nobody but those who look for it: nothing runs, nothing is refused',
  async () => {
    const reader = await half.reader(await half.site())
    await reader.go('/')
    await reader.press(reader.page.locator('#lead a'))
    const data = await reader.ask<{ '@type': string; comment: object[] }>(
      `JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent)`,
    )
    expect([data['@type'], data.comment.length]).toEqual(['NewsArticle', 20])
    expect(reader.complaints()).toEqual([])
  },
)

inBrowser('the manifest is taken without an error, and its icons with it', async () => {
  const reader = await half.reader(await half.site())
  await reader.go('/')
  const session = await reader.context.newCDPSession(reader.page)
  const { url, errors, data } = await session.send('Page.getAppManifest')
  expect([url.replace(/^http:\/\/[^/]+/, ''), errors]).toEqual(['/manifest.webmanifest', []])
  const { icons } = JSON.parse(data!) as { icons: { src: string; sizes: string }[] }
  for (const { src, sizes } of icons.filter(({ sizes }) => sizes !== 'any')) {
    expect(
      await reader.ask<string>(
        `new Promise((done) => { const image = new Image(); image.onload = () => done(image.width + 'x' + image.height); image.onerror = () => done('none'); image.src = ${JSON.stringify(src)} })`,
      ),
    ).toBe(sizes)
  }
  expect(reader.complaints()).toEqual([])
})

inBrowser('every feed is XML to a browser too', async () => {
  const reader = await half.reader(await half.site())
  await reader.go('/')
  for (const address of ['/feeds/articles.xml', '/feeds/comments.xml', '/feeds/people/Bittern.xml', '/sitemap.xml']) {
    const [root, faults] = await reader.ask<
      [string, number]
    >(`fetch('${address}').then((answer) => answer.text()).then((text) => {
      const read = new DOMParser().parseFromString(text, 'application/xml')
      return [read.documentElement.localName, read.getElementsByTagName('parsererror').length]
    })`)
    expect([root, faults], address).toEqual([address.startsWith('/feeds') ? 'feed' : 'sitemapindex', 0])
  }
})
