// Publishes what is due before a request is answered, so that a scheduled article never waits for a job.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { publishDue } from './actions.ts'

/** Registered before the cache: a page that was made before the article's time is dropped first. */
export function publishScheduled(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRequest', (_request, _reply, next) => {
    if (deps.schedule.next > deps.clock()) next()
    else publishDue(deps).then(() => next(), next)
  })
}
