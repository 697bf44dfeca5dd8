// How often one address may do a thing: the table of settings.ts, as the limiter takes it.
import type { RateLimitOptions } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError, type Way } from '../errors.ts'
import { askedOnce, rowId } from '../faults.ts'
import { count } from '../format.ts'
import { type Pace, paces } from '../settings.ts'
import { urls } from '../urls.ts'

/** What was written is kept before these paces are looked at. */
const keepsDrafts: ReadonlySet<Pace> = new Set<Pace>(['comment', 'guestComment', 'preview'])

/** From a comment that came too soon: to where it waits, and to what it is about. */
export function waysOn(body: unknown): Way[] {
  const article = rowId(askedOnce((body as { article?: unknown } | null)?.article))
  return [
    { href: urls.drafts, text: 'Your drafts' },
    ...(article === null ? [] : [{ href: urls.articleById(article), text: 'Back to the article' }]),
  ]
}

/**
 * Options of a route for the rate limiter; none where limits are switched off.
 * @param name which pace a request goes by; each is counted for itself
 */
export function rateLimitFor(deps: Deps, name: (request: FastifyRequest) => Pace): { rateLimit?: RateLimitOptions } {
  if (!deps.config.rateLimits) return {}
  return {
    rateLimit: {
      max: (request) => paces[name(request)].max,
      timeWindow: (request) => paces[name(request)].window,
      keyGenerator: (request) => `${name(request)} ${request.ip}`,
      errorResponseBuilder: (request, context) => {
        const pace = paces[name(request)]
        const seconds = Math.max(1, Math.ceil(context.ttl / 1000))
        const wait = seconds > 90 ? count(Math.ceil(seconds / 60), 'minute') : count(seconds, 'second')
        return new AppError(
          'tooOften',
          `From your address there were ${pace.max} ${pace.of} in ${pace.window === 60_000 ? 'a minute' : count(Math.round(pace.window / 60_000), 'minute')}. Try again in ${wait}.`,
          seconds,
          keepsDrafts.has(name(request)) ? waysOn(request.body) : [],
        )
      },
    },
  }
}
