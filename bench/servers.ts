// Servers of the other benchmarks, one for each process: Broadside with one article, and Broadside on an existing database, with timings.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { hashPassword } from '../src/accounts/passwords/hash.ts'
import { accountByNic, insertAccount, insertSession } from '../src/accounts/queries.ts'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { write } from '../src/db/write.ts'
import type { OpenDeps } from '../src/deps.ts'
import { loadArticles } from '../src/importers/actions.ts'
import { banTarget } from '../src/moderation/people/ban-actions.ts'
import { openDeps } from '../src/open-deps.ts'
import { tokenHash } from '../src/random.ts'
import { skeleton } from '../src/skeleton.ts'
import { DAY } from '../src/time.ts'
import { sessionCookieName } from '../src/web/cookies.ts'
import { measuredArticle } from './article.ts'
import type { Started } from './processes.ts'

let opened: OpenDeps | null = null

/** The article that is measured, and a member who can post. */
async function broadside(): Promise<Started> {
  const config = readConfig()
  const store = openStore(config.databaseFile)
  await migrate(store)
  const deps = await openDeps(config, { store })
  const measured = measuredArticle(deps.clock())
  // A second one, of another section, for changes that do not concern the first.
  const other = {
    ...measured,
    key: 'bench:other',
    area: 'Elsewhere',
    section: 'Hills',
    headline: 'Another',
    comments: measured.comments.slice(0, 1).map((comment) => ({ ...comment, key: 'bench:other:c' })),
  }
  await loadArticles(deps, 'bench', [measured, other], { dryRun: false, actor: 'bench' })
  const app = await buildApp(deps)
  await app.listen({ host: '127.0.0.1', port: config.port })
  open = deps.live.count
  opened = deps
  return {
    port: config.port,
    path: '/articles/1-the-article-that-is-measured',
    cookie: await memberOf(deps, deps.clock()),
  }
}

/** Milliseconds of every response since the last call, from the request's head to the last byte sent: by the clock, and of the processor. */
const times: { clock: number; processor: number }[] = []

const processor = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * Broadside on the database of DATA_DIR. The page cache is emptied before every request, so that every page is rendered.
 * @param at the moment that counts as now
 */
async function site(at: number): Promise<Started> {
  const config = readConfig()
  const store = openStore(config.databaseFile)
  await migrate(store)
  const began = performance.now()
  const deps = await openDeps(config, { store, clock: () => Math.floor(at + performance.now() - began) })
  const app = await buildApp(deps)
  await app.listen({ host: '127.0.0.1', port: config.port })
  app.server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    deps.pages.clear()
    const [clock, spent] = [performance.now(), processor()]
    response.once('finish', () => times.push({ clock: performance.now() - clock, processor: processor() - spent }))
  })
  return { port: config.port, path: '/', cookie: await memberOf(deps, at) }
}

/** A member with a session. @returns the session's cookie */
async function memberOf(deps: OpenDeps, at: number): Promise<string> {
  const token = deps.random.token()
  await write(deps, async (db) => {
    const nic = 'Bench reader'
    const known = await accountByNic(db, nic)
    const id =
      known?.id ??
      (await insertAccount(db, {
        nic,
        nic_skeleton: skeleton(nic),
        email: null,
        email_folded: null,
        password_hash: null,
        role: 'member',
        created_at: at - DAY,
      }))
    await insertSession(db, {
      token_hash: tokenHash(token),
      account_id: id,
      created_at: at,
      last_used_at: at,
      expires_at: at + DAY,
    })
  })
  return `${sessionCookieName(deps.config.baseUrl)}=${token}`
}

/** Broadside with one article, and members to sign in with: one has confirmed an address, one is banned. */
async function signIn(): Promise<Started> {
  const started = await broadside()
  const password_hash = await hashPassword('bench rope and tar')
  const { person, moderator } = await write(opened!, async (db) => {
    const add = (nic: string, email: string | null) =>
      insertAccount(db, {
        nic,
        nic_skeleton: skeleton(nic),
        email,
        email_folded: email,
        owned_email: email,
        password_hash,
        role: 'member',
        created_at: opened!.clock(),
      })
    await add('Bench member', 'bench@mail.example')
    const id = await add('Bench banned', null)
    const moderator = { id: await add('Bench moderator', null), nic: 'Bench moderator', role: 'moderator' as const }
    return { person: { id, nic: 'Bench banned', role: 'member' as const }, moderator }
  })
  await banTarget(opened!, { ...moderator, commentCount: 0, trusted: false }, { person }, null, 'Bench', null)
  return started
}

/** Streams that are open. */
let open = (): number => 0

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of memory after a garbage collection, and open streams. */
function memory(): object {
  collect()
  collect()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heapUsed, external, open: open() }
}

const [kind, ...rest] = process.argv.slice(2)
const started = kind === 'live' ? await broadside() : kind === 'sign-in' ? await signIn() : await site(Number(rest[0]))
process.on('message', (message: { ask: string }) => {
  process.send!(
    message.ask === 'times'
      ? { times: times.splice(0) }
      : message.ask === 'memory'
        ? memory()
        : { cpu: process.cpuUsage() },
  )
})
process.on('disconnect', () => process.exit(0))
process.send!({ started })
