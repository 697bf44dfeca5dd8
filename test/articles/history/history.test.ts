// The public history of an article: its versions since publication, comparing any two, restoring one.
import { describe, expect, test } from 'vitest'
import { fileArticle } from '../../../src/articles/change-actions.ts'
import { write } from '../../../src/db/write.ts'
import { deleteUnusedPictures } from '../../../src/media/cleanup-actions.ts'
import { HOUR, MINUTE } from '../../../src/time.ts'
import { linkOn, wordsOn } from '../../comments/page.ts'
import { jpeg, sent } from '../../media/sending.ts'
import { counted } from '../../support/counted.ts'
import { openSite, type Site } from '../../support/site.ts'
import { revise, textNow } from '../changing.ts'

const BODY = 'The slipway is grey.\n\nIt was painted in 1912.\n\nNobody minds.'

/** A site with one article, an editor and a member. */
async function open() {
  const site = await openSite()
  const id = await site.article({ body: BODY, tags: ['Slipways'] })
  return { site, id, ed: await site.member('Ed', 'editor'), ada: await site.member('Ada') }
}

const history = async (site: Site, id: number, query = ''): Promise<string> =>
  (await site.get(`/articles/${id}/history${query}`)).body

/** What a page marks as removed and as added. */
const marked = (body: string): string[] =>
  [...body.matchAll(/<(ins|del)>.*?<\/span>([^<]*)<span/gs)].map(
    ([, tag, text]) => `${tag === 'ins' ? '+' : '-'}${text}`,
  )

describe('The history of an article', () => {
  test('says so when it was never changed', async () => {
    const { site, id } = await open()
    const body = await history(site, id)
    expect(wordsOn(body)).toContain('This article has not been changed since it was published.')
    expect(body).not.toContain('Compare')
    expect((await site.get('/articles/99/history')).statusCode).toBe(404)
  })

  test('shows who changed what, when and why, word by word, and counts what did not change', async () => {
    const { site, id, ed } = await open()
    await revise(site, ed, id, { body: BODY.replace('1912', '1911') }, 'The year of the paint')
    const body = await history(site, id)
    expect(marked(body)).toEqual(['-1912', '+1911'])
    expect(wordsOn(body)).toMatch(/Version 2, current 14:25 , Ed The year of the paint 1 paragraph unchanged/)
    expect(wordsOn(body)).toMatch(/Version 1 08:00 , Bosun Published 3 paragraphs, \d+ words/)
    expect(linkOn(body, 'Ed')).toBe('/people/Ed')
  })

  test('names changes of the headline, the lede, the address, the section and the tags', async () => {
    const { site, id, ed } = await open()
    await site.article({ section: 'Weather', area: 'Sea' })
    const weather = await site.deps.db
      .selectFrom('sections')
      .select('id')
      .where('name', '=', 'Weather')
      .executeTakeFirstOrThrow()
    await revise(site, ed, id, {
      headline: 'The slipway is green',
      lede: 'Green.',
      source_url: 'https://www.example.org/slip',
      section_id: weather.id,
      tags: ['Paint'],
    })
    const words = wordsOn(await history(site, id))
    for (const label of ['Headline', 'Lede', 'Source', 'Section', 'Tags']) expect(words).toContain(`${label}: `)
    expect(words).toContain('Section: [removed] Harbour [end] [added] Weather [end]')
    expect(words).toContain('Tags: [removed] Slipways [end] [added] Paint [end]')
  })

  test('begins with the version that was published: what was changed at the desk before is not public', async () => {
    const { site, id, ed } = await open()
    await write(site.deps, (db) => fileArticle(db, id, { state: 'waiting', published_at: null, day: null }))
    await revise(site, ed, id, { body: 'A secret.' })
    await revise(site, ed, id, { body: 'Fit to print.' })
    // Into yesterday’s edition: the time of publication is before both versions.
    await write(site.deps, (db) =>
      fileArticle(db, id, { state: 'published', published_at: site.deps.clock() - 24 * HOUR, day: '2030-03-11' }),
    )
    await revise(site, ed, id, { body: 'Fit to print twice.' })
    const body = await history(site, id)
    expect(body).not.toContain('secret')
    expect(body).not.toContain('grey')
    expect(wordsOn(body)).toContain('Version 3')
    expect((await site.get(`/articles/${id}/history?from=2&to=3`)).statusCode).toBe(404)
    expect((await site.post(`/articles/${id}/restorations`, { version: '2', base: '4' }, ed)).statusCode).toBe(404)
    await counted(site)
  })

  test('compares any two versions', async () => {
    const { site, id, ed } = await open()
    await revise(site, ed, id, { body: BODY.replace('1912', '1911') })
    await revise(site, ed, id, { body: BODY.replace('1912', '1911').replace('grey', 'green') })
    expect(marked(await history(site, id, '?from=1&to=3'))).toEqual(['-grey', '+green', '-1912', '+1911'])
    expect(marked(await history(site, id, '?from=3&to=1'))).toEqual(['-green', '+grey', '-1911', '+1912'])
    expect(marked(await history(site, id, '?to=2'))).toEqual(['-1912', '+1911'])
    expect(wordsOn(await history(site, id, '?from=2&to=2'))).toContain('These versions are the same.')
    for (const query of ['?from=1&to=4', '?from=0', '?from=x', '?to=1&to=2', '?before=9', '?before=1'])
      expect((await site.get(`/articles/${id}/history${query}`)).statusCode).toBe(404)
  })

  test('shows both texts in full when too much has changed to mark it', async () => {
    const { site, id, ed } = await open()
    await revise(site, ed, id, { body: 'word '.repeat(1000) })
    await revise(site, ed, id, { body: 'other '.repeat(1000) })
    expect(wordsOn(await history(site, id))).toContain('Too much was changed to mark it.')
  })

  test('has pages of twenty versions', async () => {
    const { site, id, ed } = await open()
    for (let n = 1; n <= 21; n++) await revise(site, ed, id, { body: `${BODY} ${n}` })
    const body = await history(site, id)
    expect(linkOn(body, 'Older')).toBe(`/articles/${id}/history?before=3`)
    expect(marked(body)).toHaveLength(40)
    const older = await history(site, id, '?before=3')
    expect(wordsOn(older)).toMatch(/Version 2 .* Version 1 /)
    expect(marked(older)).toEqual(['+ 1'])
    expect(linkOn(older, 'Older')).toBe(null)
  })

  test('is cached for everybody until the article changes', async () => {
    const { site, id, ed } = await open()
    const before = await site.get(`/articles/${id}/history`)
    expect(before.headers['cache-control']).toBe('public, no-cache')
    await revise(site, ed, id, { body: 'Another.' })
    expect((await site.get(`/articles/${id}/history`)).body).not.toBe(before.body)
  })
})

describe('A picture of an earlier version', () => {
  test('is public with the history, and that of a version from the desk is not', async () => {
    const { site, id, ed, ada } = await open()
    const [shown, secret] = [await sent(site, ed, await jpeg(700, 50)), await sent(site, ed, await jpeg(600, 50))]
    await revise(site, ed, id, { body: `<photo src="${shown.src}" alt="A staff"></photo>` })
    await revise(site, ed, id, { body: 'None.' })
    await write(site.deps, (db) => fileArticle(db, id, { state: 'unpublished' }))
    await revise(site, ed, id, { body: `<photo src="${secret.src}" alt="A staff"></photo>` })
    await revise(site, ed, id, { body: 'None again.' })
    expect((await site.get(shown.src)).statusCode).toBe(404)
    await write(site.deps, (db) => fileArticle(db, id, { state: 'published' }))
    for (const reader of [null, ada]) {
      expect((await site.get(shown.src, reader)).statusCode).toBe(200)
      expect((await site.get(secret.src, reader)).statusCode).toBe(404)
    }
    site.advance(48 * HOUR)
    await deleteUnusedPictures(site.deps)
    expect(await site.deps.db.selectFrom('uploads').select('id').execute()).toHaveLength(2)
  })
})

describe('An article that was changed', () => {
  test('says when and why, and links its history', async () => {
    const { site, id, ed } = await open()
    expect((await site.get(`/articles/${id}-the-slipway-is-repainted`)).body).not.toContain('edited')
    await revise(site, ed, id, { body: 'Another.' }, 'The year of the paint')
    const { body } = await site.get(`/articles/${id}-the-slipway-is-repainted`)
    expect(linkOn(body, 'edited 14:25')).toBe(`/articles/${id}/history`)
    expect(wordsOn(body)).toContain('Last change The year of the paint')
  })
})

describe('An earlier version', () => {
  test('is restored by an editor as a new one, logged, and undone as a whole', async () => {
    const { site, id, ed, ada } = await open()
    await revise(site, ed, id, { body: 'Another.' })
    expect(await history(site, id)).not.toContain('Restore')
    expect((await site.post(`/articles/${id}/restorations`, { version: '1', base: '2' }, ada)).statusCode).toBe(403)
    const page = await site.get(`/articles/${id}/history`, ed)
    expect(page.body).toContain('name="version" value="1"')
    site.advance(MINUTE)
    const done = await site.post(`/articles/${id}/restorations`, { version: '1', base: '2' }, ed)
    expect(done.headers.location).toBe(`/articles/${id}/history?done=restored&batch=2`)
    expect((await site.get(done.headers.location!, ed)).body).toContain('name="batch" value="2"')
    expect((await textNow(site, id)).body_source).toBe(BODY)
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('restored an earlier text of an article')
    expect(wordsOn(await history(site, id))).toContain('Version 1 restored')
    await site.post('/moderation/undos', { batch: '2' }, ed)
    expect((await textNow(site, id)).body_source).toBe('Another.')
    await counted(site)
  })

  test('is not restored over a change that its editor has not seen, nor twice', async () => {
    const { site, id, ed } = await open()
    await revise(site, ed, id, { body: 'Another.' })
    await revise(site, ed, id, { body: 'And another.' })
    const stale = await site.post(`/articles/${id}/restorations`, { version: '1', base: '2' }, ed)
    expect(stale.statusCode).toBe(409)
    expect(wordsOn(stale.body)).toContain('Nothing was restored')
    const again = await site.post(`/articles/${id}/restorations`, { version: '3', base: '3' }, ed)
    expect(again.headers.location).toContain('done=already')
    for (const form of [
      { version: '9', base: '3' },
      { version: 'x', base: '3' },
      { version: '1', base: '' },
    ])
      expect((await site.post(`/articles/${id}/restorations`, form, ed)).statusCode).toBe(404)
  })
})
