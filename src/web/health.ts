// /health: whether the process runs, and whether it can read and write the database.
import type { FastifyInstance } from 'fastify'
import type { DiskFault } from '../db/open.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'

/** Why the server is not ready, for an operator. */
const diskFaults: Record<DiskFault, string> = { full: 'the disk is full', unwritable: 'the disk cannot be written' }

const RETRY_AFTER_SECONDS = 60

export function healthRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/health/live', { config: { access: 'anyone', whileOverloaded: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send('alive\n'),
  )
  app.get('/health/ready', { config: { access: 'anyone', withoutBudget: true } }, async (_request, reply) => {
    await readSettings(deps.db)
    reply.header('cache-control', 'no-store')
    const { diskFault } = deps.store
    if (diskFault === null) return reply.send('ready\n')
    return reply
      .code(503)
      .header('retry-after', String(RETRY_AFTER_SECONDS))
      .send(`not ready: ${diskFaults[diskFault]}\n`)
  })
}
