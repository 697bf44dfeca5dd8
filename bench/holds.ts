// npm run bench:holds [FOLDER] [PART OF A NAME]: how long reads and jobs hold the event loop. It adds to the folder, or makes one of its own.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { openDeps } from '../src/open-deps.ts'
import { systemClock } from '../src/time.ts'
import { fill } from './filled/fill.ts'
import { people, waitingItems, writer } from './holds/data.ts'
import { measureImport } from './holds/imports.ts'
import { measure } from './holds/measure.ts'

/** The archive that it makes itself, the long threads included. */
const OWN = { articles: 5000, comments: 40_000 }

const [given = '', only = ''] = process.argv.slice(2)
const own = existsSync(join(given, 'filled.json')) ? null : mkdtempSync(join(tmpdir(), 'broadside-holds-'))
const folder = own ?? given
if (own !== null) await fill(folder, OWN, systemClock())
const { articles } = JSON.parse(readFileSync(join(folder, 'filled.json'), 'utf8')) as { articles: number }
const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', RATE_LIMITS: 'off', TRUST_PROXY: 'on' })
const store = openStore(config.databaseFile)
await migrate(store)
const deps = await openDeps(config, { store, log: pino({ level: 'silent' }) })
const app = await buildApp(deps)
const host = new URL(config.baseUrl).host

/** Requests a page, uncompressed: compression runs on other threads. */
async function get(url: string, cookie: string): Promise<string> {
  const answer = await app.inject({ method: 'GET', url, headers: { host, cookie } })
  if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}`)
  return answer.body
}

const ROUNDS = 11
/** A page several times; the first time prepares statements and does not count. */
async function page(name: string, url: string, cookie: string): Promise<void> {
  await get(url, cookie)
  await measure(name, ROUNDS, () => get(url, cookie))
}

const parts: { name: string; run: () => Promise<void> }[] = [
  {
    name: 'queue',
    run: async () => {
      const [moderator] = await people(deps, 'Moderator', 1, 'moderator')
      const two = await people(deps, 'Flagger', 2)
      await page('moderator’s page without a queue of its own, as filled', '/moderation/log', moderator!.cookie)
      await waitingItems(deps, { held: 6600, flagged: 1000 }, two, articles)
      await page('moderator’s page, 6,600 held and 1,000 flagged', '/moderation/log', moderator!.cookie)
      await page('member’s page of the same address', '/moderation/log', two[0]!.cookie)
    },
  },
  {
    name: 'record',
    run: async () => {
      const [moderator] = await people(deps, 'Moderator', 1, 'moderator')
      const member = await writer(deps, 20_000, articles)
      await page(
        'record of a member with 20,000 comments',
        `/moderation/people/${encodeURIComponent(member.nic)}`,
        moderator!.cookie,
      )
      await page('page of this member', `/people/${encodeURIComponent(member.nic)}`, moderator!.cookie)
    },
  },
  { name: 'import', run: () => measureImport(deps, 10_000) },
  {
    name: 'marks',
    run: async () => {
      const readers = await people(deps, 'Reader', 1000)
      const flush = (round: number): void => {
        const now = deps.clock()
        for (const [i, { id }] of readers.entries()) {
          const seen = [[1, 40 + (i % 30) + round]] as const
          deps.marks.keep(id, 1 + (i % 50), { seen, shown: [], base: 0, visitedAt: now, since: now })
          deps.marks.keepSite(id, { visitedAt: now, since: now })
        }
      }
      await measure('marks of 1,000 readers written', ROUNDS, deps.flushMarks, async (round) => flush(round))
    },
  },
]

console.log('| work | longest hold, median | worst | processor, all |\n| --- | --- | --- | --- |')
for (const { name, run } of parts) if (name.includes(only)) await run()
await app.close()
await deps.store.close()
if (own !== null) rmSync(own, { recursive: true, force: true })
