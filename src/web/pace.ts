// How often one address may do a thing: the table of settings.ts, as the limiter takes it.
import type { RateLimitOptions } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'

export type Pace = { max: number; window: number }

/**
 * Options of a route for the rate limiter; none where limits are switched off.
 * @param paceFor what holds for a request; requests of different paces are counted apart
 * @param what is counted, in the plural
 */
export function paceOf(deps: Deps, paceFor: Pace | ((request: FastifyRequest) => Pace), what: string): { rateLimit?: RateLimitOptions } {
  if (!deps.config.rateLimits) return {}
  const of = (request: FastifyRequest): Pace => (typeof paceFor === 'function' ? paceFor(request) : paceFor)
  return {
    rateLimit: {
      max: (request) => of(request).max,
      timeWindow: (request) => of(request).window,
      keyGenerator: (request) => `${request.ip} ${of(request).max}`,
      errorResponseBuilder: (request, context) => {
        const pace = of(request)
        const seconds = Math.max(1, Math.ceil(context.ttl / 1000))
        const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`
        return new AppError('tooOften', `From your address there were ${pace.max} ${what} in ${Math.round(pace.window / 60_000)} minutes. Try again in ${wait}. Nothing you wrote is lost.`, seconds)
      },
    },
  }
}
