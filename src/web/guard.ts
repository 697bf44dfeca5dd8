// Checks every request before its route: the host, forms from other sites, and the route's access.
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { type Access, allow, may } from '../permissions.ts'
import { limits } from '../settings.ts'
import { urls } from '../urls.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who has access; the server does not start if a route has none. */
    access?: Access
    /** Accepts posts from mail programs, which send no Origin: the address is the secret, and it can only unsubscribe. */
    fromAnywhere?: true
  }
}

/** Whether a request has two Host headers: Node takes the first, and a proxy may have taken the other. */
export function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.length === 4 && rawHeaders[i]!.toLowerCase() === 'host') hosts += 1
  return hosts > 1
}

/** Whether a browser sent a form from another site, by Sec-Fetch-Site, else Origin, else Referer. A browser that sends none is refused. */
function isCrossSite(request: FastifyRequest, { hosts, baseUrl }: Config): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin, referer } = request.headers
  const sent = origin ?? referer
  if (sent !== undefined) {
    if (!URL.canParse(sent)) return true
    const { protocol, host } = new URL(sent)
    return protocol !== new URL(baseUrl).protocol || !hosts.has(host)
  }
  return (request.headers['user-agent'] ?? '').startsWith('Mozilla/')
}

/** The address of a request; one that cannot be decoded or is too long becomes one without a route. */
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

/** Called before any route is made. @throws Error for a route without `config.access` */
export function requireAccess(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(`The route ${String(route.method)} ${route.url} has no access (config: { access }).`)
  })
}

/** For staff whose session has not passed a second factor. */
const needsSecondFactor = (): AppError =>
  new AppError(
    'forbidden',
    'Nothing was changed. Staff of this site need a second factor. Set one up; if you have one, sign out and sign in again with it.',
    null,
    [
      { href: urls.passkeys, text: 'Passkeys' },
      { href: urls.totp, text: 'Authenticator app' },
      { href: urls.logout, text: 'Sign out' },
    ],
    undefined,
    { title: 'A second factor is needed' },
  )

export function guardRequests(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRequest', async (request) => {
    const { hosts } = deps.config
    if (namesTwoHosts(request.raw)) throw new AppError('malformed', 'The request names two hosts.')
    if (!hosts.has(request.headers.host ?? ''))
      throw new AppError('misdirected', 'This server does not serve that host name.')
    if (
      !safe.has(request.method) &&
      request.routeOptions.config.fromAnywhere !== true &&
      isCrossSite(request, deps.config)
    )
      throw new AppError('forbidden', 'Nothing was done, because the form came from another site.')
  })
  app.addHook('preHandler', async (request) => {
    // An address without a route answers 404 to everybody.
    if (request.is404) return
    const access = request.routeOptions.config.access ?? 'admin'
    const verdict = may.enter(request.viewer, access)
    if (verdict !== null && request.withheldRole !== null) {
      const staff = { ...request.viewer!, role: request.withheldRole }
      if (may.enter(staff, access) === null) throw needsSecondFactor()
    }
    allow(verdict)
  })
}
