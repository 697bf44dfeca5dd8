// Whom the site names for what somebody has sent in: the writer everywhere, the editor beside them on the article's page alone.
import { expect, test } from 'vitest'
import { wordsOn } from '../../comments/page.ts'
import { openSite } from '../../support/site.ts'
import { submission } from '../news.ts'

test('lists, feeds, the search and the metadata name the writer; only the article’s page names the editor', async () => {
  const site = await openSite()
  await site.article()
  const [ed, ada] = [await site.member('Ed', 'editor'), await site.member('Ada')]
  const id = await submission(site, { by: ada })
  await site.post('/desk/acceptances', { article: String(id) }, ed)
  const article = `/articles/${id}-library-to-lend-telescopes`
  for (const list of [
    '/',
    '/sections/harbour',
    '/archive/2030/03/12',
    '/people/Ada/articles',
    '/search?q=telescopes',
  ]) {
    const words = wordsOn((await site.get(list)).body)
    expect([list, /\bAda\b/.test(words), /\bEd\b/.test(words)]).toEqual([list, true, false])
  }
  const json = JSON.parse((await site.get('/feeds/articles.json')).body) as {
    items: { id: string; authors: unknown }[]
  }
  expect(json.items.find((item) => item.id.endsWith(`/articles/${id}`))!.authors).toEqual([
    { name: 'Ada', url: `${site.deps.config.baseUrl}/people/Ada` },
  ])
  expect((await site.get('/feeds/articles.xml')).body).toContain('<author><name>Ada</name>')
  const page = (await site.get(article)).body
  expect(wordsOn(page)).toContain('Posted by Ed , sent in by Ada')
  const data = JSON.parse(/<script type="application\/ld\+json"[^>]*>([\s\S]*?)<\/script>/.exec(page)![1]!) as object
  expect(data).toMatchObject({ author: { name: 'Ada' } })
  expect(JSON.stringify(data)).not.toContain('"Ed"')
})
