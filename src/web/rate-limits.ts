// Rate limits of routes, from the table of settings.ts.
import type { RateLimitOptions } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError, type PageLink } from '../errors.ts'
import { queryValue, rowId } from '../faults.ts'
import { count } from '../format.ts'
import { type RateLimitName, routeRateLimits } from '../settings.ts'
import { urls } from '../urls.ts'

/** Limits of forms whose text is autosaved before the limit is checked. */
const autosavedForms: ReadonlySet<RateLimitName> = new Set<RateLimitName>(['comment', 'guestComment', 'preview'])

/** Links from a refused comment: to its draft, and to its article. */
function linksAfterRefusal(body: unknown): PageLink[] {
  const article = rowId(queryValue((body as { article?: unknown } | null)?.article))
  return [
    { href: urls.drafts, text: 'Your drafts' },
    ...(article === null ? [] : [{ href: urls.articleById(article), text: 'Back to the article' }]),
  ]
}

/**
 * Rate limit of a route; none if limits are switched off.
 * @param name which limit counts a request
 */
export function rateLimitFor(
  deps: Deps,
  name: (request: FastifyRequest) => RateLimitName,
): { rateLimit?: RateLimitOptions } {
  if (!deps.config.rateLimits) return {}
  return {
    rateLimit: {
      max: (request) => routeRateLimits[name(request)].max,
      timeWindow: (request) => routeRateLimits[name(request)].window,
      keyGenerator: (request) => `${name(request)} ${request.ip}`,
      errorResponseBuilder: (request, context) => {
        const limit = routeRateLimits[name(request)]
        const seconds = Math.max(1, Math.ceil(context.ttl / 1000))
        const wait = seconds > 90 ? count(Math.ceil(seconds / 60), 'minute') : count(seconds, 'second')
        return new AppError(
          'tooOften',
          `The limit is ${limit.max} ${limit.of} in ${limit.window === 60_000 ? 'a minute' : count(Math.round(limit.window / 60_000), 'minute')} from one address. Try again in ${wait}.`,
          seconds,
          autosavedForms.has(name(request)) ? linksAfterRefusal(request.body) : [],
        )
      },
    },
  }
}
