// Security headers of every response.
import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { Config } from '../config.ts'

export const securityHeaders = (config: Config): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
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
  strictTransportSecurity: config.baseUrl.startsWith('https:')
    ? { maxAge: 31_536_000, includeSubDomains: true }
    : false,
  xPermittedCrossDomainPolicies: false,
  xDownloadOptions: false,
})
