// Security headers of every response.
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'

/** What no page of the site uses, and so no script on one may ask for. */
const permissionsPolicy = ['camera', 'geolocation', 'microphone', 'payment', 'usb']
  .map((name) => `${name}=()`)
  .join(', ')

export async function addSecurityHeaders(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: [() => (deps.settings().foreignPictures ? "'self' https: http:" : "'self'")],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    strictTransportSecurity: deps.config.baseUrl.startsWith('https:')
      ? { maxAge: 31_536_000, includeSubDomains: true }
      : false,
    xPermittedCrossDomainPolicies: false,
    xDownloadOptions: false,
  })
  // Helmet builds every header again for each request. They differ by one setting alone.
  const known = new Map<boolean, readonly (readonly [string, string])[]>()
  app.addHook('onRequest', (_request, reply, next) => {
    const { raw } = reply
    const { foreignPictures } = deps.settings()
    const headers = known.get(foreignPictures)
    if (headers === undefined) {
      const others = raw.getHeaderNames()
      reply.helmet()
      const names = raw.getHeaderNames().filter((name) => !others.includes(name))
      known.set(
        foreignPictures,
        names.map((name) => [name, String(raw.getHeader(name))]),
      )
    } else for (const [name, value] of headers) raw.setHeader(name, value)
    reply.header('permissions-policy', permissionsPolicy)
    next()
  })
}
