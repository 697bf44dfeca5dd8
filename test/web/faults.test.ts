// When the database itself breaks, the reader gets a sentence, the words written, and nothing of the machinery.
import { expect, test } from 'vitest'
import { openSite } from '../support/site.ts'

test('a broken database is told in a sentence, without a word of its own, and gives back what was written', async () => {
  const site = await openSite()
  const id = await site.article()
  await site.deps.store.reader.destroy()
  const answer = await site.post('/comments', { article: String(id), body: 'Do not lose me.', action: 'post' })
  expect(answer.statusCode).toBe(500)
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(answer.body).toContain('Something broke here.')
  expect(answer.body).toContain('Do not lose me.')
  expect(answer.body).not.toMatch(/sqlite|kysely|driver|FST_|\bat \//i)
})

test('a page that many ask for at once is made once, and one asked for after a change is made after it', async () => {
  const site = await openSite()
  await site.article()
  const cache = site.deps.pages
  let made = 0
  let finish = (): void => undefined
  const waiting = new Promise<void>((resolve) => (finish = resolve))
  const make = async () => {
    made += 1
    const mark = cache.mark()
    await waiting
    return cache.put('key', mark, { html: `made ${made}`, headers: {}, expires: Infinity, topics: ['lists'], articleId: null })
  }
  const first = [cache.once('key', make), cache.once('key', make)]
  expect(made).toBe(1)
  cache.drop('lists')
  const late = cache.once('key', make)
  expect(made).toBe(2)
  finish()
  const [one, two] = await Promise.all(first)
  expect(one).toBe(two)
  expect(await late).not.toBe(one)
})
