// Moves the token of a link in an e-mail from the address into a cookie of one page, so that no log, history or other site keeps it.
import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { MINUTE } from '../time.ts'
import { urls } from '../urls.ts'
import { cookieNames } from '../web/cookies.ts'

/** The cookies of such links, each with the page that alone gets it. */
export const linkPages = {
  [cookieNames.reset]: urls.resetPassword,
  [cookieNames.stop]: urls.stopEmailChange,
  [cookieNames.stopRemoval]: urls.stopRemoval,
  [cookieNames.confirm]: urls.emailConfirmation,
  [cookieNames.application]: urls.applicationConfirmation,
  [cookieNames.firstAdmin]: urls.firstAdmin,
} as const
export type LinkCookie = keyof typeof linkPages

/** Milliseconds for which a browser keeps the token; the link may work for longer. */
const KEPT_MS = 30 * MINUTE

const scope = (deps: Deps, name: LinkCookie) =>
  ({
    path: linkPages[name],
    httpOnly: true,
    // Strict cookies are not sent where the link in a mail program leads.
    sameSite: 'lax',
    secure: deps.config.baseUrl.startsWith('https:'),
  }) as const

export const keepToken = (reply: FastifyReply, deps: Deps, name: LinkCookie, token: string): FastifyReply =>
  reply.setCookie(name, token, { ...scope(deps, name), maxAge: KEPT_MS / 1000 })

export const dropToken = (reply: FastifyReply, deps: Deps, name: LinkCookie): FastifyReply =>
  reply.clearCookie(name, scope(deps, name))

/** The token that the browser keeps for a page; empty for none. */
export const keptToken = (request: FastifyRequest, name: LinkCookie): string => request.cookies[name] ?? ''

/** Answers the address with the token: leads to the page without it. */
export const moveToken = (reply: FastifyReply, deps: Deps, name: LinkCookie, token: string): FastifyReply =>
  keepToken(reply, deps, name, token)
    .header('cache-control', 'private, no-store')
    .header('referrer-policy', 'no-referrer')
    .redirect(linkPages[name], 303)
