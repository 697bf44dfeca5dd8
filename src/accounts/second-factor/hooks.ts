// The cookie of a sign-in that waits for the second factor.
import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { urls } from '../../urls.ts'
import { cookieNames } from '../../web/cookies.ts'

/** The token of the sign-in that waits in this browser; empty for none. */
export const pendingToken = (request: FastifyRequest): string => request.cookies[cookieNames.pending] ?? ''

/** Only this page reads the cookie. */
const pendingCookie = (deps: Deps) =>
  ({
    path: urls.secondFactor,
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.config.baseUrl.startsWith('https:'),
  }) as const

/** Leads to the page that asks for the second factor. */
export function askForSecondFactor(
  deps: Deps,
  reply: FastifyReply,
  { pending, expires }: { pending: string; expires: number },
): FastifyReply {
  reply.setCookie(cookieNames.pending, pending, { ...pendingCookie(deps), expires: new Date(expires) })
  return reply.redirect(urls.secondFactor, 303)
}

export const forgetPending = (deps: Deps, reply: FastifyReply): void =>
  void reply.clearCookie(cookieNames.pending, pendingCookie(deps))
