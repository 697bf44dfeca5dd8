// /health: whether the process runs, and whether it can read and write the database.
import type { FastifyInstance } from 'fastify'
import type { DiskFault } from '../db/open.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { urls } from '../urls.ts'

/** Why the server is not ready, for an operator. */
const diskFaults: Record<DiskFault, string> = { full: 'the disk is full', unwritable: 'the disk cannot be written' }

const RETRY_AFTER_SECONDS = 60

export function healthRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/health/live', { config: { access: 'anyone', whileOverloaded: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send('alive\n'),
  )
  app.get('/health/ready', { config: { access: 'anyone', withoutBudget: true } }, async (_request, reply) => {
    const fault = await findFault(app, deps)
    reply.header('cache-control', 'no-store')
    if (fault === null) return reply.send('ready\n')
    return reply.code(503).header('retry-after', String(RETRY_AFTER_SECONDS)).send(`not ready: ${fault}\n`)
  })
}

/** Why readers are not served as they should be, or null. */
async function findFault(app: FastifyInstance, { config, db, store }: Deps): Promise<string | null> {
  if (store.diskFault !== null) return diskFaults[store.diskFault]
  try {
    await readSettings(db)
  } catch {
    return 'the database cannot be read'
  }
  // What a reader gets, whatever a newer schema or a damaged page would do to it.
  const front = await app.inject({ url: urls.front, headers: { host: new URL(config.baseUrl).host } })
  return front.statusCode === 200 ? null : `the front page is ${front.statusCode}`
}
