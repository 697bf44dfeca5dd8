// Guests: the key in their browser, the details it remembers, and the receipt of a new comment.
import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { isPrefetchOrHead, rowId } from '../faults.ts'
import type { Guest, Writer } from '../permissions.ts'
import { keyedHash, signToken, tokenHash, verifyToken } from '../random.ts'
import { DRAFT_RETENTION_MS, GUEST_COOKIE_MS, limits } from '../settings.ts'
import { cookieNames } from './cookies.ts'

/** Details that a guest's browser remembers. */
export type Details = { nic: string; email: string; website: string }

const receiptShape = /^[\w-]{43}$/

/** Paths of the key's cookies: comments for a year; articles only while a draft exists, so that their pages stay cacheable. */
const COMMENTS_PATH = '/comments'
const ARTICLES_PATH = '/articles'
/** At the desk a guest has a key of their own: the one for comments is not sent there. */
const DESK_PATH = '/desk'

const cookie = (deps: Pick<Deps, 'config'>, path: string, life: number) => ({
  path,
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: deps.config.baseUrl.startsWith('https:'),
  maxAge: Math.trunc(life / 1000),
})

type Signer = Pick<Deps, 'secret'>

/** Hash of address and browser, which identifies a guest without a key. */
export const placeOf = ({ secret }: Signer, request: FastifyRequest): string =>
  keyedHash(secret, 'address', request.ip, request.headers['user-agent'] ?? '')

/** What the signatures of the two kinds of cookies are for. */
const KEY_PURPOSE = 'guest-key'
const WAITING_PURPOSE = 'waiting-draft'

/** The key that the browser holds or got with this request. Keys that this site did not sign count as none. */
const tokenOf = ({ secret }: Signer, { cookies }: FastifyRequest): string | null =>
  verifyToken(secret, KEY_PURPOSE, cookies[cookieNames.guest]) ??
  verifyToken(secret, KEY_PURPOSE, cookies[cookieNames.draft])

/** The cookies that hold a guest's key, with their paths and lives. */
const keyCookies = [
  [cookieNames.guest, COMMENTS_PATH, GUEST_COOKIE_MS],
  [cookieNames.draft, ARTICLES_PATH, DRAFT_RETENTION_MS],
] as const

/** A key without a signature, as browsers got them before keys were signed. */
export const unsignedKey = ({ cookies }: FastifyRequest): string | null =>
  keyCookies.flatMap(([name]) => cookies[name] ?? []).find((value) => receiptShape.test(value)) ?? null

/** Signs a key in every cookie that holds it. */
export function signKeys(deps: Deps, request: FastifyRequest, reply: FastifyReply, token: string): void {
  const signed = signToken(deps.secret, KEY_PURPOSE, token)
  for (const [name, path, life] of keyCookies) {
    if (request.cookies[name] !== token) continue
    request.cookies[name] = signed
    reply.setCookie(name, signed, cookie(deps, path, life))
  }
}

const guestOf = (deps: Signer, request: FastifyRequest, token: string, fresh: boolean): Guest => ({
  key: tokenHash(token),
  fresh,
  address: placeOf(deps, request),
})

/** The guest by the browser's key; a member may have been one before signing in. */
export function knownGuest(deps: Signer, request: FastifyRequest): Guest | null {
  const token = tokenOf(deps, request)
  return token === null ? null : guestOf(deps, request, token, false)
}

/** The author of a request: the account, else the guest, who gets a key if the browser holds none. */
export function writerOf(deps: Deps, request: FastifyRequest, reply: FastifyReply): Writer {
  if (request.viewer !== null) return request.viewer
  const known = tokenOf(deps, request)
  if (known !== null) return guestOf(deps, request, known, request.freshGuest)
  const token = deps.random.token()
  const signed = signToken(deps.secret, KEY_PURPOSE, token)
  request.cookies[cookieNames.guest] = signed
  request.freshGuest = true
  const path = request.url.startsWith(DESK_PATH) ? DESK_PATH : COMMENTS_PATH
  reply.setCookie(cookieNames.guest, signed, cookie(deps, path, GUEST_COOKIE_MS))
  return guestOf(deps, request, token, true)
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The guest got their key with this request. */
    freshGuest: boolean
  }
}

/** While the guest has drafts or held comments, article pages are made for them; else they come from the cache. */
export function showWaiting(deps: Deps, request: FastifyRequest, reply: FastifyReply, waits: boolean): void {
  const token = tokenOf(deps, request)
  if (waits && request.viewer === null && token !== null)
    reply.setCookie(
      cookieNames.draft,
      signToken(deps.secret, KEY_PURPOSE, token),
      cookie(deps, ARTICLES_PATH, DRAFT_RETENTION_MS),
    )
  else if (token !== null || request.cookies[cookieNames.waiting] !== undefined)
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
  if (isPrefetchOrHead(request) || id !== String(comment) || !receiptShape.test(token)) return null
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

/**
 * Marks a guest's draft so that signing in posts it. The mark is signed for the draft, and for the address and browser, so
 * that one planted in somebody else's browser posts nothing in their name.
 */
export function markDraftToPost(deps: Deps, request: FastifyRequest, reply: FastifyReply, draft: number): void {
  const token = tokenOf(deps, request)
  if (token === null) return
  const signed = signToken(deps.secret, WAITING_PURPOSE, token, draft, placeOf(deps, request))
  reply.setCookie(cookieNames.waiting, `${draft}.${signed}`, cookie(deps, ACCOUNTS_PATH, SIGN_IN_DRAFT_MS))
}

/** The draft that signing in posts, with its guest; null for none. */
export function draftToPost(deps: Signer, request: FastifyRequest): { draft: number; guest: Guest } | null {
  const text = request.cookies[cookieNames.waiting] ?? ''
  const at = text.indexOf('.')
  const draft = rowId(text.slice(0, Math.max(0, at)))
  if (draft === null) return null
  const token = verifyToken(deps.secret, WAITING_PURPOSE, text.slice(at + 1), draft, placeOf(deps, request))
  return token === null ? null : { draft, guest: guestOf(deps, request, token, false) }
}

export const forgetDraftToPost = (deps: Deps, reply: FastifyReply): void =>
  void reply.clearCookie(cookieNames.waiting, cookie(deps, ACCOUNTS_PATH, 0))
