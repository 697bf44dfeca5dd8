// /live: what happens in an open thread, as it happens.

import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { sessionToken } from '../accounts/sessions/hooks.ts'
import { wasPublished } from '../articles/queries.ts'
import type { Deps } from '../deps.ts'
import { AppError, gone, missing } from '../errors.ts'
import { askedOnce, rowId } from '../faults.ts'
import { mutesOf } from '../mutes/queries.ts'
import { compileMutes, noMutes } from '../mutes/rules.ts'
import { tokenHash } from '../random.ts'

/** A stream is nobody's to keep, and no proxy is to gather it up. */
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  connection: 'close',
} as const

/** Seconds after which somebody who was not let in may try again. */
const RETRY_AFTER_SECONDS = 60

function beginStream(reply: FastifyReply): FastifyReply['raw'] {
  reply.hijack()
  reply.raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...headers })
  return reply.raw
}

/** The number that a page, or a browser that comes back, says it knows of; null for none. */
function readSince(query: unknown, lastId: unknown): number | null {
  if (query !== undefined && (typeof query !== 'string' || !/^(0|[1-9]\d{0,8})$/.test(query))) throw missing()
  const said = query ?? askedOnce(lastId)
  return said !== undefined && /^\d{1,9}$/.test(said) ? Number(said) : null
}

export function liveRoutes(app: FastifyInstance, deps: Deps): void {
  // Streams never end by themselves: without this the server would wait for them.
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
        address: request.ip,
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
          'From your address there are as many threads open as this site follows at once. Their pages go on without it.',
          RETRY_AFTER_SECONDS,
        )
      if (admission === 'full')
        throw new AppError(
          'unavailable',
          'More threads are being followed than this site can. Their pages go on without it.',
          RETRY_AFTER_SECONDS,
        )
      // To a browser this says: the thread is closed, do not come back.
      return reply.code(204).header('cache-control', 'no-store').send()
    },
  )
}
