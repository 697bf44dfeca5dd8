// Rejects changes by members whose account will be deleted, before every route that changes anything but the account.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { dateOf } from '../../format.ts'
import { allowedWhileBanned } from '../../sanctions/hooks.ts'
import { urls } from '../../urls.ts'
import { datesOf } from '../../web/reader.ts'

const READ_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Must run before routes are added. The check is the last hook of a route: a typed text has been saved by then. */
export function rejectLeaving(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRoute', (route) => {
    if ([route.method].flat().every((method) => READ_METHODS.has(method)) || route.url.startsWith('/accounts/')) return
    const open = Object.hasOwn(allowedWhileBanned, route.url) ? allowedWhileBanned[route.url] : undefined
    if (open === true) return
    const ask = async (request: FastifyRequest): Promise<void> => {
      const due = request.viewer?.leavingAt ?? null
      if (due === null || open?.(request)) return
      throw new AppError(
        'forbidden',
        `Your account will be deleted on ${dateOf(due, datesOf(deps, request))}. Until then you can read, but not post or change anything.`,
        null,
        [{ href: urls.deletion, text: 'Keep your account' }],
      )
    }
    route.preHandler = [...[route.preHandler ?? []].flat(), ask]
  })
}
