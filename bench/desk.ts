// npm run bench:desk FOLDER: processor time of the desk, of the search for duplicates and of publishing, with 200 submissions. It adds them to the folder.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { insertAccount, insertSession } from '../src/accounts/queries.ts'
import { buildApp } from '../src/app.ts'
import { openSections } from '../src/articles/section-queries.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { write } from '../src/db/write.ts'
import { findDuplicates } from '../src/desk/duplicates/reading.ts'
import { waitingItems } from '../src/desk/queue/queries.ts'
import { openDeps } from '../src/open-deps.ts'
import { median, quantile } from '../src/quantiles.ts'
import { tokenHash } from '../src/random.ts'
import { skeleton } from '../src/skeleton.ts'
import { DAY } from '../src/time.ts'
import { sessionCookieName } from '../src/web/cookies.ts'
import { chance, prose } from './prose.ts'

const SUBMISSIONS = 200
const ROUNDS = 60

const [folder] = process.argv.slice(2)
if (folder === undefined || !existsSync(join(folder, 'filled.json'))) {
  console.error('npm run bench:desk FOLDER, with a folder that bench/fill.ts has filled')
  process.exit(2)
}

const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', RATE_LIMITS: 'off' })
const store = openStore(config.databaseFile)
await migrate(store)
const deps = await openDeps(config, { store, log: pino({ level: 'silent' }) })
const app = await buildApp(deps)
const host = new URL(config.baseUrl).host
const random = chance(12)
const { words } = prose(random)

async function editor(): Promise<string> {
  const token = deps.random.token()
  const now = deps.clock()
  const nic = `Bench ${now}`
  await write(deps, async (db) => {
    const id = await insertAccount(db, {
      nic,
      nic_skeleton: skeleton(nic),
      email: null,
      email_folded: null,
      password_hash: null,
      role: 'editor',
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

const cookie = await editor()
const get = (url: string) => app.inject({ url, headers: { host, cookie } })
const post = (url: string, form: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { host, cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })

/** Milliseconds of processor that something takes, of each of `ROUNDS` rounds. */
async function measure(what: string, work: (round: number) => Promise<unknown>): Promise<void> {
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    await work(round)
    const { user, system } = process.cpuUsage(before)
    taken.push((user + system) / 1000)
  }
  const sorted = taken.toSorted((a, b) => a - b)
  console.log(
    `${what}: median ${median(sorted).toFixed(1)} ms, 95 % ${quantile(sorted, 0.95).toFixed(1)} ms of processor`,
  )
}

const section = (await openSections(deps.db))[0]!.slug
const headlines = Array.from({ length: SUBMISSIONS }, () => words(6 + Math.floor(random() * 4)))
for (const [i, headline] of headlines.entries()) {
  const form = {
    url: `https://desk.example/${deps.clock()}/${i}`,
    headline,
    lede: words(20),
    body: words(300),
    section,
  }
  const answer = await post('/desk/links', { ...form, key: `desk-${deps.clock()}-${i}`, action: 'submit' })
  if (answer.statusCode !== 303) throw new Error(`/desk/links answers ${answer.statusCode}`)
}
const waiting = (await waitingItems(deps.db, { section: null, kind: null, by: null }, null, SUBMISSIONS)).map(
  ({ id }) => id,
)

await measure('/desk', () => get('/desk'))
await measure('/desk with an open item', (round) => get(`/desk?open=${waiting[round]}`))
await measure('search for duplicates', (round) =>
  findDuplicates(deps, { url: `https://desk.example/none/${round}`, headline: headlines[round]!, except: null }),
)
await measure('publishing', (round) => post('/desk/acceptances', { article: String(waiting[round]) }))
await measure('the front page of tomorrow', () => get('/desk/tomorrow'))
await app.close()
await deps.store.close()
