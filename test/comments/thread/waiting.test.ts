// A comment that is not published: in its place in the thread for its writer, and for nobody else.
import { describe, expect, test } from 'vitest'
import { PAGE_SIZE } from '../../../src/thread-view.ts'
import { browserOf, type Jar } from '../../support/jar.ts'
import { aThread, openSite } from '../../support/site.ts'
import { commentHtml, shown, textOn, wordsOn } from '../page.ts'

const ARTICLE = '/articles/1-the-slipway-is-repainted'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const ada = await site.member('Ada')
  const guest = browserOf(site)
  const idOf = (location: unknown): number => Number(/^\/comments\/(\d+)/.exec(String(location))![1])
  const post = async (body: string, parent = '') =>
    idOf((await site.post('/comments', { article: String(id), parent, body }, ada)).headers.location)
  const say = (body: string, parent = '', as: Jar = guest) =>
    as.post('/comments', { article: String(id), parent, nic: 'Passer-by', body })
  const decide = (noun: string, comment: number) =>
    site.post(`/moderation/${noun}`, { comment: String(comment), reason: 'Heated' }, mo)
  return { site, id, mo, ada, guest, idOf, post, say, decide }
}

/** The list item of a comment, with its replies. */
const itemOf = (body: string, comment: number): string =>
  body.slice(body.lastIndexOf('<li class="cm', body.indexOf(`id="c${comment}"`)))

describe('A guest’s comment that waits', () => {
  test('is where posting leads, under what it answers, with what its writer can do', async () => {
    const { guest, idOf, post, say } = await open()
    const [first, second] = [await post('First.'), await post('Second.')]
    const answer = await say('Grey, once.', String(first))
    const comment = idOf(answer.headers.location)
    const place = await guest.get(String(answer.headers.location))
    expect([place.statusCode, place.headers.location]).toEqual([302, `${ARTICLE}#c${comment}`])
    expect(place.headers['cache-control']).toBe('no-store')
    const { body, headers } = await guest.get(ARTICLE)
    expect(headers['cache-control']).toContain('no-store')
    expect(shown(body)).toEqual([first, comment, second])
    expect(itemOf(body, comment)).toMatch(/^<li class="cm held">/)
    const html = commentHtml(body, comment)
    expect(wordsOn(html)).toContain(
      'Only you see this. Waiting for a moderator. A moderator reads a guest’s first comment.',
    )
    expect(html).toContain('<p>Grey, once.</p>')
    expect(html).not.toContain('/appeals"')
    expect(html).not.toContain('/comments/new')
    for (const [to, anchor] of [
      ['edit', '#post'],
      ['withdraw', '#withdraw'],
      ['receipt', ''],
    ] as const) {
      const led = await guest.post(`/comments/${comment}/receipts`, { to })
      expect(String(led.headers.location)).toMatch(new RegExp(`^/comments/receipts/[\\w-]{43}${anchor}$`))
      const receipt = (await guest.get(String(led.headers.location).split('#')[0]!)).body
      expect(receipt).toContain(`id="${anchor.slice(1) || 'receipt'}"`)
    }
  })

  test('is on nobody else’s page, and never on the page that is cached for strangers', async () => {
    const { site, mo, ada, guest, say, idOf } = await open()
    const stranger = async () => (await site.get(ARTICLE)).body
    await stranger()
    const comment = idOf((await say('Grey, once.')).headers.location)
    expect((await guest.get(ARTICLE)).body).toContain('Grey, once.')
    const others = [await stranger(), await stranger(), (await browserOf(site).get(ARTICLE)).body]
    for (const as of [mo, ada]) others.push((await site.get(ARTICLE, as)).body)
    const walker = browserOf(site)
    await say('Another.', '', walker)
    others.push((await walker.get(ARTICLE)).body)
    for (const body of others)
      expect([body.includes('Grey, once.'), body.includes(`c${comment}"`)]).toEqual([false, false])
    expect((await walker.get(`/comments/${comment}`)).statusCode).toBe(404)
    expect((await walker.post(`/comments/${comment}/receipts`, {})).statusCode).toBe(404)
    // The writer has read it: the page that strangers get is still the cached one.
    await guest.get(ARTICLE)
    expect(await stranger()).not.toContain('Grey, once.')
  })

  test('offers an appeal once a moderator has decided about it', async () => {
    const { guest, say, idOf, decide } = await open()
    const comment = idOf((await say('Grey, once.')).headers.location)
    await decide('spam', comment)
    const html = commentHtml((await guest.get(ARTICLE)).body, comment)
    expect(wordsOn(html)).toContain('Only you see this. Marked as spam by Mo')
    expect(html).toContain(`href="/comments/${comment}/appeals"`)
  })
})

describe('A member’s comment that waits', () => {
  test('is in its place in every order of the thread, with Edit and Withdraw, and is led to after an edit', async () => {
    const { site, ada, post, decide } = await open()
    const first = await post('First.')
    const comment = await post('Second.', String(first))
    const last = await post('Third.')
    await decide('holds', comment)
    const threadAs = async (view: string) => shown((await site.get(`${ARTICLE}?view=${view}`, ada)).body)
    expect(await threadAs('threaded')).toEqual([first, comment, last])
    expect(await threadAs('flat')).toEqual([first, last, comment])
    expect(await threadAs('newest')).toEqual([comment, last, first])
    expect(await threadAs('recommended')).toEqual([first, comment, last])
    const html = commentHtml((await site.get(`${ARTICLE}?view=threaded`, ada)).body, comment)
    for (const noun of ['edits', 'withdrawals', 'appeals'])
      expect(html).toContain(`href="/comments/${comment}/${noun}"`)
    expect(wordsOn(html)).toContain('Held by Mo')
    const edited = await site.post(`/comments/${comment}/edits`, { body: 'Milder.' }, ada)
    expect(edited.headers.location).toBe(`/comments/${comment}`)
    expect((await site.get(`/comments/${comment}`, ada)).headers.location).toContain(`#c${comment}`)
    expect((await site.get(`/comments/${comment}`, await site.member('Bo'))).statusCode).toBe(404)
  })

  test('is led to on the page of a long thread that has what it answers', async () => {
    const site = await openSite()
    const id = await site.article({
      comments: aThread(
        'p',
        Array.from({ length: PAGE_SIZE + 20 }, () => null),
      ),
    })
    const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
    await site.post('/moderation/thread-holds', { article: String(id), reason: 'Heated' }, mo)
    const last = Math.max(...(await site.deps.db.selectFrom('comments').select('id').execute()).map((row) => row.id))
    const answer = await site.post('/comments', { article: String(id), parent: String(last), body: 'Late.' }, ada)
    const place = String((await site.get(String(answer.headers.location), ada)).headers.location)
    expect(place).toMatch(/\?view=threaded&page=2#c\d+$/)
    const comment = Number(/\d+$/.exec(place)![0])
    expect(shown((await site.get(place.split('#')[0]!, ada)).body).slice(-2)).toEqual([last, comment])
    // Elsewhere it is at the end, so that its writer finds it.
    expect(shown((await site.get(ARTICLE, ada)).body).at(-1)).toBe(comment)
  })

  test('is the whole thread where there is no other comment', async () => {
    const { site, id, mo, ada, post } = await open()
    await site.post('/moderation/thread-holds', { article: String(id), reason: 'Heated' }, mo)
    const comment = await post('First.')
    expect(shown((await site.get(ARTICLE, ada)).body)).toEqual([comment])
    expect(shown((await site.get(ARTICLE)).body)).toEqual([])
  })
})

describe('A thread says at its head', () => {
  const headOf = (body: string): string =>
    wordsOn(body.slice(body.indexOf('class="talk-head"'), body.indexOf('talk-main')))

  test.each([
    ['thread-holds', {}, 'Every comment in this thread waits for a moderator.'],
    ['slowdowns', { minutes: '15' }, 'Slow mode: one comment every 15 minutes.'],
  ])('what %s does', async (noun, fields, sentence) => {
    const { site, id, mo } = await open()
    expect(headOf((await site.get(ARTICLE)).body)).not.toContain(sentence)
    await site.post(`/moderation/${noun}`, { article: String(id), reason: 'Heated', ...fields }, mo)
    expect(headOf((await site.get(ARTICLE)).body)).toContain(sentence)
  })
})

describe('A press that comes too often', () => {
  test('gets the form back in its place, with a notice, the text and when to try again', async () => {
    const { site, id, mo, ada, post } = await open()
    const first = await post('First.')
    await site.post('/moderation/slowdowns', { article: String(id), minutes: '15', reason: 'Heated' }, mo)
    const form = { article: String(id), parent: String(first), body: 'Second.' }
    const answer = await site.post('/comments', form, ada)
    expect([answer.statusCode, textOn(answer.body), answer.headers['retry-after']]).toEqual([429, 'Second.', '900'])
    expect(answer.body).toContain('<form class="post form"')
    expect(wordsOn(answer.body)).toContain(
      'Your text is safe. Slow mode: one comment every 15 minutes. You can post the next one in 15 minutes.',
    )
    expect(commentOf(answer.body)).toContain('<p>First.</p>')
    const problem = await site.post('/comments', form, ada, { accept: 'application/json' })
    expect([problem.statusCode, problem.json().title]).toEqual([429, 'Too many requests'])
  })

  const commentOf = (body: string): string => /<article class="comment"[^]*?<\/article>/.exec(body)![0]
})
