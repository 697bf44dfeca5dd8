// The public history of a comment: every marked version, compared word by word, and blanked ones.
import { expect, test } from 'vitest'
import { VERSIONS_PER_PAGE } from '../../../src/comments/edits/history-pages.ts'
import { write } from '../../../src/db/write.ts'
import { MINUTE, SECOND } from '../../../src/time.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'
import { faultOn, linkOn, textOn, wordsOn } from '../page.ts'

/** A comment by Ada that said these things one after the other, a minute apart, all of them after the grace. */
async function open(...texts: string[]) {
  const site = await openSite()
  await site.article({})
  const ada = await site.member('Ada')
  await site.set('editMinutes', 600)
  const answer = await site.post('/comments', { article: '1', nic: '', body: texts[0]! }, ada)
  const id = Number(answer.headers.location!.split('/').at(-1))
  site.advance(MINUTE)
  for (const body of texts.slice(1)) {
    site.advance(MINUTE)
    expect((await site.post(`/comments/${id}/edits`, { body }, ada)).statusCode).toBe(303)
  }
  return { site, ada, id, url: `/comments/${id}/history` }
}

/** The comparisons of a page, newest first, as `same [-removed] [+added]`. */
const diffsOn = (body: string): string[] =>
  [...body.matchAll(/<p class="diff">([^]*?)<\/p>/g)].map(([, html]) =>
    wordsOn(
      html!
        .replace(/<span class="vh">[^<]*<\/span>/g, '')
        .replace(/<ins>([^]*?)<\/ins>/g, '[+$1]')
        .replace(/<del>([^]*?)<\/del>/g, '[-$1]'),
    ),
  )

const blank = (site: Site, as: Member | null, id: number, version: string, reason = 'A telephone number') =>
  site.post('/moderation/blankings', { comment: String(id), version, reason }, as)

test('it shows the current text, then every version compared with the one before, newest first, the first one whole', async () => {
  const { site, id, url } = await open('The <b>cat</b> sat.', 'The <b>cat</b> lay.', 'The <b>dog</b> lay.')
  const { statusCode, body } = await site.get(url)
  expect(statusCode).toBe(200)
  expect(wordsOn(body)).toContain('Edited twice since it was posted.')
  expect(diffsOn(body)).toEqual(['The <b>[-cat][+dog]</b> lay.', 'The <b>cat</b> [-sat][+lay].'])
  expect([...body.matchAll(/<h2 class="title" id="v[^"]*">([^<]*)</g)].map((match) => match[1])).toEqual([
    'Current version',
    'Version 3',
    'Version 2',
    'Version 1, as posted',
  ])
  expect([...body.matchAll(/<p class="ui"><time datetime="[^"]*">([^<]*)</g)].map((match) => match[1])).toEqual([
    '14:28',
    '14:27',
    '14:25',
  ])
  expect(wordsOn(body).match(/current version/gi)).toHaveLength(1)
  // Above each comparison, and nowhere else.
  expect(body.match(/<p class="hint">The text as typed, with its markup.<\/p>\s*<p class="diff">/g)).toHaveLength(2)
  expect(body.match(/The text as typed/g)).toHaveLength(2)
  expect(body).toContain('<div class="comment-body"><p>The <b>cat</b> sat.</p></div>')
  expect(body).toContain('<ins><span class="vh">[added] </span>dog<span class="vh"> [end]</span></ins>')
  expect(body).toContain('<del><span class="vh">[removed] </span>cat<span class="vh"> [end]</span></del>')
  expect(body).toContain('noindex')
  expect(linkOn(body, 'Back to the thread')).toBe(`/comments/${id}`)
})

test('markup in it is shown as text, and added or removed line ends are visible', async () => {
  const { site, url } = await open('One.\n\nTwo <script>x</script>.', 'One.\nTwo <script>y</script>.')
  const { body } = await site.get(url)
  expect(body).not.toMatch(/<script>[xy]/)
  expect(body).toContain('<del><span class="vh">[removed] </span>¶\n<span class="vh"> [end]</span></del>')
})

test('a comment that was never changed says so', async () => {
  const { site, url } = await open('Only this.')
  const { body } = await site.get(url)
  expect(wordsOn(body)).toContain('No edits.')
  expect(body).toContain('<p>Only this.</p>')
  expect(diffsOn(body)).toEqual([])
})

test('where too much was changed, both versions are shown whole', async () => {
  const { site, url } = await open('a '.repeat(4000), 'b '.repeat(4000))
  const { body } = await site.get(url)
  expect(wordsOn(body)).toContain('Too much was changed to mark it. Both versions are shown in full.')
  expect(diffsOn(body)).toEqual([])
  expect(body.match(/<div class="comment-body"><p>a a/g)).toHaveLength(2)
  expect(body.match(/<div class="comment-body"><p>b b/g)).toHaveLength(2)
})

test('a hundred versions are paged by key, and none is lost', async () => {
  const texts = Array.from({ length: 2 * VERSIONS_PER_PAGE + 5 }, (_, i) => `Text number ${i + 1}`)
  const { site, url } = await open(...texts)
  const seen: string[] = []
  for (let next: string | null = url; next !== null; ) {
    const { body } = await site.get(next)
    seen.push(...[...body.matchAll(/id="v(\d+)"/g)].map((match) => match[1]!))
    next = linkOn(body, 'Older')
    if (next === null) expect(linkOn(body, 'Newest')).toBe(url)
  }
  expect(seen).toEqual(texts.map((_, i) => String(texts.length - i)))
  for (const query of ['?before=1', '?before=x', '?before=99', '?before=2&before=3', '?before='])
    expect((await site.get(`${url}${query}`)).statusCode).toBe(404)
  expect((await site.get(`${url}?before=2`)).statusCode).toBe(200)
})

test('a large change uses up the page’s budget of comparisons, and the page is still shown', async () => {
  const { site, url } = await open(...Array.from({ length: 6 }, (_, i) => `${'abcdef'[i]} `.repeat(280)))
  const { statusCode, body } = await site.get(url)
  expect(statusCode).toBe(200)
  expect(diffsOn(body)).toHaveLength(2)
  expect(wordsOn(body).match(/Too much was changed/g)).toHaveLength(3)
})

test('the history of a held or removed comment is hidden from everybody but moderators, that of a withdrawn one from them too', async () => {
  for (const [state, status] of [
    ['held', 404],
    ['spam', 404],
    ['removed', 410],
    ['withdrawn', 410],
  ] as const) {
    const { site, ada, id, url } = await open('Secret once.', 'Tame now.')
    expect((await site.get(url)).statusCode).toBe(200)
    await write(site.deps, (db) => db.updateTable('comments').set({ state }).where('id', '=', id).execute())
    site.deps.pages.clear()
    const mo = await site.member('Mo', 'moderator')
    expect((await site.get(url, mo)).statusCode).toBe(state === 'withdrawn' ? 410 : 200)
    for (const who of [null, ada, ...(state === 'withdrawn' ? [mo] : [])]) {
      const { statusCode, body } = await site.get(url, who)
      expect(statusCode).toBe(status)
      expect(body).not.toContain('Secret')
    }
    expect((await site.get('/comments/99/history')).statusCode).toBe(404)
  }
})

test('a moderator blanks one version: who, when and why replace its words in every comparison and are in the log', async () => {
  const { site, ada, id, url } = await open('Call Bo.', 'Call Bo on 5550199.', 'Call Bo in the evening.')
  const mo = await site.member('Mo', 'moderator')
  expect((await site.get(url)).body).toContain('5550199')
  expect((await site.get(url, ada)).body).not.toContain('/moderation/blankings')
  const link = /href="(\/moderation\/blankings[^"]*version=2)"/
    .exec((await site.get(url, mo)).body)![1]!
    .replaceAll('&amp;', '&')
  expect(wordsOn((await site.get(link, mo)).body)).toContain('Blank version 2 of this comment')
  const answer = await blank(site, mo, id, '2')
  expect([answer.statusCode, answer.headers.location]).toEqual([303, url])
  for (const who of [null, ada]) {
    const { body } = await site.get(url, who)
    expect(body).not.toContain('5550199')
    expect(wordsOn(body)).toContain(
      'Blanked by Mo, 12 March 2030, 14:28. Reason: A telephone number. Public log, entry 1',
    )
    expect(wordsOn(body)).toContain('Compared with version 1, because the versions between are blanked.')
    expect(diffsOn(body)).toEqual(['Call Bo[+ in the evening].'])
  }
  const seen = (await site.get(url, mo)).body
  expect(seen).toContain('5550199')
  expect(wordsOn(seen)).toContain('for moderators only')
  expect(wordsOn((await site.get('/moderation/log')).body)).toContain(
    'Mo blanked an earlier version of a comment on The slipway is repainted A telephone number',
  )
})

test('blanking needs a moderator, a reason and an existing version, and happens once', async () => {
  const { site, ada, id } = await open('One.', 'Two.')
  const mo = await site.member('Mo', 'moderator')
  for (const who of [ada, null]) expect((await blank(site, who, id, '1')).statusCode).toBe(403)
  const empty = await blank(site, mo, id, '1', ' ')
  expect([empty.statusCode, faultOn(empty.body, 'reason')]).toEqual([
    422,
    'Choose a reason, or enter one: everybody can read it.',
  ])
  for (const version of ['2', '0', 'x', '']) expect((await blank(site, mo, id, version)).statusCode).toBe(404)
  expect((await blank(site, mo, id, '1')).statusCode).toBe(303)
  const again = await blank(site, mo, id, '1', 'My own reason')
  expect([again.statusCode, textOn(again.body)]).toEqual([409, 'My own reason'])
  expect(await site.deps.db.selectFrom('log_entries').select('act').execute()).toEqual([{ act: 'blank' }])
  site.advance(SECOND)
  expect((await site.get(`/comments/${id}/history`)).body).not.toContain('One.')
})
