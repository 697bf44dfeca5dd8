// The member behind a picked nic: visible to moderators, and to nobody else on any page or in any feed.

import { describe, expect, test } from 'vitest'
import { fillIndex } from '../../../src/search/actions.ts'
import { skeleton } from '../../../src/skeleton.ts'
import { HOUR } from '../../../src/time.ts'
import { follow } from '../../live/stream.ts'
import { aThread, type Member, NOON, openSite } from '../../support/site.ts'
import { commentHtml, wordsOn } from '../page.ts'

/** The member whom nothing may name where they write as Slack Water; articles are others’. */
async function open() {
  const site = await openSite()
  const article = await site.article({
    tags: ['tides'],
    source: { url: 'https://news.example/a' },
    comments: aThread('p', [null], NOON - HOUR),
  })
  const fogbank = await site.member('Fogbank')
  const mod = await site.member('Halyard', 'moderator')
  const editor = await site.member('Leadline', 'editor')
  const bo = await site.member('Bosun')
  await site.post('/accounts/nics', { nic: 'Slack Water' }, fogbank)
  const say = async (body: string, as: Member, more: Record<string, string> = {}) =>
    Number(
      String((await site.post('/comments', { article: String(article), body, ...more }, as)).headers.location)
        .split('/')
        .at(-1),
    )
  const id = await say('Sphinxes, says the tide.', fogbank, { nic: 'Slack Water' })
  const answer = await say('I answer.', bo, { parent: String(id) })
  await site.post(
    '/comments',
    { article: String(article), body: 'And I again.', parent: String(answer), nic: 'Slack Water' },
    fogbank,
  )
  await fillIndex(site.deps, { rows: 50, pause: 0, isStopped: () => false })
  return { site, article, id, fogbank, mod, editor, bo }
}

describe('A moderator', () => {
  test.each(['moderator', 'admin'] as const)(
    'or admin sees who picked a nic, linked, in thread, branch, latest and search: %s',
    async (role) => {
      const { site, article, id } = await open()
      const mod = await site.member('Topman', role)
      const link = 'picked by <a href="/people/Fogbank"><bdi>Fogbank</bdi></a>'
      for (const url of [
        `/articles/${article}-the-slipway-is-repainted`,
        `/articles/${article}-the-slipway-is-repainted?view=flat`,
        `/comments/${id}/thread`,
      ]) {
        expect(commentHtml((await site.get(url, mod)).body, id), url).toContain(link)
      }
      for (const url of ['/latest', '/search?q=sphinxes']) expect((await site.get(url, mod)).body, url).toContain(link)
    },
  )

  test('sees it for picked nics alone, and not on a removed comment', async () => {
    const { site, article, id, fogbank, mod } = await open()
    const page = async () => (await site.get(`/articles/${article}-the-slipway-is-repainted`, mod)).body
    expect((await page()).match(/picked by/g)).toHaveLength(2)
    await site.post(`/comments/${id}/withdrawals`, {}, fogbank)
    expect((await page()).match(/picked by/g)).toHaveLength(1)
  })
})

/** What a machine reads, and pages without links to them. */
const MACHINES = [
  '/feeds/articles.xml',
  '/feeds/articles.json',
  '/feeds/comments.xml',
  '/feeds/comments.json',
  '/feeds/sections/harbour.xml',
  '/feeds/tags/tides.json',
  '/sitemap.xml',
  '/robots.txt',
  '/opensearch.xml',
  '/moderation/log',
  '/moderation/log.jsonl',
  '/search?q=sphinxes',
  '/search?q=by%3A%22slack+water%22',
  '/search?q=by%3Afogbank',
  '/latest',
  '/people/Fogbank',
  '/feeds/people/Fogbank.xml',
]

const linksOn = (body: string): string[] =>
  [...body.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map((match) => match[1]!.replaceAll('&amp;', '&'))

/** Pages that are about the member themselves, or say back what was asked. */
const THEIR_OWN = /^\/(people|feeds\/people)\/Fogbank|^\/search\?q=by%3Afogbank|^\/accounts|^\/assets|^\/media/

describe('Nobody else', () => {
  test.each(['a stranger', 'a member', 'an editor'])(
    'learns it, on any page that the site links to or in anything for machines: %s',
    async (who) => {
      const all = await open()
      const { site, article, id, mod } = all
      // What moderators have been shown must not have entered the cache.
      for (const url of [`/articles/${article}-the-slipway-is-repainted`, `/comments/${id}/thread`, '/latest', '/'])
        await site.get(url, mod)
      const as = { 'a stranger': null, 'a member': all.bo, 'an editor': all.editor }[who]!
      const queue = [
        '/',
        `/articles/${article}-the-slipway-is-repainted`,
        `/feeds/articles/${article}.xml`,
        `/feeds/articles/${article}.json`,
        `/comments/${id}/thread`,
        `/comments/${id}/history`,
        `/comments/new?article=${article}&parent=${id}&quote=1`,
        ...MACHINES,
      ]
      const seen = new Set<string>()
      const leaks: string[] = []
      while (queue.length > 0) {
        const url = queue.shift()!
        if (seen.has(url)) continue
        seen.add(url)
        const { statusCode, body, headers } = await site.get(url, as)
        if (headers.location !== undefined) queue.push(String(headers.location).split('#')[0]!)
        if (statusCode === 200 && String(headers['content-type']).startsWith('text/html')) queue.push(...linksOn(body))
        if (
          !THEIR_OWN.test(url) &&
          (/picked by/.test(body) || (body.includes('Fogbank') && !url.startsWith('/search')))
        )
          leaks.push(url)
        // Their own pages do not tell of what they wrote under another name.
        if (THEIR_OWN.test(url)) expect(body, url).not.toMatch(/Slack Water|Sphinxes|picked by/)
      }
      expect(leaks).toEqual([])
      expect(seen.size).toBeGreaterThan(40)
    },
  )

  test('learns it from the stream of an open thread', async () => {
    const { site, article, fogbank, bo } = await open()
    for (const as of [null, bo]) {
      const stream = await follow(site, `/live/articles/${article}?since=99`, as)
      await site.post(
        '/comments',
        { article: String(article), nic: 'Slack Water', body: `Once more, ${as === null}.` },
        fogbank,
      )
      expect(JSON.stringify(await stream.next())).not.toContain('Fogbank')
      stream.leave()
    }
  })

  test('learns it from the figures of a profile, which leave out picked nics', async () => {
    const { site, article, fogbank, bo } = await open()
    const figures = async () =>
      wordsOn(/<div class="figs[^]*?<section/.exec((await site.get('/people/Fogbank')).body)![0])
    const before = await figures()
    await site.post('/comments', { article: String(article), nic: 'Slack Water', body: 'A third time.' }, fogbank)
    const last = (
      await site.deps.db.selectFrom('comments').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    ).id
    await site.post('/comments', { article: String(article), body: 'Answered too.', parent: String(last) }, bo)
    expect(await figures()).toBe(before)
    expect(
      await site.deps.db
        .selectFrom('accounts')
        .select(['comment_count', 'own_comment_count', 'reply_count'])
        .where('id', '=', fogbank.id)
        .executeTakeFirst(),
    ).toEqual({ comment_count: 3, own_comment_count: 0, reply_count: 0 })
  })
})

test('muting a picked nic mutes that name and not the person, and the other way round', async () => {
  const { site, id, fogbank, bo } = await open()
  const other = await site.article({ key: 'other' })
  await site.post('/comments', { article: String(other), body: 'Under my own name.' }, fogbank)
  const own = (await site.deps.db.selectFrom('comments').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow())
    .id
  const reads = async (comment: number) =>
    wordsOn(commentHtml((await site.get(`/comments/${comment}/thread`, bo)).body, comment))
  await site.post('/mutes', { kind: 'person', value: 'Slack Water' }, bo)
  expect(await reads(id)).not.toContain('Sphinxes')
  expect(await reads(own)).toContain('Under my own name.')
  expect((await site.get('/mutes', bo)).body).not.toContain('Fogbank')
  expect((await site.get('/people/Fogbank', bo)).body).toContain('value="mute"')
  await site.post('/mutes', { kind: 'person', value: skeleton('Slack Water'), action: 'unmute' }, bo)
  await site.post('/people/Fogbank/mutes', { action: 'mute' }, bo)
  expect(await reads(id)).toContain('Sphinxes')
  expect(await reads(own)).not.toContain('Under my own name.')
})
