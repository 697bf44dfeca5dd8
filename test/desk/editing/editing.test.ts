// An editor changes an article: the form, its faults, and two editors who collide.
import { describe, expect, test } from 'vitest'
import { fileArticle } from '../../../src/articles/change-actions.ts'
import { write } from '../../../src/db/write.ts'
import { textNow } from '../../articles/changing.ts'
import { faultOn, fieldOn, linkOn, textOn, wordsOn } from '../../comments/page.ts'
import { jpeg } from '../../media/sending.ts'
import { counted } from '../../support/counted.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'

const BODY = 'The slipway is grey.\n\nIt was painted in 1912.'
const FORM = {
  url: '',
  headline: 'The slipway is repainted',
  lede: 'It is the same grey as before.',
  body: BODY.replace('1912', '1911'),
  section: 'harbour',
  tags: 'Slipways',
  note: 'The year of the paint',
  base: '1',
}

async function open() {
  const site = await openSite()
  const id = await site.article({ body: BODY, lede: FORM.lede, tags: ['Slipways'] })
  return { site, id, ed: await site.member('Ed', 'editor'), flo: await site.member('Flo', 'editor') }
}

const save = (site: Site, as: Member | null, form: Record<string, string> = {}) =>
  site.post('/articles/1/revisions', { ...FORM, ...form }, as)

const revisions = async ({ deps }: Site) =>
  (await deps.db.selectFrom('article_revisions').select(['number', 'nic', 'note']).orderBy('number').execute()).map(
    ({ number, nic, note }) => `${number} ${nic}: ${note}`,
  )

describe('The form of an editor', () => {
  test('is linked in the article’s facts, and open to editors only', async () => {
    const { site, id, ed } = await open()
    const ada = await site.member('Ada')
    expect(linkOn((await site.get(`/articles/${id}-the-slipway-is-repainted`, ed)).body, 'Edit')).toBe(
      `/articles/${id}/revisions`,
    )
    for (const reader of [ada, null]) {
      expect(linkOn((await site.get(`/articles/${id}-the-slipway-is-repainted`, reader)).body, 'Edit')).toBeNull()
      expect((await site.get(`/articles/${id}/revisions`, reader)).statusCode).toBe(403)
      expect((await save(site, reader)).statusCode).toBe(403)
    }
    expect((await site.get('/articles/99/revisions', ed)).statusCode).toBe(404)
    await write(site.deps, (db) => fileArticle(db, id, { state: 'withdrawn' }))
    expect((await site.get(`/articles/${id}/revisions`, ed)).statusCode).toBe(404)
  })

  test('holds the current text, or that of the version that a kept text was written over', async () => {
    const { site, ed } = await open()
    const { body } = await site.get('/articles/1/revisions', ed)
    expect([fieldOn(body, 'headline'), fieldOn(body, 'base'), fieldOn(body, 'tags')]).toEqual([
      FORM.headline,
      '1',
      'Slipways',
    ])
    expect(textOn(body)).toBe(BODY)
    expect(body).toContain('data-keep="/articles/1/revisions?base=1"')
    await save(site, ed)
    const old = await site.get('/articles/1/revisions?base=1', ed)
    expect([fieldOn(old.body, 'base'), textOn(old.body)]).toEqual(['1', BODY])
    expect((await site.get('/articles/1/revisions?base=7', ed)).statusCode).toBe(404)
  })

  test('saves a new version with its reason, which the history and the log show, and an undo restores the text', async () => {
    const { site, ed } = await open()
    const answer = await save(site, ed)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/articles/1/history?done=revised&batch=1'])
    expect(await revisions(site)).toEqual(['1 Bosun: ', '2 Ed: The year of the paint'])
    expect(wordsOn((await site.get('/moderation/log')).body)).toMatch(/Ed edited an article .* The year of the paint/)
    await site.post('/moderation/undos', { batch: '1' }, ed)
    expect((await textNow(site, 1)).body_source).toBe(BODY)
    await counted(site)
  })

  test('saves every field, and pressed twice makes one version', async () => {
    const { site, ed } = await open()
    await site.article({ section: 'Weather', area: 'Sea' })
    const form = {
      url: 'https://www.example.org/slip',
      headline: 'Green',
      lede: 'So.',
      section: 'weather',
      tags: 'a, B',
    }
    expect((await save(site, ed, form)).statusCode).toBe(303)
    expect((await save(site, ed, form)).headers.location).toContain('done=already')
    expect(await revisions(site)).toHaveLength(2)
    const text = await textNow(site, 1)
    expect(text).toMatchObject({ source_url: form.url, headline: 'Green', lede: 'So.', tags: ['B', 'a'] })
    expect((await site.get('/sections/weather')).body).toContain('>Green<')
    await counted(site)
  })

  test('says beside each field what is wrong, and keeps what was typed', async () => {
    const { site, ed } = await open()
    for (const [field, value, fault] of [
      ['headline', ' ', 'Write a headline.'],
      ['body', '', 'Write something first.'],
      ['url', 'javascript:alert(1)', 'A web address begins with https:// or http://.'],
      ['section', 'gone', null],
      ['note', ' ', 'Say what was changed, and why.'],
      ['note', 'x'.repeat(501), 'A note has at most 500 characters. This one has 501: shorten it by 1.'],
    ] as const) {
      const answer = await save(site, ed, { [field]: value })
      expect(answer.statusCode, field).toBe(422)
      if (fault !== null) expect(faultOn(answer.body, field)).toBe(fault)
      else expect(wordsOn(answer.body)).toContain('This section no longer exists. Choose another.')
      if (field !== 'body') expect(textOn(answer.body)).toBe(FORM.body)
    }
    expect((await save(site, ed, { base: '' })).statusCode).toBe(422)
    expect((await save(site, ed, { action: 'shout' })).statusCode).toBe(422)
    expect(await revisions(site)).toEqual([])
  })

  test('finds no fault with what an import left', async () => {
    const { site, ed } = await open()
    const long = 'x'.repeat(300)
    await site.deps.store.writer.updateTable('articles').set({ headline: long, kind: 'link', lede: '' }).execute()
    expect((await save(site, ed, { headline: long, lede: '' })).statusCode).toBe(303)
  })

  test('needs no reason for a text at the desk, and says there that it is saved', async () => {
    const { site, ed } = await open()
    await write(site.deps, (db) => fileArticle(db, 1, { state: 'waiting', published_at: null, day: null }))
    const answer = await save(site, ed, { note: '' })
    expect(answer.headers.location).toBe('/articles/1/revisions?done=revised&batch=1')
    expect(wordsOn((await site.get(answer.headers.location!, ed)).body)).toContain('Saved. Undo')
    expect((await textNow(site, 1)).body_source).toBe(FORM.body)
  })

  test('adds markup and previews without saving', async () => {
    const { site, ed } = await open()
    const bold = await save(site, ed, { tool: 'bold' })
    expect(textOn(bold.body)).toBe(`${FORM.body}<b></b>`)
    const { body, statusCode } = await save(site, ed, { action: 'preview' })
    expect(statusCode).toBe(200)
    expect(body).toContain('<p>It was painted in 1911.</p>')
    expect(wordsOn(body)).toContain('[removed] 1912 [end] [added] 1911 [end]')
    expect(await revisions(site)).toEqual([])
  })

  test('takes a picture, and shows it before it is saved', async () => {
    const { site, ed } = await open()
    const payload = new FormData()
    for (const [name, value] of Object.entries(FORM)) payload.set(name, value)
    payload.set('action', 'post')
    payload.set('alt', 'A staff')
    payload.set('file', new Blob([new Uint8Array(await jpeg(700, 50))]), 'staff.jpg')
    const request = new Request('http://localhost/', { method: 'POST', body: payload })
    const answer = await site.app.inject({
      method: 'POST',
      url: '/articles/1/revisions',
      headers: {
        host: new URL(site.deps.config.baseUrl).host,
        'content-type': request.headers.get('content-type')!,
        'sec-fetch-site': 'same-origin',
        cookie: ed.cookie,
      },
      payload: Buffer.from(await request.arrayBuffer()),
    })
    expect(answer.statusCode).toBe(200)
    expect(textOn(answer.body)).toContain('<photo src="/media/')
    expect(wordsOn(answer.body)).toContain('Preview, not saved yet')
  })

  test('gives the text back when the session has expired', async () => {
    const { site, ed } = await open()
    await site.deps.store.writer.updateTable('sessions').set({ expires_at: 1 }).execute()
    const { body, statusCode } = await save(site, ed)
    expect(statusCode).toBe(403)
    expect(textOn(body)).toBe(FORM.body)
    for (const name of ['base', 'section']) expect(body).toContain(`type="hidden" name="${name}"`)
    expect(body).toContain('Sign in')
  })
})

describe('Two editors of the same version', () => {
  test('do not overwrite each other: the second sees both changes side by side, and a form to merge them', async () => {
    const { site, ed, flo } = await open()
    await save(site, ed, { headline: 'The slipway is painted' })
    const mine = { body: BODY.replace('grey', 'green'), note: 'The colour' }
    const stale = await save(site, flo, mine)
    expect(stale.statusCode).toBe(409)
    const words = wordsOn(stale.body)
    expect(words).toContain('Version 2: Ed , 14:25 : The year of the paint')
    expect(words).toMatch(
      /Changed since you opened it .*\[removed\] 1912 \[end\] \[added\] 1911 \[end\].* Changed by you .*\[removed\] grey \[end\] \[added\] green \[end\]/,
    )
    // A field that she did not touch has his text, so that saving does not take it away.
    expect(fieldOn(stale.body, 'headline')).toBe('The slipway is painted')
    expect([textOn(stale.body), fieldOn(stale.body, 'base'), fieldOn(stale.body, 'note')]).toEqual([
      mine.body,
      '2',
      'The colour',
    ])
    expect((await textNow(site, 1)).body_source).toBe(FORM.body)
    const merged = await save(site, flo, { ...mine, body: FORM.body.replace('grey', 'green'), base: '2' })
    expect(merged.statusCode).toBe(303)
    expect(await revisions(site)).toEqual(['1 Bosun: ', '2 Ed: The year of the paint', '3 Flo: The colour'])
    await counted(site)
  })

  test('who saved at the same moment make one version and one conflict', async () => {
    const { site, ed, flo } = await open()
    const answers = await Promise.all([save(site, ed), save(site, flo, { body: 'Green.' })])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409])
    expect(await revisions(site)).toHaveLength(2)
  })
})
