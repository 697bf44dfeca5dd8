// Muting: a list that only its owner sees, and stubs in threads so that the talk stays readable.
import { describe, expect, test } from 'vitest'
import { MAX_MUTES } from '../../src/mutes/rules.ts'
import { commentHtml, linkOn, shown, wordsOn } from '../comments/page.ts'
import { aThread, openSite } from '../support/site.ts'

const HREF = '/articles/1-the-slipway-is-repainted'

async function opened() {
  const site = await openSite()
  const thread = aThread('t', [null, 0, 1, null])
  await site.article({
    tags: ['Paint'],
    comments: thread.map((comment, i) =>
      i === 0 ? { ...comment, nic: 'Fogbank', text: 'The secret of the sluice.' } : comment,
    ),
  })
  const ids = (await site.deps.db.selectFrom('comments').select('id').orderBy('number').execute()).map((row) => row.id)
  return { site, ids, ada: await site.member('Ada'), bob: await site.member('Bob') }
}

describe('A member', () => {
  test('mutes a person from their comment; a stub takes its place, keeps its replies, and names nobody', async () => {
    const { site, ids, ada } = await opened()
    const link = linkOn(commentHtml((await site.get(HREF, ada)).body, ids[0]!), 'Mute')!
    const form = (await site.get(link, ada)).body
    expect(form).toContain('value="Fogbank"')
    expect(form).toMatch(/value="person" checked/)
    const done = await site.post('/mutes', { kind: 'person', value: 'Fogbank', action: 'mute' }, ada)
    expect(wordsOn((await site.get(done.headers.location!, ada)).body)).toContain('Muted.')
    const { body } = await site.get(HREF, ada)
    expect(shown(body)).toEqual(ids)
    expect(wordsOn(commentHtml(body, ids[0]!))).toContain('1 hidden, 2 replies. You have muted its author')
    expect(wordsOn(commentHtml(body, ids[1]!))).toContain('to a hidden comment')
    expect(body).not.toContain('Fogbank')
    expect(body).not.toContain('secret of the sluice')
  })

  test('mutes and unmutes a word, a tag and a section', async () => {
    const { site, ids, ada } = await opened()
    await site.post('/mutes', { kind: 'word', value: 'Sluice' }, ada)
    expect((await site.get(HREF, ada)).body).not.toContain('secret of the sluice')
    await site.post('/mutes', { kind: 'section', value: 'harbour' }, ada)
    await site.post('/mutes', { kind: 'tag', value: 'paint' }, ada)
    const list = wordsOn((await site.get('/mutes', ada)).body)
    expect(list).toMatch(/Sections.*Harbour.*Tags.*Paint.*Words.*Sluice/)
    const undone = await site.post('/mutes', { kind: 'word', value: 'sluice', action: 'unmute' }, ada)
    expect(wordsOn((await site.get(undone.headers.location!, ada)).body)).toContain('Unmuted.')
    expect(commentHtml((await site.get(HREF, ada)).body, ids[0]!)).toContain('secret of the sluice')
  })

  test('sees beside the field what cannot be muted, with what was typed', async () => {
    const { site, ada } = await opened()
    for (const [kind, value, words] of [
      ['person', 'ada', 'That is you.'],
      ['section', 'moon', 'There is no such section.'],
      ['word', '?', 'at least two letters'],
      ['tag', ' ', 'Enter a tag.'],
      ['tag', 'moon', 'No article has that tag.'],
    ] as const) {
      const answer = await site.post('/mutes', { kind, value }, ada)
      expect(answer.statusCode, kind).toBe(422)
      expect(answer.body).toContain(words)
      expect(answer.body).toContain(`value="${value}"`)
      expect(answer.body).toMatch(new RegExp(`value="${kind}" checked`))
    }
    expect((await site.post('/mutes', { kind: 'planet', value: 'x' }, ada)).statusCode).toBe(422)
    for (let i = 0; i < MAX_MUTES; i++) await site.post('/mutes', { kind: 'word', value: `word${i}` }, ada)
    expect((await site.post('/mutes', { kind: 'word', value: 'one too many' }, ada)).body).toContain(
      'That is the limit.',
    )
  })

  test('turns the mute of a person on and off on their page', async () => {
    const { site, ada, bob } = await opened()
    expect((await site.post('/people/Bob/mutes', {}, ada)).headers.location).toBe('/people/Bob')
    expect(wordsOn((await site.get('/mutes', ada)).body)).toContain('Bob')
    await site.post('/people/Bob/mutes', {}, ada)
    expect(wordsOn((await site.get('/mutes', ada)).body)).toContain('You hear everybody.')
    expect((await site.post('/people/Ada/mutes', {}, ada)).statusCode).toBe(422)
    expect((await site.post('/people/Nobody/mutes', {}, ada)).statusCode).toBe(404)
    expect((await site.post('/people/Ada/mutes', {})).statusCode).toBe(403)
    expect((await site.get('/mutes', bob)).body).not.toContain('Ada</bdi></a></th>')
  })

  test('reads one line for many comments in a row that are muted, in every order', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const muted = [true, true, false, true, true, true]
    await site.article({
      comments: aThread('r', [null, null, null, null, null, null]).map((one, i) =>
        muted[i] ? { ...one, nic: 'Fogbank' } : one,
      ),
    })
    await site.post('/mutes', { kind: 'person', value: 'fogbank' }, ada)
    for (const view of ['threaded', 'flat', 'newest']) {
      const { body } = await site.get(`${HREF}?view=${view}`, ada)
      expect(wordsOn(body).match(/\d hidden/g), view).toEqual(
        view === 'newest' ? ['3 hidden', '2 hidden'] : ['2 hidden', '3 hidden'],
      )
      expect(body.match(/<ol/g)!.length).toBe(body.match(/<\/ol>/g)!.length)
      expect(shown(body)).toHaveLength(3)
    }
  })

  test('does not learn from a mute who is behind a picked nic', async () => {
    const { site, ada, bob } = await opened()
    await site.post('/comments', { article: '1', body: 'Under another name.', nic: 'Wobbin Tarlock' }, bob)
    await site.post('/people/Bob/mutes', {}, ada)
    const { body } = await site.get(HREF, ada)
    expect(body).toContain('Under another name.')
    expect(wordsOn(body)).not.toContain('1 hidden')
  })

  test('finds nothing new where only muted people have written', async () => {
    const { site, ada, bob } = await opened()
    await site.get(HREF, ada)
    await site.post('/people/Bob/mutes', {}, ada)
    site.advance(3_600_000)
    await site.post('/comments', { article: '1', body: 'New, and unheard.' }, bob)
    const { body } = await site.get(HREF, ada)
    expect(wordsOn(body)).toContain('Nothing new since')
    expect(body).not.toContain('unheard')
  })
})

test('Nobody without an account has mutes, and nobody else’s page shows them', async () => {
  const { site, ada, bob } = await opened()
  await site.post('/mutes', { kind: 'person', value: 'Fogbank' }, ada)
  expect((await site.get('/mutes')).statusCode).toBe(403)
  expect((await site.get(HREF)).body).toContain('secret of the sluice')
  expect((await site.get(HREF, bob)).body).toContain('secret of the sluice')
  for (const url of ['/people/Ada', '/moderation/log', '/mutes'])
    expect((await site.get(url, bob)).body, url).not.toContain('Fogbank')
})
