// The budget of pages that are made afresh: for each network, each member and the whole site. Cached pages cost nothing.
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { pageBudget } from '../load-limits.ts'
import { yieldToOthers } from '../slices.ts'
import type { PageCache } from './cache.ts'
import { cacheKey } from './cached-answers.ts'
import { variantOf } from './cookies.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Not a page that a budget counts: cheap, or asked for by the operator. */
    withoutBudget?: true
  }
}

/** Times that a request waits for another one of the same address before it joins the queue itself. */
const MAX_FOLLOWED = 3

/** Wraps the handler of every page, so that it is made within the budget. Called before any route is made. */
export function budgetPages(app: FastifyInstance, deps: Deps): void {
  if (!deps.config.rateLimits) return
  const wrapped = new WeakSet<RouteHandlerMethod>()
  app.addHook('onRoute', (route) => {
    const { handler, config } = route
    const isRead = [route.method].flat().every((method) => method === 'GET' || method === 'HEAD')
    // A HEAD route has the handler of its GET route.
    if (!isRead || config?.whileOverloaded || config?.withoutBudget || wrapped.has(handler)) return
    route.handler = async function (request, reply) {
      const leave = await enter(deps, request)
      try {
        return await (handler.call(this, request, reply) as Promise<FastifyReply>)
      } finally {
        leave()
      }
    }
    wrapped.add(route.handler)
  })
}

/** Addresses that a stranger's request is making, by cache. */
const leaders = new WeakMap<PageCache, Map<string, Promise<void>>>()

/**
 * Waits for a turn. Strangers who ask for the same address at once count as one: the others wait until it is in the cache.
 * @returns ends the turn
 */
async function enter(deps: Deps, request: FastifyRequest): Promise<() => void> {
  const { raw, viewer } = request
  const variant = variantOf(raw.headers.cookie, raw.url ?? '')
  if (viewer !== null || variant === null) return takeTurn(deps, request)
  const [url, key] = [raw.url ?? '', cacheKey(raw.url ?? '', variant)]
  const making = leaders.get(deps.pages) ?? new Map<string, Promise<void>>()
  leaders.set(deps.pages, making)
  for (let followed = 0; followed < MAX_FOLLOWED && making.has(key); followed++) {
    await making.get(key)
    const now = deps.clock()
    if ((deps.pages.get(key, now) ?? deps.pages.get(url, now)) !== undefined) return () => undefined
  }
  if (making.has(key)) return takeTurn(deps, request)
  const { promise, resolve } = Promise.withResolvers<void>()
  making.set(key, promise)
  const done = (): void => {
    making.delete(key)
    resolve()
  }
  try {
    const leave = await takeTurn(deps, request)
    return () => {
      leave()
      done()
    }
  } catch (error) {
    done()
    throw error
  }
}

async function takeTurn(deps: Deps, request: FastifyRequest): Promise<() => void> {
  countPage(deps, request)
  const leave = await deps.pageQueue.enter(request.viewer !== null)
  // A page is made without a pause. Between two of them the server takes requests, and answers from the cache.
  await yieldToOthers()
  return leave
}

/** @throws AppError `unavailable` beyond the budget of the network, or of the member wherever they are */
function countPage({ limiter }: Deps, { viewer, ip }: FastifyRequest): void {
  const { allowed, seconds } =
    viewer === null
      ? limiter.count('pages', ip, pageBudget.network)
      : limiter.countKey('pages', `account ${viewer.id}`, pageBudget.member)
  if (allowed) return
  throw new AppError(
    'unavailable',
    viewer === null
      ? 'Too many pages are being read from your network. Please try again in a moment; popular pages are still there.'
      : 'You have opened too many pages within a minute. Please try again in a moment.',
    seconds,
  )
}
