// /health: whether the process runs, and whether it can read the database.
import type { FastifyInstance } from 'fastify'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'

export function healthRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/health/live', { config: { access: 'anyone', whileOverloaded: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send('alive\n'),
  )
  app.get('/health/ready', { config: { access: 'anyone' } }, async (_request, reply) => {
    await readSettings(deps.db)
    return reply.header('cache-control', 'no-store').send('ready\n')
  })
}
