// How often one address may do a thing: the table of settings.ts, as the limiter takes it.
import type { RateLimitOptions } from '@fastify/rate-limit'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'

/** Options of a route for the rate limiter; none where limits are switched off. */
export function paceOf(deps: Deps, pace: { max: number; window: number }, what: string): { rateLimit?: RateLimitOptions } {
  if (!deps.config.rateLimits) return {}
  return {
    rateLimit: {
      max: pace.max,
      timeWindow: pace.window,
      keyGenerator: (request) => request.ip,
      errorResponseBuilder: (_request, context) => {
        const seconds = Math.max(1, Math.ceil(context.ttl / 1000))
        const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`
        return new AppError('tooOften', `From your address there were ${pace.max} ${what} in ${Math.round(pace.window / 60_000)} minutes. Try again in ${wait}. Nothing you wrote is lost.`, seconds)
      },
    },
  }
}
