// Rejects requests of banned accounts and of guests at banned addresses, before every route that changes anything.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { isTool } from '../markup/toolbar.ts'
import { may } from '../permissions.ts'
import { urls } from '../urls.ts'
import { datesOf } from '../web/reader.ts'
import { banSentence, findRequestBan, senderOf } from './checks.ts'

const bodyField = (request: FastifyRequest, field: 'action' | 'tool'): unknown =>
  (request.body as Record<string, unknown> | null | undefined)?.[field]

/** Receipts stay open for reading, previews and withdrawals; not for edits, restoring or claims. */
const keepsReceipt = (request: FastifyRequest): boolean =>
  !['edit', 'restore', 'claim'].includes(String(bodyField(request, 'action') ?? ''))

/** Buttons of the comment form that post nothing and return the text. */
const isWithoutPosting = (request: FastifyRequest): boolean =>
  isTool(bodyField(request, 'tool'), 'article') || !['', 'post'].includes(String(bodyField(request, 'action') ?? ''))

/** Routes whose transaction asks for the bans of a member anyway, and that answer as this hook does. */
const asksInside: ReadonlySet<string> = new Set(['/comments'])

/** Buttons of an article's form that send nothing and return the text. */
const isWithoutSending = (request: FastifyRequest): boolean =>
  isTool(bodyField(request, 'tool'), 'article') ||
  !['', 'submit', 'publish'].includes(String(bodyField(request, 'action') ?? ''))

/**
 * The routes that stay open to somebody banned: reading, signing in and out, ending things, withdrawing, appealing, and
 * saving a text. All other routes that change anything are closed, new ones included.
 */
export const allowedWhileBanned: Record<string, true | ((request: FastifyRequest) => boolean)> = {
  '/theme': true,
  '/marks': true,
  '/articles/:id/unreads': true,
  '/accounts/login': true,
  '/accounts/login/second-factor': true,
  '/accounts/login/passkey': true,
  '/accounts/passkeys/challenges': true,
  '/accounts/logout': true,
  '/accounts/first-admin': true,
  '/accounts/first-admin/:token': true,
  '/accounts/email/confirm': true,
  '/accounts/email/confirm/:token': true,
  '/accounts/email/stop': true,
  '/accounts/second-factor/stop': true,
  '/accounts/password/ratings': true,
  '/accounts/password/forgot': true,
  '/accounts/password/reset': true,
  '/accounts/password/reset/:token': true,
  '/inbox/unsubscribe/:token': true,
  '/editions/unsubscribe/:token': true,
  '/accounts/appeals': true,
  '/comments/:id/appeals': true,
  '/comments/drafts': true,
  '/comments/drafts/texts': true,
  '/comments/:id/withdrawals': true,
  '/comments/receipts/:token': keepsReceipt,
  '/comments': isWithoutPosting,
  '/desk/links': isWithoutSending,
  '/desk/articles': isWithoutSending,
  '/desk/submissions/:id/edits': isWithoutSending,
  '/desk/receipts/:token/edits': isWithoutSending,
  '/desk/submissions/:id/withdrawals': true,
  '/desk/receipts/:token/withdrawals': true,
  '/desk/drafts': true,
  '/desk/drafts/:id/deletions': true,
}

const READ_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Must run before routes are added. The check is the last hook of a route: a typed text has been saved by then. */
export function rejectBanned(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRoute', (route) => {
    if ([route.method].flat().every((method) => READ_METHODS.has(method))) return
    const open = Object.hasOwn(allowedWhileBanned, route.url) ? allowedWhileBanned[route.url] : undefined
    if (open === true) return
    const ask = async (request: FastifyRequest): Promise<void> => {
      const isAskedInside = request.viewer !== null && asksInside.has(route.url)
      if (!isAskedInside && !open?.(request)) await refuseBanned(deps, request, route.url)
    }
    route.preHandler = [...[route.preHandler ?? []].flat(), ask]
  })
}

/** @throws AppError `banned` if the sender of a request is banned */
export async function refuseBanned(deps: Deps, request: FastifyRequest, route: string): Promise<void> {
  const ban = await findRequestBan(deps, deps.db, senderOf(request.viewer, request.ip, request.endedAccount))
  if (may.send({ banned: ban !== null }) === null) return
  throw new AppError('banned', banSentence(deps, ban!, datesOf(deps, request)), null, [
    { href: urls.banAppeals, text: 'Appeal against the ban' },
    ...(route.startsWith('/comments') ? [{ href: urls.drafts, text: 'Your drafts' }] : []),
    ...(route.startsWith('/desk') ? [{ href: urls.articleDrafts, text: 'Your drafts' }] : []),
  ])
}
