// broadside serve: lock, migrate, load the demo edition, offer the first admin's link, listen, and stop on a signal.

import { flushCompileCache } from 'node:module'
import type { FastifyInstance } from 'fastify'
import { createFirstAdminLink } from '../accounts/actions.ts'
import { adminCount } from '../accounts/queries.ts'
import { buildApp } from '../app.ts'
import { newestDay } from '../articles/totals-queries.ts'
import { type Config, readConfig } from '../config.ts'
import { holdServer } from '../db/lock.ts'
import { openStore } from '../db/open.ts'
import type { OpenDeps } from '../deps.ts'
import { jobs } from '../jobs/jobs.ts'
import { type RunningJobs, runJobs } from '../jobs/run.ts'
import { openMailer } from '../mail/delivery-actions.ts'
import { openDeps } from '../open-deps.ts'
import { urls } from '../urls.ts'
import { bringUp } from './bring-up.ts'
import type { CommandIo } from './io.ts'

/** Milliseconds that a stop waits for running requests, and between two checks for idle connections. */
const STOP_TIMEOUT_MS = 4500
const IDLE_CHECK_MS = 20

/** Milliseconds between two checks that the npm process still runs. */
const PARENT_CHECK_MS = 250

export async function serve(io: CommandIo): Promise<void> {
  const config = readConfig(io.env)
  const releaseLock = holdServer(config, process.pid)
  const store = openStore(config.databaseFile)
  const done = await bringUp(store)
  const deps = await openDeps(config, { store })
  for (const sentence of done) io.print(sentence)
  if (config.demo) await loadDemoIfEmpty(deps, io)
  const app = await buildApp(deps)
  await app.listen({ host: config.host, port: config.port })
  io.print(`Broadside is at ${config.baseUrl}`)
  const token = await createFirstAdminLink(deps)
  if (token !== null)
    io.print(
      `Create the first admin at ${config.baseUrl}/accounts/first-admin/${token}\nThen try: publish what waits at ${config.baseUrl}${urls.desk()}, comment on it, and undo it all in ${config.baseUrl}${urls.log}`,
    )
  flushCompileCache()
  const running = runJobs(jobs, { deps, post: openMailer(config) })
  stopOnSignal(config, io, app, deps, running, releaseLock)
}

async function loadDemoIfEmpty(deps: OpenDeps, io: CommandIo): Promise<void> {
  if ((await newestDay(deps.db)) !== null || (await adminCount(deps.db)) > 0) return
  const { loadDemo } = await import('../demo/actions.ts')
  const { loadDemoDesk } = await import('../demo/desk-actions.ts')
  const { articles, comments } = await loadDemo(deps)
  const waiting = await loadDemoDesk(deps)
  io.print(
    `Loaded the demo edition: ${articles} articles, ${comments} comments, ${waiting} submissions at the desk. DEMO=off starts empty.`,
  )
}

function stopOnSignal(
  config: Config,
  io: CommandIo,
  app: FastifyInstance,
  deps: OpenDeps,
  running: RunningJobs,
  releaseLock: () => void,
): void {
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    running.stop()
    setTimeout(() => process.exit(1), 2 * STOP_TIMEOUT_MS).unref()
    setTimeout(() => app.server.closeAllConnections(), STOP_TIMEOUT_MS).unref()
    const hangUp = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS)
    await app.close()
    clearInterval(hangUp)
    await running.finish()
    await deps.store.close()
    releaseLock()
    process.exit(0)
  }
  if (config.underNpm && process.platform !== 'win32') {
    // A signal to npm ends npm and its shell alone; the server would go on, holding the folder and the port.
    const parent = process.ppid
    setInterval(() => process.ppid === parent || void stop(), PARENT_CHECK_MS).unref()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) io.signals.on(signal, () => void stop())
}
