// Streams of a server in a process of its own: what other processes write shows up in them, and a stop waits for none.

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { insertAccount, insertSession } from '../../src/accounts/queries.ts'
import { changeState, insertPlaced } from '../../src/comments/state-actions.ts'
import { write } from '../../src/db/write.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import { ban } from '../../src/moderation/people/actions.ts'
import { tokenHash } from '../../src/random.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY, dayOf } from '../../src/time.ts'
import { dataDir, inside, type Server, serve } from '../cli/processes.ts'
import { anArticle, aThread } from '../support/site.ts'

const soon = { timeout: 15_000 }

async function served(): Promise<{ dir: string; server: Server; article: number }> {
  const dir = dataDir()
  const article = await inside(dir, async (deps) => {
    const now = deps.clock()
    await loadArticles(
      deps,
      'test',
      [anArticle({ key: 'live', postedAt: now - 3_600_000, comments: aThread('live', [null], now - 60_000) })],
      { dryRun: false, actor: 'test' },
    )
    return (await deps.db.selectFrom('articles').select('id').executeTakeFirstOrThrow()).id
  })
  return { dir, server: await serve(dir), article }
}

async function follow(
  server: Server,
  article: number,
  headers: Record<string, string> = {},
): Promise<{ said: () => string; answer: IncomingMessage }> {
  const asked = request({
    host: '127.0.0.1',
    port: server.port,
    path: `/live/articles/${article}?since=1`,
    agent: false,
    headers,
  })
  onTestFinished(() => void asked.destroy())
  asked.on('error', () => undefined).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  let said = ''
  answer
    .setEncoding('utf8')
    .on('data', (text: string) => void (said += text))
    .on('error', () => undefined)
  await expect.poll(() => said, soon).toContain('"whole":true')
  return { answer, said: () => said }
}

test('a comment that another process writes is told of, and one that it takes away', async () => {
  const { dir, server, article } = await served()
  const { said } = await follow(server, article)
  const id = await inside(dir, (deps) =>
    write(deps, async (db) => {
      const now = deps.clock()
      return (
        await insertPlaced(db, {
          article_id: article,
          parent_id: null,
          account_id: null,
          nic: 'Elsewhere',
          voice: 'guest',
          email: null,
          website: null,
          format: 'markup',
          source: 'x',
          html: '<p>x</p>',
          renderer: 1,
          state: 'live',
          created_at: now,
          day: dayOf(now, 'UTC'),
          form_key: null,
          content_hash: null,
        })
      ).id
    }),
  )
  await expect.poll(said, soon).toContain(`"live":[${id}]`)
  await inside(dir, (deps) => write(deps, (db) => changeState(db, id, 'held')))
  await expect.poll(said, soon).toContain(`"gone":[${id}]`)
  await server.end('SIGKILL')
})

test('a ban that another process makes ends the streams of the account, and no other’s', async () => {
  const { dir, server, article } = await served()
  const token = 'a'.repeat(43)
  const [mo, ada] = await inside(dir, (deps) =>
    write(deps, async (db) => {
      const now = deps.clock()
      const account = async (nic: string, role: 'member' | 'moderator') => ({
        id: await insertAccount(db, {
          nic,
          nic_skeleton: skeleton(nic),
          email: null,
          email_folded: null,
          password_hash: null,
          role,
          created_at: now,
        }),
        nic,
        role,
        commentCount: 0,
      })
      const both = [await account('Mo', 'moderator'), await account('Ada', 'member')] as const
      await insertSession(db, {
        token_hash: tokenHash(token),
        account_id: both[1].id,
        created_at: now,
        seen_at: now,
        expires_at: now + DAY,
      })
      return both
    }),
  )
  const theirs = await follow(server, article, { cookie: `bs_session=${token}` })
  const stranger = await follow(server, article)
  const ended = once(theirs.answer, 'end')
  expect((await inside(dir, (deps) => ban(deps, mo, { person: ada }, null, 'Threats', null))).kind).toBe('done')
  await ended
  expect(stranger.answer.readableEnded).toBe(false)
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
