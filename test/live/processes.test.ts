// Streams of a server in a process of its own: what other processes write shows up in them, and a stop waits for none.
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { changeState, place } from '../../src/comments/standing.ts'
import { write } from '../../src/db/write.ts'
import { loadArticles } from '../../src/importers/load.ts'
import { dayOf } from '../../src/time.ts'
import { dataDir, inside, serve, type Server } from '../cli/processes.ts'
import { aThread, anArticle } from '../support/site.ts'

const soon = { timeout: 15_000 }

async function served(): Promise<{ dir: string; server: Server; article: number }> {
  const dir = dataDir()
  const article = await inside(dir, async (deps) => {
    const now = deps.clock()
    await loadArticles(deps, 'test', [anArticle({ key: 'live', postedAt: now - 3_600_000, comments: aThread('live', [null], now - 60_000) })], { dryRun: false, actor: 'test' })
    return (await deps.db.selectFrom('articles').select('id').executeTakeFirstOrThrow()).id
  })
  return { dir, server: await serve(dir), article }
}

async function follow(server: Server, article: number): Promise<{ said: () => string; answer: IncomingMessage }> {
  const asked = request({ host: '127.0.0.1', port: server.port, path: `/live/articles/${article}?since=1`, agent: false })
  onTestFinished(() => void asked.destroy())
  asked.on('error', () => undefined).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  let said = ''
  answer.setEncoding('utf8').on('data', (text: string) => void (said += text)).on('error', () => undefined)
  await expect.poll(() => said, soon).toContain('"whole":true')
  return { answer, said: () => said }
}

test('a comment that another process writes is told of, and one that it takes away', async () => {
  const { dir, server, article } = await served()
  const { said } = await follow(server, article)
  const id = await inside(dir, (deps) => write(deps, async (db) => {
    const now = deps.clock()
    return (await place(db, { article_id: article, parent_id: null, account_id: null, nic: 'Elsewhere', voice: 'guest', email: null, website: null, format: 'markup', source: 'x', html: '<p>x</p>', renderer: 1, state: 'live', created_at: now, day: dayOf(now, 'UTC'), form_key: null, content_hash: null })).id
  }))
  await expect.poll(said, soon).toContain(`"live":[${id}]`)
  await inside(dir, (deps) => write(deps, (db) => changeState(db, id, 'held')))
  await expect.poll(said, soon).toContain(`"gone":[${id}]`)
  await server.end('SIGKILL')
})

test('SIGTERM ends open streams with the time to come back, and the process with code 0', async () => {
  const { server, article } = await served()
  const streams = await Promise.all(Array.from({ length: 20 }, () => follow(server, article)))
  const ended = streams.map(({ answer }) => once(answer, 'end'))
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  await Promise.all(ended)
  for (const { said } of streams) expect(said()).toMatch(/\n\nretry: [2-5]\d{3}\n\n$/)
})
