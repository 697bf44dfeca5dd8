// npm run bench:leaving FOLDER: exports and deletes an account of 20,000 comments; time, memory and the longest pause of the loop. It adds the account to the folder.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { pino } from 'pino'
import { emptyAccount } from '../src/accounts/deletion/actions.ts'
import { makeNextExport } from '../src/accounts/exports/actions.ts'
import { insertExport } from '../src/accounts/exports/queries.ts'
import { insertAccount } from '../src/accounts/queries.ts'
import { publishedArticle } from '../src/articles/queries.ts'
import { insertComment } from '../src/comments/queries.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { write } from '../src/db/write.ts'
import { RENDERER_VERSION } from '../src/markup/render.ts'
import { openDeps } from '../src/open-deps.ts'
import { skeleton } from '../src/skeleton.ts'
import { chance, prose } from './prose.ts'

const COMMENTS = 20_000

const [folder] = process.argv.slice(2)
if (folder === undefined || !existsSync(join(folder, 'broadside.sqlite'))) {
  console.error('npm run bench:leaving FOLDER, with a folder that has a database')
  process.exit(2)
}

const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', RATE_LIMITS: 'off' })
const store = openStore(config.databaseFile)
await migrate(store)
const deps = await openDeps(config, { store, log: pino({ level: 'silent' }) })
const { words } = prose(chance(16))

async function writer(): Promise<number> {
  const now = deps.clock()
  const nic = `Leaver ${now}`
  const articles: number[] = []
  for (let id = 1; id <= 2000; id++) if ((await publishedArticle(deps.db, id)) !== undefined) articles.push(id)
  const account = await write(deps, (db) =>
    insertAccount(db, {
      ...{ nic, nic_skeleton: skeleton(nic), email: null, email_folded: null },
      ...{ password_hash: null, role: 'member', created_at: now },
    }),
  )
  for (let made = 0; made < COMMENTS; made += 200)
    await write(deps, async (db) => {
      for (let i = made; i < made + 200; i++) {
        const article = articles[(i * 7) % articles.length]!
        const source = words(60)
        await insertComment(db, {
          ...{ article_id: article, parent_id: null, account_id: account, nic, name_kind: 'member' },
          ...{ email: null, website: null, format: 'markup', source, html: `<p>${source}</p>` },
          ...{ renderer: RENDERER_VERSION, state: 'live', created_at: now - i, day: '2030-01-01' },
          ...{ idempotency_key: null, content_hash: null },
        })
      }
    })
  return account
}

async function measured(name: string, work: () => Promise<unknown>): Promise<void> {
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 20)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const from = performance.now()
  await work()
  const took = performance.now() - from
  delay.disable()
  clearInterval(watch)
  const ms = (nanoseconds: number): string => `${(nanoseconds / 1e6).toFixed(1)} ms`
  console.log(
    `${name}: ${(took / 1000).toFixed(1)} s, memory +${((peak - before) / 1e6).toFixed(0)} MB, longest pause ${ms(delay.max)}, 99.9 % below ${ms(delay.percentile(99.9))}`,
  )
}

// What the machine does to a loop without work: the measure of the other lines.
await measured('no work', () => new Promise((resolve) => setTimeout(resolve, 3000)))
for (const comments of ['neutral', 'withdrawn'] as const) {
  const account = await writer()
  await write(deps, (db) => insertExport(db, account, deps.clock()))
  await measured(`export of ${COMMENTS} comments`, () => makeNextExport(deps, () => false))
  await measured(`deletion, comments ${comments}`, () => emptyAccount(deps, account, { comments, reserveName: true }))
}
await store.close()
