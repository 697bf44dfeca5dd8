// What every request must pass before any route: the right host, no form from another site, a route that says who may enter.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Access, allow, may } from '../permissions.ts'
import { limits } from '../settings.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may enter; the server refuses to start when a route says nothing. */
    access?: Access
    /** Programs post here without a browser's marks; the address itself is the secret, and all it can do is end something. */
    fromAnywhere?: true
  }
}

/** A browser says who sent a form: with Sec-Fetch-Site, else with Origin; one that says neither says that it is a browser. */
function isCrossSite(request: FastifyRequest, hosts: ReadonlySet<string>): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin, referer } = request.headers
  if (origin !== undefined) return !URL.canParse(origin) || !hosts.has(new URL(origin).host)
  if (referer !== undefined) return !URL.canParse(referer) || !hosts.has(new URL(referer).host)
  return (request.headers['user-agent'] ?? '').startsWith('Mozilla/')
}

/** The address of a request; one that cannot be decoded, or is longer than any of ours, leads where nothing is. */
export function readableUrl(url: string): string {
  const [path = '/'] = url.split('?', 1)
  if (path.length <= limits.address && !path.includes('%')) return url
  try {
    decodeURIComponent(path)
    return path.length <= limits.address ? url : NOWHERE
  } catch {
    return NOWHERE
  }
}

const NOWHERE = '/nowhere'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Called before any route is made: one that does not say who may enter keeps the server from starting. */
export function requireAccess(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(`The route ${String(route.method)} ${route.url} does not say who may enter (config: { access }).`)
  })
}

export function guardRequests(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRequest', async (request) => {
    const { hosts } = deps.config
    if (!hosts.has(request.headers.host ?? ''))
      throw new AppError('misdirected', 'It answers only for the address it was set up with.')
    if (!safe.has(request.method) && request.routeOptions.config.fromAnywhere !== true && isCrossSite(request, hosts))
      throw new AppError('forbidden', 'That form was sent from another site, so nothing was done.')
  })
  app.addHook('preHandler', async (request) => {
    // An address without a route is nobody's: the answer is that there is no such page.
    if (!request.is404) allow(may.enter(request.viewer, request.routeOptions.config.access ?? 'admin'))
  })
}
