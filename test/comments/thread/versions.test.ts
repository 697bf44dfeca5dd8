// What a comment knows of the version of the article under which it was written, and a reply of the comment that it answers.
import { describe, expect, test } from 'vitest'
import { changeSince } from '../../../src/articles/revision-rules.ts'
import { MINUTE } from '../../../src/time.ts'
import { revise, textNow } from '../../articles/changing.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'
import { commentHtml } from '../page.ts'

const HREF = '/articles/1-the-slipway-is-repainted'

async function open() {
  const site = await openSite()
  await site.article()
  return { site, ed: await site.member('Ed', 'editor'), ada: await site.member('Ada'), bo: await site.member('Bo') }
}

async function say(site: Site, as: Member, body: string, parent = ''): Promise<number> {
  const answer = await site.post('/comments', { article: '1', parent, nic: as.nic, body }, as)
  site.advance(3 * MINUTE)
  return Number(/\d+$/.exec(answer.headers.location!)![0])
}

const changeOf = async (site: Site, id: number): Promise<string | null> =>
  /href="([^"]*)">article changed since/.exec(commentHtml((await site.get(HREF)).body, id))?.[1] ?? null

describe('The change since a moment', () => {
  const version = (number: number, public_at: number, text_hash: string) => ({ number, public_at, text_hash })

  test('leads from the version of that moment to the current one, and is none where both read the same', () => {
    const versions = [version(2, 10, 'a'), version(3, 20, 'b'), version(5, 30, 'c')]
    expect(changeSince(versions, 15)).toEqual({ from: 2, to: 5 })
    expect(changeSince(versions, 20)).toEqual({ from: 3, to: 5 })
    expect(changeSince(versions, 30)).toBeNull()
    expect(changeSince(versions, 5)).toEqual({ from: 2, to: 5 })
    expect(changeSince([...versions, version(6, 40, 'a')], 15)).toBeNull()
    expect(changeSince([], 15)).toBeNull()
  })
})

describe('A comment says that the article has changed since', () => {
  test('headline, lede or body were changed after it, and links what; a later comment does not', async () => {
    const { site, ed, ada } = await open()
    const early = await say(site, ada, 'Grey is fine.')
    expect(await changeOf(site, early)).toBeNull()
    await revise(site, ed, 1, { body: 'The slipway is green.' })
    const late = await say(site, ada, 'Green is better.')
    await revise(site, ed, 1, { lede: 'Green again.' })
    expect(await changeOf(site, early)).toBe('/articles/1/history?from=1&amp;to=3')
    expect(await changeOf(site, late)).toBe('/articles/1/history?from=2&amp;to=3')
    expect((await site.get('/articles/1/history?from=2&to=3')).body).toContain('Green again')
    expect((await site.get(`/comments/${early}/thread`)).body).toContain('article changed since')
  })

  test('but not after other tags, nor when its text is restored', async () => {
    const { site, ed, ada } = await open()
    const id = await say(site, ada, 'Grey is fine.')
    const before = await textNow(site, 1)
    await revise(site, ed, 1, { tags: ['Paint'] })
    expect(await changeOf(site, id)).toBeNull()
    await revise(site, ed, 1, { body: 'The slipway is green.' })
    expect(await changeOf(site, id)).not.toBeNull()
    await revise(site, ed, 1, { ...before })
    expect(await changeOf(site, id)).toBeNull()
  })

  test('with one question more to the database for a thread of any length, and none for an article that never changed', async () => {
    const { site, ed, ada } = await open()
    const asked = async (): Promise<number> => {
      await site.deps.followAccounts()
      let n = 0
      const executor = site.deps.db.getExecutor() as { executeQuery: unknown }
      const original = site.deps.db.getExecutor().executeQuery.bind(site.deps.db.getExecutor())
      executor.executeQuery = (...args: Parameters<typeof original>) => {
        n++
        return original(...args)
      }
      // A page made as a whole: what is kept of one would not be asked again.
      site.deps.parts.isOn = false
      await site.get(HREF, ada)
      site.deps.parts.isOn = true
      executor.executeQuery = original
      return n
    }
    await say(site, ada, 'Grey is fine.')
    await asked()
    const unchanged = await asked()
    await say(site, ada, 'Grey it is.')
    expect(await asked()).toBe(unchanged)
    await revise(site, ed, 1, { body: 'The slipway is green.' })
    expect(await asked()).toBe(unchanged + 1)
  })
})

describe('A reply says that the comment it answers was edited since', () => {
  test('and links its history; a later reply does not', async () => {
    const { site, ada, bo } = await open()
    const first = await say(site, ada, 'Grey is fine.')
    const early = await say(site, bo, 'It is not.', String(first))
    expect((await site.post(`/comments/${first}/edits`, { body: 'Green is fine.' }, ada)).statusCode).toBe(303)
    site.advance(MINUTE)
    const late = await say(site, bo, 'Agreed.', String(first))
    const { body } = await site.get(HREF)
    expect(commentHtml(body, early)).toContain(`<a href="/comments/${first}/history">edited since`)
    expect(commentHtml(body, late)).not.toContain('edited since')
    // On the page of a branch the parent is not among the rows of the reply.
    expect(commentHtml((await site.get(`/comments/${early}/thread`)).body, early)).toContain('edited since')
  })

  test('unless the reader has muted who wrote it', async () => {
    const { site, ada, bo } = await open()
    const first = await say(site, ada, 'Grey is fine.')
    const reply = await say(site, bo, 'It is not.', String(first))
    await site.post(`/comments/${first}/edits`, { body: 'Green is fine.' }, ada)
    await site.post('/people/Ada/mutes', {}, bo)
    expect(commentHtml((await site.get(HREF, bo)).body, reply)).not.toContain('edited since')
  })
})
