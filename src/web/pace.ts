// Rate limits of routes, from the table of settings.ts.
import type { RateLimitOptions } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError, type Way } from '../errors.ts'
import { askedOnce, rowId } from '../faults.ts'
import { count } from '../format.ts'
import { type Pace, paces } from '../settings.ts'
import { urls } from '../urls.ts'

/** Paces of forms whose text is autosaved before the limit is checked. */
const keepsDrafts: ReadonlySet<Pace> = new Set<Pace>(['comment', 'guestComment', 'preview'])

/** Links from a refused comment: to its draft, and to its article. */
function waysOn(body: unknown): Way[] {
  const article = rowId(askedOnce((body as { article?: unknown } | null)?.article))
  return [
    { href: urls.drafts, text: 'Your drafts' },
    ...(article === null ? [] : [{ href: urls.articleById(article), text: 'Back to the article' }]),
  ]
}

/**
 * Rate limit of a route; none if limits are switched off.
 * @param name pace of a request; each has its own counter
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
          `The limit is ${pace.max} ${pace.of} in ${pace.window === 60_000 ? 'a minute' : count(Math.round(pace.window / 60_000), 'minute')} from one address. Try again in ${wait}.`,
          seconds,
          keepsDrafts.has(name(request)) ? waysOn(request.body) : [],
        )
      },
    },
  }
}
