// Names: the registered nic, a picked one, one name per thread, and never another person's.
import { describe, expect, test } from 'vitest'
import { nicFault } from '../../../src/accounts/nics/rules.ts'
import { postComment } from '../../../src/comments/posting/actions.ts'
import { systemRandom } from '../../../src/random.ts'
import { type Member, openSite } from '../../support/site.ts'
import { commentHtml, faultOn, fieldOn, textOn, wordsOn } from '../page.ts'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const ada = await site.member('Ada Quill')
  const bo = await site.member('Bosun')
  const post = (nic: string, as: Member = bo, more: Record<string, string> = {}) =>
    site.post('/comments', { article: String(id), nic, body: `Signed ${nic}, ${Math.random()}`, ...more }, as)
  /** The act itself, so that several are under way in step. */
  const at = (nic: string, as: Member = bo) =>
    postComment(
      site.deps,
      { ...as, commentCount: 0, trusted: false },
      {
        article: String(id),
        parent: '',
        nic,
        email: '',
        website: '',
        body: `At once, as ${nic}.`,
        key: '',
        action: 'post',
        tool: '',
      },
    )
  const stored = () =>
    site.deps.db.selectFrom('comments').select(['id', 'nic', 'name_kind', 'account_id']).orderBy('id').execute()
  return { site, id, ada, bo, post, at, stored }
}

describe('A picked nic', () => {
  test('is marked, does not link to the profile, and counts for the member', async () => {
    const { site, id, bo, post, stored } = await open()
    expect((await post('Wobbin Tarlock 41')).statusCode).toBe(303)
    const [row] = await stored()
    expect(row).toMatchObject({ nic: 'Wobbin Tarlock 41', name_kind: 'picked', account_id: bo.id })
    const html = commentHtml((await site.get(`/articles/${id}-the-slipway-is-repainted`)).body, row!.id)
    expect(html).toContain('picked nic')
    expect(html).not.toContain('/people/')
    expect(html).not.toContain('Bosun')
    expect((await site.get('/people/Bosun')).body).not.toContain('Signed Wobbin')
    expect((await site.get('/people/Wobbin%20Tarlock%2041')).statusCode).toBe(404)
    expect(
      await site.deps.db.selectFrom('accounts').select('comment_count').where('id', '=', bo.id).executeTakeFirst(),
    ).toEqual({ comment_count: 1 })
  })

  test('belongs to that member for the whole thread, and for no other thread', async () => {
    const { site, id, bo, post, stored } = await open()
    await post('Wobbin 41')
    const other = await post('Tarlock 12')
    expect(other.statusCode).toBe(422)
    expect(faultOn(other.body, 'nic')).toBe('You are Wobbin 41 in this thread. The name can’t be changed here.')
    expect((await post('Bosun')).statusCode).toBe(422)
    expect((await post('wobbin 41')).statusCode).toBe(303)
    expect(fieldOn((await site.get(`/articles/${id}-the-slipway-is-repainted`, bo)).body, 'nic')).toBe('Wobbin 41')
    expect((await post('Bosun', bo, { article: String(await site.article()) })).statusCode).toBe(303)
    expect((await stored()).map((row) => row.name_kind)).toEqual(['picked', 'picked', 'member'])
  })

  test('cannot be chosen by a member who has used the registered nic in the thread', async () => {
    const { post } = await open()
    await post('Bosun')
    const late = await post('Wobbin 41')
    expect(faultOn(late.body, 'nic')).toBe('You are Bosun in this thread. The name can’t be changed here.')
  })

  test('is one name even when two first comments with two names arrive at once', async () => {
    const { at, stored } = await open()
    const outcomes = await Promise.all(['Wobbin 41', 'Tarlock 12', 'Bosun'].map((nic) => at(nic)))
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['invalid', 'invalid', 'posted'])
    expect(await stored()).toHaveLength(1)
  })

  test('belongs to one member even when two pick it at the same moment', async () => {
    const { ada, bo, at, stored } = await open()
    const outcomes = await Promise.all([ada, bo].map((who) => at('Wobbin 41', who)))
    expect(outcomes).toContainEqual({
      kind: 'invalid',
      faults: { nic: expect.stringMatching(/^Somebody else has that name in this thread\. .* is free\.$/) },
    })
    expect(await stored()).toHaveLength(1)
  })

  test('of another person in the thread is refused, and free in another thread', async () => {
    const { site, ada, post } = await open()
    await post('Wobbin 41', ada)
    expect(faultOn((await post('W0bbin-41')).body, 'nic')).toMatch(/^Somebody else has that name/)
    expect((await post('Wobbin 41', undefined, { article: String(await site.article()) })).statusCode).toBe(303)
  })
})

test('A name that a newer rule refuses stays the name of its guest or member in the thread', async () => {
  const { site, bo, post, stored } = await open()
  expect((await post('Wobbin 41')).statusCode).toBe(303)
  for (const table of ['comments', 'picked_names'] as const)
    await site.deps.store.writer.updateTable(table).set({ nic: 'Wobbin 41!' }).where('account_id', '=', bo.id).execute()
  expect((await post('Wobbin 41!')).statusCode).toBe(303)
  expect((await stored()).map(({ nic }) => nic)).toEqual(['Wobbin 41!', 'Wobbin 41!'])
  expect((await post('Wobbin 41!', bo, { article: String(await site.article()) })).statusCode).toBe(422)
})

describe('A nic registered to another', () => {
  test('is refused, with a free suggestion', async () => {
    const { post, stored } = await open()
    const answer = await post('Ada Quill')
    expect(answer.statusCode).toBe(422)
    const suggested = /^That name belongs to a member\. (.*) is free\.$/.exec(faultOn(answer.body, 'nic') ?? '')?.[1]
    expect(nicFault(suggested!)).toBeNull()
    expect((await post(suggested!)).statusCode).toBe(303)
    expect((await stored()).map((row) => row.nic)).toEqual([suggested])
  })

  test.each([
    ['ADA QUILL', 'case'],
    ['Ada  Quill', 'spacing'],
    ['AdaQuill', 'no space'],
    ['Ada_Quill', 'underscore'],
    ['Ada Qui11', 'digits'],
    ['Ada Quill,', 'a comma'],
    ['“Ada Quill”', 'quotation marks'],
    ['Ada Quill 🌊', 'a symbol'],
    ['Ada QuiII', 'capital i'],
    ['Аԁа', 'a whole name in Cyrillic'],
  ])('is refused too when it only looks like it: %s (%s)', async (nic) => {
    const { site, post, stored } = await open()
    await site.member('Ada')
    const answer = await post(nic)
    expect(answer.statusCode).toBe(422)
    expect(faultOn(answer.body, 'nic')).toMatch(
      /^That name (belongs to a member|looks too much like that of a member \(Ada( Quill)?\))\. .* is free\.$/,
    )
    expect(await stored()).toEqual([])
  })
})

describe('Without scripts,', () => {
  const typed = {
    email: 'b@c.example',
    website: 'https://b.example',
    body: 'A text &amp; <b>more</b>.\n\n  And indented.',
    parent: '',
  }

  test('Pic-a-Nic offers an invented nic and keeps what was typed', async () => {
    const { site, id, bo } = await open()
    const answer = await site.post('/comments', { article: String(id), nic: 'Bosun', ...typed, action: 'pick-nic' }, bo)
    expect(answer.statusCode).toBe(200)
    expect(fieldOn(answer.body, 'nic')).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d\d?$/)
    expect([fieldOn(answer.body, 'email'), fieldOn(answer.body, 'website'), textOn(answer.body)]).toEqual([
      typed.email,
      typed.website,
      typed.body,
    ])
  })

  test('Pic-a-Nic never offers a member’s', async () => {
    const { site, id, bo } = await open()
    let rolls = 0
    site.deps.random = { ...systemRandom, below: (below) => Math.trunc(rolls++ / 9) % below }
    const first = await site.post('/comments', { article: String(id), body: 'x', action: 'pick-nic' }, bo)
    await site.member(fieldOn(first.body, 'nic')!)
    rolls = 0
    const second = await site.post('/comments', { article: String(id), body: 'x', action: 'pick-nic' }, bo)
    expect(fieldOn(second.body, 'nic')).not.toBe(fieldOn(first.body, 'nic'))
  })

  test('My original nic fills in the registered nic and keeps what was typed', async () => {
    const { site, id, bo } = await open()
    const answer = await site.post(
      '/comments',
      { article: String(id), nic: 'Wobbin 41', ...typed, action: 'own-nic' },
      bo,
    )
    expect(answer.statusCode).toBe(200)
    expect(fieldOn(answer.body, 'nic')).toBe('Bosun')
    expect([fieldOn(answer.body, 'email'), fieldOn(answer.body, 'website'), textOn(answer.body)]).toEqual([
      typed.email,
      typed.website,
      typed.body,
    ])
  })

  test('guests get Pic-a-Nic too, and no My original nic', async () => {
    const { site, id } = await open()
    const answer = await site.post('/comments', { article: String(id), nic: '', ...typed, action: 'pick-nic' })
    expect(fieldOn(answer.body, 'nic')).not.toBe('')
    expect(wordsOn(answer.body)).not.toContain('My original nic')
  })
})

test('after another member registers a picked nic, its former owner continues under the registered nic', async () => {
  const site = await openSite()
  const id = await site.article()
  const ada = await site.member('Ada Quill')
  const say = (nic: string, body: string) =>
    site.post('/comments', { article: String(id), nic, body, action: 'post' }, ada)
  expect((await say('Wobbin Tarlock 41', 'First.')).statusCode).toBe(303)
  expect((await say('Ada Quill', 'Second.')).statusCode).toBe(422)
  await site.member('Wobbin Tarlock 41')
  expect((await say('Wobbin Tarlock 41', 'Third.')).statusCode).toBe(422)
  expect((await say('Ada Quill', 'Fourth.')).statusCode).toBe(303)
})

test('once a member has a name in a thread, the form offers no other', async () => {
  const site = await openSite()
  const id = await site.article()
  const ada = await site.member('Ada Quill')
  const form = async () => (await site.get(`/comments/new?article=${id}`, ada)).body
  expect(await form()).toContain('value="pick-nic"')
  await site.post('/comments', { article: String(id), nic: 'Ada Quill', body: 'First.', action: 'post' }, ada)
  expect(await form()).not.toContain('value="pick-nic"')
  expect(await form()).toContain('You are Ada Quill in this thread.')
})
