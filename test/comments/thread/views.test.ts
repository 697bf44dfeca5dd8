// Views of a thread as addresses: top level only, featured only, folded by length, nic or word; and a default view.

import { describe, expect, test } from 'vitest'
import {
  isFoldedByView,
  isPlain,
  PAGE_SIZE,
  parseStoredView,
  parseView,
  plainView,
  serializeView,
  viewQuery,
} from '../../../src/thread-view.ts'
import { aThread, openSite, type Site } from '../../support/site.ts'
import { commentHtml, linkOn, shown, wordsOn } from '../page.ts'

const HREF = '/articles/1-the-slipway-is-repainted'

async function opened(
  texts: { text: string; parent?: number; nic?: string }[],
): Promise<{ site: Site; ids: number[] }> {
  const site = await openSite()
  const comments = aThread(
    't',
    texts.map(({ parent }) => parent ?? null),
  ).map((comment, i) => ({ ...comment, text: texts[i]!.text, nic: texts[i]!.nic ?? comment.nic }))
  await site.article({ comments })
  return {
    site,
    ids: (await site.deps.db.selectFrom('comments').select('id').orderBy('number').execute()).map((row) => row.id),
  }
}

const folded = (body: string): number[] =>
  [...body.matchAll(/<input class="fold" type="checkbox" id="f(\d+)"[^>]* checked>/g)].map((match) => Number(match[1]))

describe('A thread can be shown', () => {
  test('with its top-level comments alone, each with a link to its replies', async () => {
    const { site, ids } = await opened([
      { text: 'One.' },
      { text: 'Under one.', parent: 0 },
      { text: 'Deeper.', parent: 1 },
      { text: 'Two.' },
    ])
    const { body } = await site.get(`${HREF}?depth=1`)
    expect(shown(body)).toEqual([ids[0], ids[3]])
    expect(body).toContain(`<p class="cm-more"><a href="/comments/${ids[0]}/thread">2 replies</a></p>`)
    expect(wordsOn(body)).toContain('Showing only top-level comments. Show all')
    expect(shown((await site.get(`${HREF}?view=newest&depth=1`)).body)).toEqual([ids[3], ids[0]])
    expect(shown((await site.get(linkOn(body, 'Show all')!.split('#')[0]!)).body)).toHaveLength(4)
  })

  test('with its top-level comments alone, in pages of five hundred', async () => {
    const { site, ids } = await opened(Array.from({ length: PAGE_SIZE + 3 }, (_, i) => ({ text: `Word ${i}.` })))
    expect(shown((await site.get(`${HREF}?depth=1`)).body)).toEqual(ids.slice(0, PAGE_SIZE))
    expect(shown((await site.get(`${HREF}?depth=1&page=2`)).body)).toEqual(ids.slice(PAGE_SIZE))
    expect(shown((await site.get(`${HREF}?view=newest&depth=1&page=2`)).body)).toEqual([...ids.slice(0, 3)].reverse())
    expect((await site.get(`${HREF}?depth=1&page=3`)).statusCode).toBe(404)
  })

  test('with its featured comments alone, which a moderator chooses, in public', async () => {
    const { site, ids } = await opened([{ text: 'One.' }, { text: 'Two.', parent: 0 }])
    const mo = await site.member('Mo', 'moderator')
    expect(wordsOn((await site.get(`${HREF}?featured=1`)).body)).toContain('No featured comments yet.')
    const button = `formaction="/moderation/features" name="comment" value="${ids[1]}">Feature<`
    expect(commentHtml((await site.get(HREF, mo)).body, ids[1]!)).toContain(button)
    expect((await site.get(`/moderation/features?comment=${ids[1]}`, mo)).body).toContain('Feature this comment')
    expect((await site.post('/moderation/features', { comment: String(ids[1]), reason: '' }, mo)).statusCode).toBe(303)
    expect(shown((await site.get(`${HREF}?featured=1`)).body)).toEqual([ids[1]])
    expect(commentHtml((await site.get(HREF)).body, ids[1]!)).toContain('Featured')
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('Mo featured a comment')
    expect(
      (
        await site.post(
          '/moderation/features',
          { comment: String(ids[1]), reason: 'Said too soon.', action: 'unfeature' },
          mo,
        )
      ).statusCode,
    ).toBe(303)
    expect(shown((await site.get(`${HREF}?featured=1`)).body)).toEqual([])
    const ada = await site.member('Ada')
    expect(
      (await site.post('/moderation/features', { comment: String(ids[1]), reason: 'Mine.' }, ada)).statusCode,
    ).toBe(403)
    expect((await site.post('/moderation/features', { comment: '999', reason: 'None.' }, mo)).statusCode).toBe(404)
  })

  test('with long comments folded, or those of one person, or those with a word', async () => {
    const { site, ids } = await opened([
      { text: 'The ferry was late, and later, and then not at all.' },
      { text: 'Short.', nic: 'Old Surveyor' },
      { text: 'A ferryman knows.' },
    ])
    expect(folded((await site.get(HREF)).body)).toEqual([])
    expect(folded((await site.get(`${HREF}?long=5`)).body)).toEqual([ids[0]])
    expect(folded((await site.get(`${HREF}?nic=old%20surveyor`)).body)).toEqual([ids[1]])
    expect(folded((await site.get(`${HREF}?word=FERRY`)).body)).toEqual([ids[0]])
    expect(folded((await site.get(`${HREF}?long=5&nic=Old+Surveyor`)).body)).toEqual([ids[0], ids[1]])
  })

  test('by an address that its form makes, with any other parameter', async () => {
    const { site } = await opened([{ text: 'One.' }])
    const { body } = await site.get(`${HREF}?view=flat&long=40&word=caf%C3%A9&strange=1`)
    expect(body).toContain('name="long" inputmode="numeric" pattern="[1-9][0-9]{0,4}" maxlength="5" value="40"')
    expect(body).toContain('value="café"')
    expect(linkOn(body, 'Newest')).toBe(`${HREF}?view=newest&long=40&word=caf%C3%A9#comments`)
    for (const odd of [
      'long=0',
      'long=abc',
      'long=-4',
      'depth=2',
      'featured=yes',
      'nic=',
      'word=%20',
      'depth=1&depth=1',
      `word=${'x'.repeat(900)}`,
    ])
      expect((await site.get(`${HREF}?${odd}`)).statusCode, odd).toBe(200)
  })

  test('without caching every combination', async () => {
    const { site } = await opened([{ text: 'One.' }])
    const before = site.deps.pages.size()
    for (let i = 0; i < 20; i++) await site.get(`${HREF}?word=w${i}`)
    expect(site.deps.pages.size()).toBe(before)
  })
})

describe('A default view', () => {
  test('applies to the bare address; an address with a view replaces all of it', async () => {
    const { site, ids } = await opened([{ text: 'One.' }, { text: 'Two.', parent: 0 }])
    const cookie = `bs_view=${encodeURIComponent('view=flat&depth=1')}`
    expect(shown((await site.get(HREF, null, { cookie })).body)).toEqual([ids[0]])
    expect(shown((await site.get(`${HREF}?view=threaded`, null, { cookie })).body)).toEqual(ids)
    expect(shown((await site.get(HREF)).body)).toEqual(ids)
  })

  test('is saved by the form of any thread, in this browser, until the next one', async () => {
    const { site, ids } = await opened([{ text: 'One.' }, { text: 'Two.', parent: 0 }])
    const kept = await site.post('/theme', { view: 'flat', depth: '1', long: '', nic: '', word: '', next: HREF })
    expect([kept.statusCode, kept.headers.location]).toEqual([303, HREF])
    const cookie = /^bs_view=[^;]+/.exec(String(kept.headers['set-cookie']))![0]
    const { body } = await site.get(HREF, null, { cookie })
    expect(shown(body)).toEqual([ids[0]])
    expect(body).toContain('formaction="/theme"')
    const back = await site.get(`${HREF}?view=threaded`, null, { cookie })
    expect(String(back.headers['set-cookie'])).toContain('bs_view=threaded')
    expect((await site.post('/theme', { next: HREF })).statusCode).toBe(422)
  })

  test('never hides the comment of a permalink', async () => {
    const { site, ids } = await opened([{ text: 'One.' }, { text: 'A ferry.', parent: 0 }])
    for (const kept of ['view=threaded&depth=1', 'view=threaded&featured=1', 'view=flat&word=ferry']) {
      const cookie = `bs_view=${encodeURIComponent(kept)}`
      const to = (await site.get(`/comments/${ids[1]}`, null, { cookie })).headers.location!
      const { body } = await site.get(to.split('#')[0]!, null, { cookie })
      expect(shown(body), kept).toContain(ids[1])
      expect(folded(body), kept).toEqual([])
    }
  })

  test('is stored as an order, or as the query of its address; unknown values are ignored', () => {
    const views = [plainView('flat'), { ...plainView('newest'), top: true, long: 30, nic: 'Ada & Co', word: 'f=g%' }]
    for (const view of views) {
      expect(parseStoredView(serializeView(view))).toEqual(view)
      expect(parseView(Object.fromEntries(new URLSearchParams(viewQuery(view))))).toEqual(view)
    }
    for (const foreign of ['sideways', '', '%', 'view=sideways', 'x'.repeat(5000), 'long=99999999'])
      expect(isPlain(parseStoredView(foreign))).toBe(true)
  })
})

test('Folding by word matches whole words, in any case and with any accents', () => {
  const view = { ...plainView('threaded'), word: 'Café au lait' }
  const says = (html: string) => isFoldedByView(view, { nic: 'Ada', html, recommendation_count: 0 })
  expect(says('<p>One cafe  AU lait, please.</p>')).toBe(true)
  expect(says('<p>One cafe<br>au lait</p>')).toBe(true)
  expect(says('<p>cafe au laiterie</p>')).toBe(false)
})
