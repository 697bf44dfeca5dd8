// What other processes write, the running server shows: on its pages and in the streams of its readers.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { insertAccount, insertSession } from '../../src/accounts/queries.ts'
import { changeState, insertPlaced } from '../../src/comments/state-actions.ts'
import { write } from '../../src/db/write.ts'
import { banTarget } from '../../src/moderation/people/ban-actions.ts'
import { tokenHash } from '../../src/random.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY, dayOf } from '../../src/time.ts'
import { broadside, dataDir, followThread, inside, loadThread, serve } from './processes.ts'
import { textPage } from './text-page.ts'

const soon = { interval: 20, timeout: 30_000 }

test('an import, a comment, a hold and a ban by another process show in a running server', async () => {
  const dir = dataDir()
  const server = await serve(dir)
  // The process of this test is the other one: no start of Node for each write.
  expect((await server.get('/')).body).toContain('The first edition is still to come')
  expect((await server.get('/sections')).body).not.toContain('Old Town')
  const file = join(dir, 'page.txt')
  writeFileSync(file, textPage('Bridge works begin'))
  expect((await broadside(dir, ['import', 'text', file])).code).toBe(0)
  await expect.poll(async () => (await server.get('/')).body, soon).toContain('Bridge works begin')
  expect((await server.get('/sections')).body).toContain('Harbour/Old Town')

  const article = await loadThread(dir)
  const { said } = await followThread(server, article)
  const id = await inside(dir, (deps) =>
    write(deps, async (db) => {
      const now = deps.clock()
      return (
        await insertPlaced(db, {
          article_id: article,
          parent_id: null,
          account_id: null,
          nic: 'Elsewhere',
          name_kind: 'guest',
          email: null,
          website: null,
          format: 'markup',
          source: 'x',
          html: '<p>x</p>',
          renderer: 1,
          state: 'live',
          created_at: now,
          day: dayOf(now, 'UTC'),
          idempotency_key: null,
          content_hash: null,
        })
      ).id
    }),
  )
  await expect.poll(said, soon).toContain(`"live":[${id}]`)
  await inside(dir, (deps) => write(deps, (db) => changeState(db, id, 'held')))
  await expect.poll(said, soon).toContain(`"gone":[${id}]`)

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
        trusted: false,
      })
      const both = [await account('Mo', 'moderator'), await account('Ada', 'member')] as const
      await insertSession(db, {
        token_hash: tokenHash(token),
        account_id: both[1].id,
        created_at: now,
        last_used_at: now,
        expires_at: now + DAY,
      })
      return both
    }),
  )
  const theirs = await followThread(server, article, { cookie: `bs_session=${token}` })
  const stranger = await followThread(server, article)
  const ended = once(theirs.answer, 'end')
  expect((await inside(dir, (deps) => banTarget(deps, mo, { person: ada }, null, 'Threats', null))).kind).toBe('done')
  await ended
  expect(stranger.answer.readableEnded).toBe(false)
  expect((await server.end('SIGTERM')).code).toBe(0)
})
