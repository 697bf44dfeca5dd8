// npm run bench:acts [NAME [details]]: the long acts of moderators through their routes: the longest hold of the event loop, the time and the statements of each. It makes its own data.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { pino } from 'pino'
import { emptyAccount } from '../src/accounts/deletion/actions.ts'
import { insertAccount, insertSession } from '../src/accounts/queries.ts'
import { buildApp } from '../src/app.ts'
import type { NewComment } from '../src/comments/queries.ts'
import { insertPlaced } from '../src/comments/state-actions.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { write } from '../src/db/write.ts'
import { loadArticles } from '../src/importers/actions.ts'
import { RENDERER_VERSION } from '../src/markup/render.ts'
import { purge } from '../src/moderation/purges/actions.ts'
import { openDeps } from '../src/open-deps.ts'
import type { Role } from '../src/permissions.ts'
import { tokenHash } from '../src/random.ts'
import { skeleton } from '../src/skeleton.ts'
import { yieldToOthers } from '../src/slices.ts'
import { DAY, dayOf, MINUTE, systemClock } from '../src/time.ts'
import { sessionCookieName } from '../src/web/cookies.ts'
import { chance, prose } from './prose.ts'

const SIZES = { swept: 300, banned: 300, moved: 10_000, closed: 2000, left: 20_000 }

const wanted = process.argv[2] ?? ''
const wants = (name: string): boolean => name.includes(wanted)

/** Counts statements, and keeps the longest: what no pause between two statements can shorten. */
const statements = { n: 0, longest: 0, text: '' }
/** Microseconds and number of each statement: printed with a second argument, `details`. */
const details = new Map<string, { n: number; spent: number; longest: number }>()
function watchStatements(): void {
  const memory = new Database(':memory:')
  const prototype = Object.getPrototypeOf(memory.prepare('select 1')) as Record<
    'run' | 'all',
    (...all: never[]) => unknown
  >
  for (const name of ['run', 'all'] as const) {
    const plain = prototype[name]
    prototype[name] = function (this: { source: string }, ...values: never[]) {
      const from = process.threadCpuUsage()
      const result = plain.apply(this, values)
      const { user, system } = process.threadCpuUsage(from)
      statements.n += 1
      const text = this.source.replaceAll(/\s+/g, ' ').slice(0, 100)
      const one = details.get(text) ?? { n: 0, spent: 0, longest: 0 }
      details.set(text, {
        n: one.n + 1,
        spent: one.spent + user + system,
        longest: Math.max(one.longest, user + system),
      })
      if (user + system > statements.longest) {
        statements.longest = user + system
        statements.text = this.source
      }
      return result
    }
  }
  memory.close()
}

/** Turns with the event loop, and keeps the longest time between two turns: by the clock, and of the processor in this thread. */
function watchLoop(): () => { clock: number; processor: number } {
  let watching = true
  const longest = { clock: 0, processor: 0 }
  let [at, spent] = [performance.now(), process.threadCpuUsage()]
  const turn = (): void => {
    const [now, usage] = [performance.now(), process.threadCpuUsage()]
    longest.clock = Math.max(longest.clock, now - at)
    longest.processor = Math.max(longest.processor, (usage.user - spent.user + usage.system - spent.system) / 1000)
    ;[at, spent] = [now, usage]
    if (watching) void yieldToOthers().then(turn)
  }
  void yieldToOthers().then(turn)
  return () => {
    turn()
    watching = false
    return longest
  }
}

watchStatements()
const folder = mkdtempSync(join(tmpdir(), 'broadside-acts-'))
let ahead = 0
const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', RATE_LIMITS: 'off', DEMO: 'off' })
const store = openStore(config.databaseFile)
await migrate(store)
const deps = await openDeps(config, { store, log: pino({ level: 'silent' }), clock: () => systemClock() + ahead })
deps.loadLimits = null
const app = await buildApp(deps)
const raw = new Database(config.databaseFile, { readonly: true })
const host = new URL(config.baseUrl).host
const { words } = prose(chance(17))

async function member(nic: string, role: Role = 'member'): Promise<{ id: number; nic: string; cookie: string }> {
  const token = deps.random.token()
  const now = deps.clock()
  const id = await write(deps, async (db) => {
    const names = { nic, nic_skeleton: skeleton(nic), email: null, email_folded: null, password_hash: null }
    const account = await insertAccount(db, { ...names, role, created_at: now - 30 * DAY })
    const times = { created_at: now, last_used_at: now, expires_at: now + DAY, confirmed_at: now }
    await insertSession(db, {
      ...{ token_hash: tokenHash(token), account_id: account, ...times },
      second_factor_at: role === 'member' ? null : now,
    })
    return account
  })
  return { id, nic, cookie: `${sessionCookieName(config.baseUrl)}=${token}` }
}

async function articles(n: number, age: number): Promise<number[]> {
  const key = `acts:${deps.random.token()}`
  const made = Array.from({ length: n }, (_, i) => ({
    ...{
      key: `${key}:${i}`,
      kind: 'own' as const,
      area: 'Town',
      section: 'Harbour',
      headline: words(6),
      lede: words(20),
    },
    ...{ body: words(40), format: 'markup' as const, tags: [], nic: 'Bosun', views: 0, comments: [] },
    postedAt: deps.clock() - age - i * MINUTE,
  }))
  await loadArticles(deps, 'acts', made, { dryRun: false, actor: 'bench' })
  const rows = raw.prepare('select noun_id from import_keys where key like ?').all(`${key}:%`) as { noun_id: number }[]
  return rows.map((row) => row.noun_id)
}

type Writer = { id: number; nic: string } | null

function aComment(article_id: number, writer: Writer, parent_id: number | null): NewComment {
  const source = words(60)
  const now = deps.clock()
  return {
    ...{ article_id, parent_id, account_id: writer?.id ?? null, nic: writer?.nic ?? 'A guest' },
    ...{ name_kind: writer === null ? ('guest' as const) : ('member' as const), email: null, website: null },
    ...{
      format: 'markup' as const,
      source,
      html: `<p>${source}</p>`,
      renderer: RENDERER_VERSION,
      state: 'live' as const,
    },
    ...{ created_at: now, day: dayOf(now, 'UTC'), idempotency_key: null, content_hash: null },
  }
}

/** Inserts comments, two hundred a transaction. @param parentOf the parent of each, by the ids before it */
async function comments(
  n: number,
  place: (i: number) => { article: number; writer: Writer },
  parentOf: (ids: readonly number[], i: number) => number | null,
): Promise<number[]> {
  const ids: number[] = []
  for (let from = 0; from < n; from += 200)
    await write(deps, async (db) => {
      for (let i = from; i < Math.min(n, from + 200); i++) {
        const { article, writer } = place(i)
        ids.push((await insertPlaced(db, aComment(article, writer, parentOf(ids, i)))).id)
      }
    })
  return ids
}

const editor = await member('Edna', 'admin')

async function post(url: string, form: Record<string, string>): Promise<string> {
  const headers = { host, cookie: editor.cookie, 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(form).toString() })
  if (answer.statusCode !== 303) throw new Error(`${url} answers ${answer.statusCode}: ${answer.body.slice(0, 2000)}`)
  return String(answer.headers.location)
}

async function measured(name: string, work: () => Promise<unknown>): Promise<void> {
  globalThis.gc?.()
  details.clear()
  Object.assign(statements, { n: 0, longest: 0, text: '' })
  const stopWatching = watchLoop()
  const [from, spent] = [performance.now(), process.threadCpuUsage()]
  await work()
  const { user, system } = process.threadCpuUsage(spent)
  const took = performance.now() - from
  const hold = stopWatching()
  if (process.argv[3] === 'details')
    for (const [text, one] of [...details].sort((a, b) => b[1].spent - a[1].spent).slice(0, 25))
      console.log(
        `${String(one.n).padStart(7)} ${(one.spent / 1000).toFixed(1).padStart(8)} ms ${(one.longest / 1000).toFixed(1).padStart(6)} ${text}`,
      )
  const ms = (value: number): string => value.toFixed(value < 100 ? 1 : 0)
  console.log(
    `| ${name} | ${ms(hold.processor)} | ${ms(hold.clock)} | ${ms((user + system) / 1000)} | ${ms(took)} | ${statements.n} | ${ms(statements.longest / 1000)} | ${statements.text.replaceAll(/\s+/g, ' ').slice(0, 60)} |`,
  )
}

const lastBatch = (): string => String((raw.prepare('select max(id) as id from batches').get() as { id: number }).id)
/** Undoes the last act, and if `again` its undo too. */
async function undone(name: string): Promise<void> {
  const form = { batch: lastBatch(), reason: 'A mistake' }
  await measured(`${name}, undone`, () => post('/moderation/undos', form))
}

async function sweep(): Promise<void> {
  const [places, spammer, others] = [await articles(30, DAY), await member('Spammer'), await member('Nell')]
  const ids = await comments(
    SIZES.swept * 2,
    (i) => ({ article: places[(i >> 1) % places.length]!, writer: i % 2 === 0 ? others : spammer }),
    (before, i) => (i % 4 === 1 ? before.at(-1)! : null),
  )
  const swept = ids.filter((_, i) => i % 2 === 1)
  const form = { comment: String(swept[0]), reason: 'A raid', action: 'remove' }
  const boxes = Object.fromEntries(swept.map((id) => [`comment-${id}`, 'on']))
  await measured(`sweep of ${swept.length}`, () => post('/moderation/sweeps', { ...form, ...boxes }))
  await undone('sweep')
  await undone('undo of the sweep')
}

async function ban(): Promise<void> {
  const [places, raider] = [await articles(30, DAY), await member('Raider')]
  await comments(
    SIZES.banned,
    (i) => ({ article: places[i % places.length]!, writer: raider }),
    () => null,
  )
  const form = { nic: raider.nic, until: 'week', date: '', remove: '24', reason: 'A raid' }
  await measured(`ban with ${SIZES.banned} removals`, () => post('/moderation/bans', form))
  await undone('ban')
}

async function move(): Promise<void> {
  const [[from, into], writers] = [await articles(2, DAY), [] as Writer[]]
  for (let i = 0; i < 40; i++) writers.push(i % 4 === 0 ? null : await member(`Walker ${i}`))
  const [top] = await comments(
    SIZES.moved,
    (i) => ({ article: from!, writer: writers[i % writers.length]! }),
    (before, i) => (i === 0 ? null : before[Math.floor(i / 3)]!),
  )
  const form = { comment: String(top), into: String(into), choice: '', from: String(from), action: 'move' }
  await measured(`move of ${SIZES.moved}`, () => post('/moderation/moves', { ...form, reason: 'It belongs there' }))
  await undone('move')
}

async function close(): Promise<void> {
  await articles(SIZES.closed, 12 * DAY)
  await measured(`close ${SIZES.closed} threads`, () =>
    post('/moderation/closures/older', { days: '10', reason: 'Old' }),
  )
  await undone('closing')
}

async function leave(choice: 'neutral' | 'withdrawn'): Promise<void> {
  const [places, leaver, others] = [
    await articles(500, DAY),
    await member(`Leaver ${choice}`),
    await member(`Staying ${choice}`),
  ]
  await comments(
    SIZES.left,
    (i) => ({ article: places[i % places.length]!, writer: i % 10 === 0 ? others : leaver }),
    (before, i) => (i % places.length === 0 || i < places.length ? null : before[i - places.length]!),
  )
  await measured(`deletion of ${SIZES.left}, ${choice}`, () =>
    emptyAccount(deps, leaver.id, { comments: choice, reserveName: true }),
  )
}

console.log(
  '| act | longest hold, processor | by the clock | whole, processor | by the clock | statements | longest | of them |',
)
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
// The first answer of a server loads and compiles much.
for (const url of ['/', '/moderation', '/moderation/log'])
  await app.inject({ url, headers: { host, cookie: editor.cookie } })
// What the machine does to a loop without work: the measure of the other lines.
await measured('nothing', () => new Promise((resolve) => setTimeout(resolve, 500)))
if (wants('sweep')) await sweep()
if (wants('ban')) await ban()
if (wants('close')) await close()
if (wants('move')) await move()
if (wants('deletion')) for (const choice of ['neutral', 'withdrawn'] as const) await leave(choice)
if (wants('purge') || wants('sweep')) {
  ahead = 400 * DAY
  await measured('purge', () => purge(deps))
}
raw.close()
await app.close()
await deps.store.close()
rmSync(folder, { recursive: true, force: true })
