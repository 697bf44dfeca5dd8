// A comment looks the same in preview, on its pages and in feeds, for every tag of the table.

import { expect, test } from 'vitest'
import { LINE_RULES } from '../../../src/markup/line-rules.ts'
import { tagsFor } from '../../../src/markup/places.ts'
import { withAbsoluteLinks } from '../../../src/markup/syndication.ts'
import { urls } from '../../../src/urls.ts'
import { openSite } from '../../support/site.ts'
import { all, one, readXml } from '../../support/xml.ts'
import { commentHtml } from '../page.ts'

const OWN = '/media/0123456789abcdef-640x480.webp'

/** The comment's own HTML, out of a page on which it is shown once. */
function bodyOn(page: string): string {
  const found = /<div class="comment-body">([^]*?)<\/div>(?=<\/div><\/article>|\n?<div class="cm-acts")/.exec(page)
  if (found === null) throw new Error('There is no comment on the page.')
  return found[1]!
}

test('what is previewed is what is stored, and what the thread, the branch and the feeds show', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  await site.member('Plimsoll')
  const article = await site.article()
  const texts = [
    ...tagsFor('comment').map((tag) =>
      tag.kind === 'leaf'
        ? `${tag.example}\n<${tag.name} src="${OWN}" alt="A staff">Low <b>water</b></${tag.name}>`
        : tag.example,
    ),
    ...LINE_RULES.map((rule) => rule.example),
    'שלום! https://example.org/a\n\n> <ul>\n> <li>אחת\n> </ul>\nEnglish.',
  ]
  for (const text of texts) {
    const form = { article: String(article), nic: 'Ada K.', body: text }
    const preview = bodyOn(
      (await site.post('/comments', { ...form, action: 'preview' }, ada)).body.replace(
        /^[^]*<article class="comment preview"/,
        '',
      ),
    )
    const posted = await site.post('/comments', form, ada)
    expect(posted.statusCode, text).toBe(303)
    const id = Number(/\d+$/.exec(String(posted.headers.location))![0])
    const stored = await site.deps.db
      .selectFrom('comments')
      .select(['source', 'html'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(stored, text).toEqual({ source: text, html: preview })
    expect(
      bodyOn(
        commentHtml((await site.get(`${urls.article({ id: article, slug: 'the-slipway-is-repainted' })}`)).body, id),
      ),
      text,
    ).toBe(preview)
    expect(bodyOn(commentHtml((await site.get(urls.branch(id), ada)).body, id)), text).toBe(preview)
    const abroad = withAbsoluteLinks(preview, 'http://localhost:3000')
    const entry = all(readXml((await site.get(urls.feed(urls.threadFeed(article), 'xml'))).body), 'entry').find(
      (each) => one(each, 'id').text.includes(String(id)) && one(each, 'content').text === abroad,
    )
    expect(entry, text).toBeDefined()
    const items = JSON.parse((await site.get(urls.feed(urls.commentsFeed, 'json'))).body) as {
      items: { content_html: string }[]
    }
    expect(items.items.map((item) => item.content_html)).toContain(abroad)
  }
})
