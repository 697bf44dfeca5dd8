// Sheds load: above the limits of settings.ts a page that is not cached answers 503.
import { getHeapStatistics } from 'node:v8'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { LoadLimits } from '../load-limits.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered under any load: cheap, or needed by cached pages. */
    whileOverloaded?: true
  }
}

type Load = Pick<ReturnType<FastifyInstance['memoryUsage']>, 'eventLoopDelay' | 'eventLoopUtilized' | 'heapUsed'>

const SAMPLE_EVERY_MS = 1000
const RETRY_AFTER_SECONDS = 5

/** @param heapLimit bytes at which V8 gives up */
export const isOverloaded = (load: Load, limits: LoadLimits, heapLimit: number): boolean =>
  load.heapUsed > limits.heapShare * heapLimit ||
  (load.eventLoopDelay > limits.eventLoopDelay && load.eventLoopUtilized > limits.eventLoopUtilization)

/**
 * Called after sessions are read and before any route is made. The load is checked once the body is parsed, so that the
 * error page returns what was typed. The plugin only measures: it would answer before the body is read.
 */
export async function shedLoad(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(underPressure, { sampleInterval: SAMPLE_EVERY_MS, eventLoopUtilizationMode: 'interval' })
  const heapLimit = getHeapStatistics().heap_size_limit
  app.addHook('preHandler', async (request) => {
    const limits = deps.loadLimits
    if (limits === null || request.routeOptions.config.whileOverloaded === true) return
    if (isOverloaded(app.memoryUsage(), limits, heapLimit))
      throw new AppError(
        'unavailable',
        'Too many people are reading at once. Please try again in a moment.',
        RETRY_AFTER_SECONDS,
      )
  })
}
