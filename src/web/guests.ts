// Guests: the key in their browser, the details it remembers, and the receipt of a new comment.
import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { isPrefetchOrHead, rowId } from '../faults.ts'
import type { Guest, Writer } from '../permissions.ts'
import { hashOf, tokenHash } from '../random.ts'
import { DRAFT_RETENTION_MS, GUEST_COOKIE_MS, limits } from '../settings.ts'
import { cookieNames } from './cookies.ts'

/** Details that a guest's browser remembers. */
export type Details = { nic: string; email: string; website: string }

const tokenShape = /^[\w-]{43}$/

/** Paths of the key's cookies: comments for a year; articles only while a draft exists, so that their pages stay cacheable. */
const COMMENTS_PATH = '/comments'
const ARTICLES_PATH = '/articles'

const cookie = (deps: Pick<Deps, 'config'>, path: string, life: number) => ({
  path,
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: deps.config.baseUrl.startsWith('https:'),
  maxAge: Math.trunc(life / 1000),
})

/** Hash of address and browser, which identifies a guest without a key. */
export const placeOf = (request: FastifyRequest): string =>
  hashOf('address', request.ip, request.headers['user-agent'] ?? '')

/** The key that the browser holds or got with this request. */
const tokenOf = (request: FastifyRequest): string | undefined => {
  const token = request.cookies[cookieNames.guest] ?? request.cookies[cookieNames.draft]
  return token !== undefined && tokenShape.test(token) ? token : undefined
}

/** The guest by the browser's key; a member may have been one before signing in. */
export function knownGuest(request: FastifyRequest): Guest | null {
  const token = tokenOf(request)
  return token === undefined ? null : { key: tokenHash(token), fresh: false, address: placeOf(request) }
}

/** The author of a request: the account, else the guest, who gets a key if the browser holds none. */
export function writerOf(deps: Deps, request: FastifyRequest, reply: FastifyReply): Writer {
  if (request.viewer !== null) return request.viewer
  const known = tokenOf(request)
  const token = known ?? deps.random.token()
  if (known === undefined) {
    request.cookies[cookieNames.guest] = token
    request.freshGuest = true
    reply.setCookie(cookieNames.guest, token, cookie(deps, COMMENTS_PATH, GUEST_COOKIE_MS))
  }
  return { key: tokenHash(token), fresh: request.freshGuest, address: placeOf(request) }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The guest got their key with this request. */
    freshGuest: boolean
  }
}

/** While the guest has drafts or held comments, article pages are made for them; else they come from the cache. */
export function showWaiting(deps: Deps, request: FastifyRequest, reply: FastifyReply, waits: boolean): void {
  const token = tokenOf(request)
  if (waits && request.viewer === null && token !== undefined)
    reply.setCookie(cookieNames.draft, token, cookie(deps, ARTICLES_PATH, DRAFT_RETENTION_MS))
  else if (token !== undefined || request.cookies[cookieNames.waiting] !== undefined)
    reply.clearCookie(cookieNames.draft, cookie(deps, ARTICLES_PATH, 0))
}

/** Milliseconds for which a browser holds a receipt that was not shown. */
const RECEIPT_COOKIE_MS = 10 * 60_000

/** Gives the receipt to the browser that has just posted a comment: the comment's address redirects to it once. */
export const handReceipt = (deps: Deps, reply: FastifyReply, comment: number, token: string): void =>
  void reply.setCookie(cookieNames.receipt, `${comment}.${token}`, cookie(deps, COMMENTS_PATH, RECEIPT_COOKIE_MS))

/** The receipt of a comment that this browser was given and that was not shown yet; marks it as shown. */
export function takeReceipt(deps: Deps, request: FastifyRequest, reply: FastifyReply, comment: number): string | null {
  const [id, token = ''] = (request.cookies[cookieNames.receipt] ?? '').split('.')
  // A prefetched page has shown nothing.
  if (isPrefetchOrHead(request) || id !== String(comment) || !tokenShape.test(token)) return null
  reply.clearCookie(cookieNames.receipt, cookie(deps, COMMENTS_PATH, 0))
  return token
}

const detailsShape = z.tuple([
  z.string().max(limits.nic.max),
  z.string().max(limits.email),
  z.string().max(limits.address),
])

/** The details that the browser remembers, or null. */
export function detailsOf(request: FastifyRequest): Details | null {
  const text = request.cookies[cookieNames.details]
  if (text === undefined) return null
  try {
    const [nic, email, website] = detailsShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { nic, email, website }
  } catch {
    return null
  }
}

/** Stores a guest's details in the browser, or deletes them. */
export function rememberDetails(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  details: Details | null,
): void {
  if (details !== null)
    reply.setCookie(
      cookieNames.details,
      Buffer.from(JSON.stringify([details.nic, details.email, details.website])).toString('base64url'),
      cookie(deps, '/', GUEST_COOKIE_MS),
    )
  else if (request.cookies[cookieNames.details] !== undefined)
    reply.clearCookie(cookieNames.details, cookie(deps, '/', 0))
}

/** Milliseconds in which signing in posts a draft that was refused without a session. */
const SIGN_IN_DRAFT_MS = 60 * 60_000
const ACCOUNTS_PATH = '/accounts'

/** Marks a guest's draft so that signing in posts it. */
export function markDraftToPost(deps: Deps, request: FastifyRequest, reply: FastifyReply, draft: number): void {
  const token = tokenOf(request)
  if (token !== undefined)
    reply.setCookie(cookieNames.waiting, `${draft}.${token}`, cookie(deps, ACCOUNTS_PATH, SIGN_IN_DRAFT_MS))
}

/** The draft that signing in posts, with its guest; null for none. */
export function draftToPost(request: FastifyRequest): { draft: number; guest: Guest } | null {
  const [id, token = ''] = (request.cookies[cookieNames.waiting] ?? '').split('.')
  const draft = rowId(id)
  return draft === null || !tokenShape.test(token)
    ? null
    : { draft, guest: { key: tokenHash(token), fresh: false, address: placeOf(request) } }
}

export const forgetDraftToPost = (deps: Deps, reply: FastifyReply): void =>
  void reply.clearCookie(cookieNames.waiting, cookie(deps, ACCOUNTS_PATH, 0))
