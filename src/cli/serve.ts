// Serves the site: lock, migrate, demo edition, first admin's link, listen; and stops when it is told to.
import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { offerFirstAdmin } from '../accounts/actions.ts'
import { adminCount } from '../accounts/queries.ts'
import { buildApp } from '../app.ts'
import { addViews } from '../articles/queries.ts'
import { newestDay } from '../articles/totals-queries.ts'
import { readConfig } from '../config.ts'
import { holdDataDir } from '../db/lock.ts'
import { openStore } from '../db/open.ts'
import { write } from '../db/write.ts'
import { mailStep } from '../jobs/mail.ts'
import { keepPurging } from '../jobs/purge.ts'
import { keepSweeping } from '../jobs/sweep.ts'
import { openPost, type Post } from '../mail/delivery-actions.ts'
import { type OpenDeps, openDeps } from '../open-deps.ts'
import { fillIndex } from '../search/actions.ts'
import { bringUp } from './bring-up.ts'

/** How often another process's changes are looked for, and views and marks are written down, in milliseconds. */
const LOOK_EVERY = 250
const COUNT_EVERY = 15_000
const MARK_EVERY = 2000

/** How often open streams are shown to be open: more often than proxies lose patience, in milliseconds. */
const BEAT_EVERY = 20_000

/** Rows of one step of an index that is being made, and how long readers are answered between two steps, in milliseconds. */
/** Milliseconds after which filling the index is tried again. */
const INDEX_RETRY = 5000
const INDEX_ROWS = 80
const INDEX_PAUSE = 30

/** How often the outbox is looked into, and how long a stop waits for a mail that is being sent, in milliseconds. */
const MAIL_EVERY = 3000
const MAIL_ENDS_WITHIN = 2000

/** How long a stop waits for requests that have begun, and how often it hangs up on browsers that ask for nothing more, in milliseconds. */
const STOP_WITHIN = 4500
const HANG_UP_EVERY = 20

export async function serve(): Promise<void> {
  const config = readConfig()
  const letGo = holdDataDir(config.dataDir, process.pid)
  const store = openStore(config.databaseFile)
  const done = await bringUp(store)
  const deps = await openDeps(config, { store })
  for (const sentence of done) console.log(sentence)
  if (config.demo && (await newestDay(deps.db)) === null && (await adminCount(deps.db)) === 0) {
    const { loadDemo } = await import('../demo/actions.ts')
    const { articles, comments } = await loadDemo(deps)
    console.log(`Loaded the demo edition: ${articles} articles, ${comments} comments. DEMO=off starts empty.`)
  }
  const app = await buildApp(deps)
  await app.listen({ host: config.host, port: config.port })
  console.log(`Broadside is at ${config.baseUrl}`)
  const token = await offerFirstAdmin(deps)
  if (token !== null) console.log(`Make the first admin, once, at ${config.baseUrl}/accounts/first-admin/${token}`)
  flushCompileCache()

  const look = setInterval(lookOutside(deps), LOOK_EVERY)
  const count = setInterval(() => void writeViews(deps), COUNT_EVERY)
  const mark = setInterval(() => void writeMarks(deps), MARK_EVERY)
  const beat = setInterval(() => void deps.live.beat(), BEAT_EVERY)
  let stopping = false
  const indexing = keepIndexing(deps, () => stopping)
  const noMoreJobs = new AbortController()
  const mailing = keepMailing(deps, openPost(config), noMoreJobs.signal)
  const sweeping = keepSweeping(deps, noMoreJobs.signal)
  const purging = keepPurging(deps, noMoreJobs.signal)
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    noMoreJobs.abort()
    clearInterval(look)
    clearInterval(count)
    clearInterval(mark)
    clearInterval(beat)
    setTimeout(() => process.exit(1), 2 * STOP_WITHIN).unref()
    setTimeout(() => app.server.closeAllConnections(), STOP_WITHIN).unref()
    const hangUp = setInterval(() => app.server.closeIdleConnections(), HANG_UP_EVERY)
    await app.close()
    clearInterval(hangUp)
    await writeViews(deps)
    await writeMarks(deps)
    await indexing
    await sweeping
    await purging
    await Promise.race([mailing, sleep(MAIL_ENDS_WITHIN)])
    await deps.store.close()
    letGo()
    process.exit(0)
  }
  if (config.underNpm && process.platform !== 'win32') {
    // A signal to npm alone ends npm and its shell; what they started would go on, holding the folder and the port.
    const parent = process.ppid
    setInterval(() => process.ppid === parent || void stop(), LOOK_EVERY).unref()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
}

/** A command that runs beside the server changes the file; the pages that show it are made anew. */
function lookOutside(deps: OpenDeps): () => void {
  let seen = deps.store.foreignChanges()
  return () => {
    const now = deps.store.foreignChanges()
    if (now === seen) return
    seen = now
    deps.refresh().catch((error: unknown) => deps.log.error({ err: error }, 'settings not read again'))
  }
}

async function writeViews(deps: OpenDeps): Promise<void> {
  const views = deps.views.take()
  if (views.size === 0) return
  try {
    await write(deps, (db) => addViews(db, views))
  } catch (error) {
    for (const [id, n] of views) for (let i = 0; i < n; i++) deps.views.count(id)
    deps.log.warn({ err: error }, 'views not written')
  }
}

async function writeMarks(deps: OpenDeps): Promise<void> {
  try {
    await deps.flushMarks()
  } catch (error) {
    deps.log.warn({ err: error }, 'marks not written')
  }
}

/** Mails what is to be mailed, for as long as the server runs; what cannot be sent waits in the outbox. */
async function keepMailing(deps: OpenDeps, post: Post, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const done = await mailStep(deps, post).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'mail not looked after')
      return 0
    })
    if (done === 0) await sleep(MAIL_EVERY, undefined, { signal: stopped, ref: false }).catch(() => undefined)
  }
}

/** Fills what the index of the search still lacks; a file that another process holds is asked again, for as long as the server runs. */
async function keepIndexing(deps: OpenDeps, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    try {
      await fillIndex(deps, { rows: INDEX_ROWS, pause: INDEX_PAUSE, stopped })
      return
    } catch (error) {
      deps.log.warn({ err: error }, 'index not filled yet')
      await new Promise((resolve) => setTimeout(resolve, INDEX_RETRY).unref())
    }
  }
}
