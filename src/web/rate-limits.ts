// Rate limits of routes, from the table of settings.ts.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError, type PageLink } from '../errors.ts'
import { queryValue, rowId } from '../faults.ts'
import { count } from '../format.ts'
import { type RateLimitName, routeRateLimits } from '../settings.ts'
import { urls } from '../urls.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which limit counts a request. Routes that share a limit are counted separately. */
    rateLimit?: (request: FastifyRequest) => RateLimitName
  }
}

/** Limits of forms whose text is autosaved before the limit is checked. */
const autosavedForms: ReadonlySet<RateLimitName> = new Set<RateLimitName>([
  'comment',
  'guestComment',
  'preview',
  'submission',
  'guestSubmission',
])

/** Links from a refused form: to its draft, and to the article of a comment. */
function linksAfterRefusal({ body, url }: FastifyRequest): PageLink[] {
  if (url.startsWith(urls.newLink) || url.startsWith(urls.newArticle))
    return [{ href: urls.articleDrafts, text: 'Your drafts' }]
  const article = rowId(queryValue((body as { article?: unknown } | null)?.article))
  return [
    { href: urls.drafts, text: 'Your drafts' },
    ...(article === null ? [] : [{ href: urls.articleById(article), text: 'Back to the article' }]),
  ]
}

/** Enforces the limits that routes declare, after every other preHandler: what was typed is saved by then. */
export function limitRates(app: FastifyInstance, deps: Deps): void {
  if (!deps.config.rateLimits) return
  app.addHook('onRoute', (route) => {
    const name = route.config?.rateLimit
    if (name === undefined) return
    route.preHandler = [
      ...[route.preHandler ?? []].flat(),
      async (request: FastifyRequest, reply: FastifyReply) => enforceLimit(deps, request, reply, name(request)),
    ]
  })
}

/** @throws AppError `tooOften` beyond the limit */
function enforceLimit(deps: Deps, request: FastifyRequest, reply: FastifyReply, name: RateLimitName): void {
  const limit = routeRateLimits[name]
  const counter = `${request.method} ${request.routeOptions.url} ${name}`
  const { allowed, left, seconds } = deps.limiter.count(counter, request.ip, limit)
  reply.header('x-ratelimit-limit', String(limit.max))
  reply.header('x-ratelimit-remaining', String(Math.min(left, limit.max)))
  reply.header('x-ratelimit-reset', String(seconds))
  if (allowed) return
  const wait = seconds > 90 ? count(Math.ceil(seconds / 60), 'minute') : count(seconds, 'second')
  throw new AppError(
    'tooOften',
    `The limit is ${limit.max} ${limit.of} in ${limit.window === 60_000 ? 'a minute' : count(Math.round(limit.window / 60_000), 'minute')} from one network. Try again in ${wait}.`,
    seconds,
    autosavedForms.has(name) ? linksAfterRefusal(request) : [],
  )
}
