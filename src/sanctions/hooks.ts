// Who may send nothing: banned accounts, and guests from banned addresses; asked in one place, before every route that changes anything.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { isTool } from '../markup/toolbar.ts'
import { may } from '../permissions.ts'
import { urls } from '../urls.ts'
import { datesOf } from '../web/reader.ts'
import { banOnRequest, banSentence } from './checks.ts'

const said = (request: FastifyRequest, field: 'action' | 'tool'): unknown =>
  (request.body as Record<string, unknown> | null | undefined)?.[field]

/** Receipts: to look, to preview and to take back; not to change, to put back or to claim. */
const takesBack = (request: FastifyRequest): boolean =>
  !['edit', 'restore', 'claim'].includes(String(said(request, 'action') ?? ''))

/** Presses of the comment form that post nothing: they give the text back. */
const onlyWrites = (request: FastifyRequest): boolean =>
  isTool(said(request, 'tool')) || !['', 'post'].includes(String(said(request, 'action') ?? ''))

/**
 * What whoever is banned can still send: what belongs to reading, to signing in and out, to ending and taking back, to
 * appealing, and to not losing what one has typed. Any other form of the site, one that is new included, is closed to them.
 */
export const allowedWhileBanned: Record<string, true | ((request: FastifyRequest) => boolean)> = {
  '/theme': true,
  '/marks': true,
  '/articles/:id/unreads': true,
  '/accounts/login': true,
  '/accounts/logout': true,
  '/accounts/first-admin/:token': true,
  '/accounts/email/confirm/:token': true,
  '/inbox/unsubscribe/:token': true,
  '/accounts/appeals': true,
  '/comments/:id/appeals': true,
  '/comments/drafts': true,
  '/comments/:id/withdrawals': true,
  '/comments/receipts/:token': takesBack,
  '/comments': onlyWrites,
}

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Called before any route is made. The question is the last one before a route's own work: what was typed has been kept by then. */
export function rejectBanned(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRoute', (route) => {
    if ([route.method].flat().every((method) => reads.has(method))) return
    const open = Object.hasOwn(allowedWhileBanned, route.url) ? allowedWhileBanned[route.url] : undefined
    if (open === true) return
    const ask = async (request: FastifyRequest): Promise<void> => {
      if (open !== undefined && open(request)) return
      const ban = await banOnRequest(deps, deps.db, { account: request.viewer?.id ?? null, ip: request.ip })
      if (may.send({ banned: ban !== null }) === null) return
      throw new AppError('banned', banSentence(deps, ban!, datesOf(deps, request)), null, [
        { href: urls.banAppeals, text: 'Appeal against the ban' },
        ...(route.url.startsWith('/comments') ? [{ href: urls.drafts, text: 'Your drafts' }] : []),
      ])
    }
    route.preHandler = [...[route.preHandler ?? []].flat(), ask]
  })
}
