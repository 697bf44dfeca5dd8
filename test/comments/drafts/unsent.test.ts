// Texts of other forms than the comment form: saved while they are typed, given back, and deleted once the form is sent.
import { describe, expect, test } from 'vitest'
import { purge } from '../../../src/moderation/purges/actions.ts'
import { DRAFT_RETENTION_MS } from '../../../src/settings.ts'
import { browserOf, receiptOf } from '../../support/jar.ts'
import { aThread, openSite } from '../../support/site.ts'
import { wordsOn } from '../page.ts'

const REMOVAL = '/moderation/removals?comment=1'

async function open() {
  const site = await openSite()
  await site.article({ comments: aThread('unsent', [null]) })
  const mod = browserOf(site)
  mod.signIn(await site.member('Mo', 'moderator'))
  const save = (browser: typeof mod, over: Record<string, string> = {}) =>
    browser.post('/comments/drafts/texts', {
      action: 'save',
      page: REMOVAL,
      field: 'reason',
      key: 'first',
      body: 'Half a reason',
      ...over,
    })
  const given = async (browser: typeof mod, page = REMOVAL) =>
    ((await browser.get(`/comments/drafts/texts?page=${encodeURIComponent(page)}`)).json() as { body: string }[]).map(
      ({ body }) => body,
    )
  return { site, mod, save, given }
}

describe('An unsent text', () => {
  test('is given back to its writer alone, on its page alone', async () => {
    const { site, mod, save, given } = await open()
    const other = browserOf(site)
    other.signIn(await site.member('Max', 'moderator'))
    await save(mod)
    expect(await given(mod)).toEqual(['Half a reason'])
    expect(await given(mod, '/moderation/removals?comment=2')).toEqual([])
    expect(await given(other)).toEqual([])
    expect(await given(browserOf(site))).toEqual([])
  })

  test('is deleted when its form is accepted, and stays when the form is refused', async () => {
    const { mod, save, given } = await open()
    await save(mod)
    const send = (reason: string) => mod.post('/moderation/removals', { comment: '1', reason, unsent: 'first' })
    expect((await send('')).statusCode).toBe(422)
    expect(await given(mod)).toEqual(['Half a reason'])
    expect((await send('Half a reason, and the other half')).statusCode).toBe(303)
    expect(await given(mod)).toEqual([])
  })

  test('stays when another moderator was first', async () => {
    const { site, mod, save, given } = await open()
    await save(mod)
    await site.post('/moderation/removals', { comment: '1', reason: 'First.' }, await site.member('Max', 'moderator'))
    const late = { comment: '1', reason: 'Half a reason', unsent: 'first' }
    expect((await mod.post('/moderation/removals', late)).headers.location).toContain('done=already')
    expect(await given(mod)).toEqual(['Half a reason'])
  })

  test('of a guest’s receipt is kept without the address of the receipt, which is a secret', async () => {
    const { site } = await open()
    await site.set('guests', 'open')
    const guest = browserOf(site)
    const posted = await guest.post('/comments', { article: '1', nic: 'Passer-by', body: 'Mine.' })
    const receipt = await receiptOf(guest, /\d+/.exec(String(posted.headers.location))![0])
    expect(/data-keep="([^"]*)"/.exec((await guest.get(receipt)).body)![1]).toBe('/comments/2/edits')
  })

  test('of another tab stays when a form is accepted', async () => {
    const { mod, save, given } = await open()
    await save(mod)
    await save(mod, { key: 'second', body: 'Another reason' })
    await mod.post('/moderation/removals', { comment: '1', reason: 'Another reason', unsent: 'second' })
    expect(await given(mod)).toEqual(['Half a reason'])
  })

  test('that a page gives back and changes is one text; emptied, it is none', async () => {
    const { site, mod, save } = await open()
    const { draft } = (await save(mod)).json()
    await save(mod, { key: 'second', draft, body: 'Half a reason, more' })
    const bodies = async () =>
      (await site.deps.db.selectFrom('unsent_texts').select('body').execute()).map(({ body }) => body)
    expect(await bodies()).toEqual(['Half a reason, more'])
    await save(mod, { key: 'second', body: ' ' })
    expect(await bodies()).toEqual([])
  })

  test('is listed with the drafts, with a link to its form and a button that deletes it', async () => {
    const { mod, save } = await open()
    await save(mod)
    await save(mod, { page: '/comments/1/edits', field: 'body', body: 'A better word' })
    const list = (await mod.get('/comments/drafts')).body
    expect(wordsOn(list)).toContain('Changes to your comment A better word')
    expect(wordsOn(list)).toContain('Reason of a decision about a comment Half a reason')
    expect(list).toContain(`href="${REMOVAL}"`)
    const answer = await mod.post('/comments/drafts/texts', { action: 'discard', text: '1' })
    expect(answer.headers.location).toBe('/comments/drafts?done=1')
    expect(wordsOn((await mod.get('/comments/drafts')).body)).not.toContain('Half a reason')
  })

  test('is saved only for an address of this site', async () => {
    const { mod, save } = await open()
    for (const page of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere', 'x', '/a b', '/\u202e'])
      expect((await save(mod, { page })).statusCode, page).toBe(422)
  })

  test('expires two weeks after its last change, and is purged', async () => {
    const { site, save, given } = await open()
    const guest = browserOf(site)
    await save(guest)
    site.advance(DRAFT_RETENTION_MS)
    expect(await given(guest)).toEqual(['Half a reason'])
    site.advance(1)
    expect(await given(guest)).toEqual([])
    expect((await purge(site.deps)).drafts).toBe(1)
    expect(await site.deps.db.selectFrom('unsent_texts').select('id').execute()).toEqual([])
  })
})
