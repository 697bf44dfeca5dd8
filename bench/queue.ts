// npm run bench:queue FOLDER [again]: time of the queue with 1,000 held, 300 flagged and 200 newcomers' comments. It adds them to the folder; `again` adds nothing.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { insertAccount, insertSession } from '../src/accounts/queries.ts'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { write } from '../src/db/write.ts'
import { latestComments } from '../src/editions/list-queries.ts'
import { openDeps } from '../src/open-deps.ts'
import type { Role } from '../src/permissions.ts'
import { median, quantile } from '../src/quantiles.ts'
import { tokenHash } from '../src/random.ts'
import { skeleton } from '../src/skeleton.ts'
import { DAY } from '../src/time.ts'
import { sessionCookieName } from '../src/web/cookies.ts'
import { chance, prose } from './prose.ts'

const HELD = 1000
const FLAGGED = 300
const NEWCOMERS = 200
const ROUNDS = 60

const [folder, again] = process.argv.slice(2)
if (folder === undefined || !existsSync(join(folder, 'filled.json'))) {
  console.error('npm run bench:queue FOLDER, with a folder that bench/fill.ts has filled')
  process.exit(2)
}

const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', RATE_LIMITS: 'off', TRUST_PROXY: 'on' })
const store = openStore(config.databaseFile)
await migrate(store)
const deps = await openDeps(config, { store, log: pino({ level: 'silent' }) })
const app = await buildApp(deps)
const host = new URL(config.baseUrl).host
const { words } = prose(chance(11))
const from = (i: number): string => `198.51.${i % 200}.${1 + (i % 250)}`

/** A member with a session. @returns the session's cookie */
async function member(nic: string, role: Role = 'member'): Promise<string> {
  const token = deps.random.token()
  const now = deps.clock()
  await write(deps, async (db) => {
    const id = await insertAccount(db, {
      nic,
      nic_skeleton: skeleton(nic),
      email: null,
      email_folded: null,
      password_hash: null,
      role,
      created_at: now - DAY,
    })
    await insertSession(db, {
      token_hash: tokenHash(token),
      account_id: id,
      created_at: now,
      last_used_at: now,
      expires_at: now + DAY,
    })
  })
  return `${sessionCookieName(config.baseUrl)}=${token}`
}

async function post(url: string, form: Record<string, string>, i: number, cookie = ''): Promise<void> {
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: { host, cookie, 'x-forwarded-for': from(i), 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
  if (answer.statusCode !== 303) throw new Error(`${url} answers ${answer.statusCode}`)
}

const moderator = await member(`Bench ${deps.clock()}`, 'moderator')
/** Adds the items through the routes of the site, each guest from an address of its own. */
async function fillQueue(): Promise<void> {
  const flagged = await latestComments(deps.db, null, FLAGGED)
  const article = String(flagged[0]!.article_id)
  const run = deps.clock().toString(36)
  for (let i = 0; i < HELD; i++)
    await post('/comments', { article: article, nic: `Walker ${run} ${i}`, body: words(40 + (i % 50)) }, i)
  const flagger = [await member(`Flagger ${run} a`), await member(`Flagger ${run} b`)]
  for (const [i, { id }] of flagged.entries())
    for (const cookie of flagger.slice(0, 1 + (i % 2)))
      await post(`/comments/${id}/flags`, { reason: words(4) }, i, cookie)
  for (let i = 0; i < NEWCOMERS; i++)
    await post('/comments', { article: article, nic: '', body: words(60) }, i, await member(`Newcomer ${run} ${i}`))
}

if (again === undefined) await fillQueue()

/** Milliseconds by the clock and of the processor for one uncached page. */
async function once(url: string): Promise<{ clock: number; processor: number; bytes: number }> {
  const [began, spent] = [performance.now(), process.cpuUsage()]
  const answer = await app.inject({
    method: 'GET',
    url,
    headers: { host, cookie: moderator, 'accept-encoding': 'gzip' },
  })
  const { user, system } = process.cpuUsage(spent)
  if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}`)
  return { clock: performance.now() - began, processor: (user + system) / 1000, bytes: answer.rawPayload.length }
}

const tallies = /Queue \((.*?)\)/.exec(
  (await app.inject({ method: 'GET', url: '/moderation/log', headers: { host, cookie: moderator } })).body,
)?.[1]
console.log(`Waiting: ${tallies}.`)
console.log('| page | processor, median / p90 | by the clock | compressed |\n| --- | --- | --- | --- |')
for (const url of ['/moderation', '/moderation/log', '/moderation/handovers', '/latest']) {
  await once(url)
  const rounds: Awaited<ReturnType<typeof once>>[] = []
  for (let i = 0; i < ROUNDS; i++) rounds.push(await once(url))
  const spent = rounds.map((one) => one.processor)
  console.log(
    `| ${url} | ${median(spent).toFixed(1)} / ${quantile(spent, 0.9).toFixed(1)} ms | ${median(rounds.map((one) => one.clock)).toFixed(1)} ms | ${(rounds[0]!.bytes / 1024).toFixed(0)} KB |`,
  )
}
await app.close()
await deps.store.close()
