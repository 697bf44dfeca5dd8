// /live: server-sent events of an open thread.

import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { sessionToken } from '../accounts/sessions/hooks.ts'
import { wasPublished } from '../articles/queries.ts'
import type { Deps } from '../deps.ts'
import { AppError, gone, missing } from '../errors.ts'
import { queryValue, rowId } from '../faults.ts'
import { countedNetworks } from '../ip-ranges.ts'
import { mutesOf } from '../mutes/queries.ts'
import { compileMutes, noMutes } from '../mutes/rules.ts'
import { tokenHash } from '../random.ts'

/** Neither caches nor proxies may store or buffer a stream. */
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  connection: 'close',
} as const

const RETRY_AFTER_SECONDS = 60

function beginStream(reply: FastifyReply): FastifyReply['raw'] {
  reply.hijack()
  reply.raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...headers })
  return reply.raw
}

/** Number of the newest comment that the page or the reconnecting browser has; null for none. */
function readSince(query: unknown, lastId: unknown): number | null {
  if (query !== undefined && (typeof query !== 'string' || !/^(0|[1-9]\d{0,8})$/.test(query))) throw missing()
  const text = query ?? queryValue(lastId)
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
}

export function liveRoutes(app: FastifyInstance, deps: Deps): void {
  // Streams do not end on their own: the server would wait for them forever.
  app.addHook('preClose', async () => deps.live.close())

  app.get<{ Params: { id: string }; Querystring: { since?: unknown } }>(
    '/live/articles/:id',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const articleId = rowId(request.params.id)
      if (articleId === null) throw missing()
      const since = readSince(request.query.since, request.headers['last-event-id'])
      if (request.method === 'HEAD') return reply.headers(headers).send()
      const { viewer } = request
      const token = sessionToken(request, deps)
      const reader = {
        articleId,
        since,
        networks: countedNetworks(request.ip),
        accountId: viewer?.id ?? null,
        session: viewer === null || token === undefined ? null : tokenHash(token),
        mutes: viewer === null ? noMutes : compileMutes(await mutesOf(deps.db, viewer.id)),
      }
      const admission = await deps.live.join(reader, () => beginStream(reply))
      if (admission === 'joined') return reply
      if (admission === 'missing') throw (await wasPublished(deps.db, articleId)) ? gone() : missing()
      if (admission === 'crowded')
        throw new AppError(
          'tooOften',
          'Too many open threads from your network get new comments live. Reload this page to see them.',
          RETRY_AFTER_SECONDS,
        )
      if (admission === 'full')
        throw new AppError(
          'unavailable',
          'Too many readers get new comments live. Reload this page to see them.',
          RETRY_AFTER_SECONDS,
        )
      // 204 tells a browser not to reconnect: the thread is closed.
      return reply.code(204).header('cache-control', 'no-store').send()
    },
  )
}
