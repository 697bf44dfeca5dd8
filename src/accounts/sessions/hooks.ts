// Finds the account of a request by its session cookie, and sets and clears that cookie.
import '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Role, Viewer } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { KNOWN_BROWSER_MS } from '../../settings.ts'
import { MINUTE } from '../../time.ts'
import { topic } from '../../topics.ts'
import { cookieNames, sessionCookieName } from '../../web/cookies.ts'
import { knownBrowserToken } from '../login-checks.ts'
import { type Preferences, preferencesFrom } from '../preferences.ts'
import { sessionByHash, touchSession } from '../queries.ts'
import { isSessionOver, roleOfSession, sessionEnd, staffNeedFactor } from './rules.ts'

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer | null
    /** The session of the viewer. */
    session: CurrentSession | null
    /** The role that the viewer has once this session has passed a second factor; null where nothing is withheld. */
    withheldRole: Role | null
    /** Null for guests, and for members who never chose. */
    preferences: Preferences | null
    /** Whether a member's inbox has any unread notice. */
    anyUnread: boolean
    /** The browser sent the token of a session that has ended. */
    sessionEnded: boolean
    /** The account of a session that a ban has ended, whose member still has that browser. */
    endedAccount: number | null
  }
}

type CurrentSession = {
  hash: string
  /** When its member last proved who they are, Unix milliseconds. */
  confirmedAt: number | null
  /** When it ends, or its use is noted again, Unix milliseconds. */
  nextChange: number
}

/** Milliseconds between two updates of a session's `last_used_at`. */
const TOUCH_INTERVAL_MS = 10 * MINUTE

/** What a remembered session takes in memory, roughly. */
const SESSION_BYTES = 2000

export function readSessions(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('viewer', null)
  app.decorateRequest('session', null)
  app.decorateRequest('withheldRole', null)
  app.decorateRequest('preferences', null)
  app.decorateRequest('anyUnread', false)
  app.decorateRequest('sessionEnded', false)
  app.decorateRequest('endedAccount', null)
  app.decorateRequest('freshGuest', false)
  app.addHook('onRequest', async (request) => {
    const token = sessionToken(request, deps)
    if (token === undefined || token === '') return
    const hash = tokenHash(token)
    await deps.followAccounts(true)
    const session = await readSession(deps, hash)
    const now = deps.clock()
    if (!session || session.ended_at !== null || isSessionOver(session, now)) {
      request.sessionEnded = true
      request.endedAccount = session !== undefined && session.ended_at !== null ? session.id : null
      return
    }
    const role = roleOfSession(session, staffNeedFactor(deps.settings(), deps.config))
    request.withheldRole = role === session.role ? null : session.role
    request.viewer = {
      id: session.id,
      nic: session.nic,
      role,
      commentCount: session.comment_count,
      trusted: session.trusted !== 0,
      onHold: session.on_hold !== 0,
      leavingAt: session.leaving_at,
    }
    request.preferences = preferencesFrom(session)
    request.anyUnread = session.any_unread !== 0
    if (session.last_used_at + TOUCH_INTERVAL_MS <= now) {
      session.last_used_at = now
      // Not awaited: the page does not need it.
      write(deps, (db) => touchSession(db, hash, now)).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'session not updated'),
      )
    }
    const nextChange = Math.min(sessionEnd(session), session.last_used_at + TOUCH_INTERVAL_MS)
    request.session = { hash, confirmedAt: session.confirmed_at, nextChange }
  })
}

type Session = NonNullable<Awaited<ReturnType<typeof sessionByHash>>>

/** A session is remembered until its account changes. A hold ends by the clock, so one with a hold is read each time. */
async function readSession({ db, parts, clock }: Deps, hash: string): Promise<Session | undefined> {
  const now = clock()
  return parts.once<Session | undefined>(`session ${hash}`, now, async () => {
    const value = await sessionByHash(db, hash, now)
    return value === undefined || value.on_hold !== 0
      ? { value, bytes: 0, expires: 0, topics: [] }
      : { value, bytes: SESSION_BYTES, expires: Infinity, topics: [topic.account(value.id)] }
  })
}

/** The session token that the browser sent, if any. */
export const sessionToken = (request: FastifyRequest, deps: Deps): string | undefined =>
  request.cookies[sessionCookieName(deps.config.baseUrl)]

/** @param expires Unix milliseconds; null for when the browser is closed */
export function setSessionCookie(reply: FastifyReply, deps: Deps, token: string, expires: number | null): void {
  reply.setCookie(sessionCookieName(deps.config.baseUrl), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.config.baseUrl.startsWith('https:'),
    ...(expires === null ? {} : { expires: new Date(expires) }),
  })
}

export function clearSessionCookie(reply: FastifyReply, deps: Deps): void {
  reply.clearCookie(sessionCookieName(deps.config.baseUrl), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.config.baseUrl.startsWith('https:'),
  })
}

/** The token of a browser in which somebody has signed in, if it has one. */
export const knownBrowser = (request: FastifyRequest): string | undefined => request.cookies[cookieNames.known]

/** Lets a browser sign in to this account while strangers have used up their attempts. It stays after signing out. */
export function setKnownBrowser(reply: FastifyReply, deps: Deps, accountId: number): void {
  reply.setCookie(cookieNames.known, knownBrowserToken(deps, accountId), {
    path: '/accounts',
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.config.baseUrl.startsWith('https:'),
    maxAge: Math.trunc(KNOWN_BROWSER_MS / 1000),
  })
}

/** Milliseconds within which a page greets the new member. */
const WELCOME_MS = 10 * MINUTE

/** Lets the next page greet who has just registered; that page clears the cookie. */
export function setWelcome(reply: FastifyReply, deps: Deps): void {
  reply.setCookie(cookieNames.welcome, '1', {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.config.baseUrl.startsWith('https:'),
    maxAge: WELCOME_MS / 1000,
  })
}
