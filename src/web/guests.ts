// Who writes without an account: the key that their browser holds, the details it was asked to remember, the receipt it was just given.
import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { isLook, rowId } from '../faults.ts'
import type { Guest, Writer } from '../permissions.ts'
import { hashOf, tokenHash } from '../random.ts'
import { DRAFT_LIFE, GUEST_LIFE, limits } from '../settings.ts'
import { cookieNames } from './cookies.ts'

/** What a guest asked the browser to remember. */
export type Details = { nic: string; email: string; website: string }

const tokenShape = /^[\w-]{43}$/

/** Where the key goes: to what is written, for a year; and to the pages with a form in them only while a text waits there. */
const WRITING = '/comments'
const READING = '/articles'

const cookie = (deps: Pick<Deps, 'config'>, path: string, life: number) => ({
  path,
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: deps.config.baseUrl.startsWith('https:'),
  maxAge: Math.trunc(life / 1000),
})

/** The hash of where a request comes from: by it a guest is known until they come back with their key. The address itself is kept for moderators alone, see moderation/standing.ts. */
export const placeOf = (request: FastifyRequest): string =>
  hashOf('address', request.ip, request.headers['user-agent'] ?? '')

/** The key that the browser holds, or was given with this request. */
const tokenOf = (request: FastifyRequest): string | undefined => {
  const token = request.cookies[cookieNames.guest] ?? request.cookies[cookieNames.draft]
  return token !== undefined && tokenShape.test(token) ? token : undefined
}

/** The guest whose browser holds a key; a member may have written as one before signing in. */
export function knownGuest(request: FastifyRequest): Guest | null {
  const token = tokenOf(request)
  return token === undefined ? null : { key: tokenHash(token), fresh: false, address: placeOf(request) }
}

/** Who writes: the account, else the guest, who is given a key where the browser holds none. */
export function writerOf(deps: Deps, request: FastifyRequest, reply: FastifyReply): Writer {
  if (request.viewer !== null) return request.viewer
  const known = tokenOf(request)
  const token = known ?? deps.random.token()
  if (known === undefined) {
    request.cookies[cookieNames.guest] = token
    request.freshGuest = true
    reply.setCookie(cookieNames.guest, token, cookie(deps, WRITING, GUEST_LIFE))
  }
  return { key: tokenHash(token), fresh: request.freshGuest, address: placeOf(request) }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The guest was given their key with this very request. */
    freshGuest: boolean
  }
}

/** While something of the guest's waits, the pages of articles are made for them; afterwards they are everybody's again. */
export function showWaiting(deps: Deps, request: FastifyRequest, reply: FastifyReply, waits: boolean): void {
  const token = tokenOf(request)
  if (waits && request.viewer === null && token !== undefined)
    reply.setCookie(cookieNames.draft, token, cookie(deps, READING, DRAFT_LIFE))
  else if (token !== undefined || request.cookies[cookieNames.waiting] !== undefined)
    reply.clearCookie(cookieNames.draft, cookie(deps, READING, 0))
}

/** How long the browser waits to be shown a receipt, in milliseconds. */
const RECEIPT_LIFE = 10 * 60_000

/** Hands the receipt of a comment to whoever has just posted it: the comment's address leads there, once. */
export const handReceipt = (deps: Deps, reply: FastifyReply, comment: number, token: string): void =>
  void reply.setCookie(cookieNames.receipt, `${comment}.${token}`, cookie(deps, WRITING, RECEIPT_LIFE))

/** The receipt that this browser was handed for a comment and has not been shown yet; with this it is. */
export function takeReceipt(deps: Deps, request: FastifyRequest, reply: FastifyReply, comment: number): string | null {
  const [id, token = ''] = (request.cookies[cookieNames.receipt] ?? '').split('.')
  // A page fetched before anybody asked to see it has shown nothing.
  if (isLook(request) || id !== String(comment) || !tokenShape.test(token)) return null
  reply.clearCookie(cookieNames.receipt, cookie(deps, WRITING, 0))
  return token
}

const detailsShape = z.tuple([
  z.string().max(limits.nic.max),
  z.string().max(limits.email),
  z.string().max(limits.address),
])

/** What the browser remembers of a guest, or null. */
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

/** Lets the browser remember a guest's details, or forget them. */
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
      cookie(deps, '/', GUEST_LIFE),
    )
  else if (request.cookies[cookieNames.details] !== undefined)
    reply.clearCookie(cookieNames.details, cookie(deps, '/', 0))
}

/** How long a text that was refused for want of a session is posted by signing in, in milliseconds. */
const WAITING_LIFE = 60 * 60_000
const SIGNING_IN = '/accounts'

/** Marks a guest's draft as one that signing in posts. */
export function markDraftToPost(deps: Deps, request: FastifyRequest, reply: FastifyReply, draft: number): void {
  const token = tokenOf(request)
  if (token !== undefined)
    reply.setCookie(cookieNames.waiting, `${draft}.${token}`, cookie(deps, SIGNING_IN, WAITING_LIFE))
}

/** The draft that this browser marked so, with the key of the guest whose it is; null where there is none. */
export function draftToPost(request: FastifyRequest): { draft: number; guest: Guest } | null {
  const [id, token = ''] = (request.cookies[cookieNames.waiting] ?? '').split('.')
  const draft = rowId(id)
  return draft === null || !tokenShape.test(token)
    ? null
    : { draft, guest: { key: tokenHash(token), fresh: false, address: placeOf(request) } }
}

export const forgetDraftToPost = (deps: Deps, reply: FastifyReply): void =>
  void reply.clearCookie(cookieNames.waiting, cookie(deps, SIGNING_IN, 0))
