// /moderation: comments that wait for a moderator, and those that members have flagged.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { askedOnce, rowId } from '../web/forms.ts'
import { sendPage } from '../web/pages.ts'
import { datesOf } from '../web/reader.ts'
import { urls } from '../web/urls.ts'
import { APPEALS } from './appeal-pages.ts'
import { readCases } from './appeal-reading.ts'
import { flaggedComments, flaggedCount, openFlags } from './flag-queries.ts'
import { holdById, waitingComments, waitingCount } from './hold-queries.ts'
import { usualWords } from './hold-reading.ts'
import { classifyAll } from './learning.ts'
import { CASES, queuePage } from './queue-pages.ts'

const moderators = { config: { access: 'moderator' } } as const

export function queueRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendQueue(request: FastifyRequest, reply: FastifyReply, asked: { after?: unknown; done?: unknown; batch?: unknown }): Promise<FastifyReply> {
    const id = asked.after === undefined ? null : rowId(askedOnce(asked.after))
    const after = id === null ? undefined : await holdById(deps.db, id)
    if (asked.after !== undefined && after === undefined) throw missing()
    const rows = await waitingComments(deps.db, after ?? null, CASES + 1)
    const flagged = after === undefined ? await flaggedComments(deps.db, CASES) : []
    const flags = await openFlags(deps.db, flagged.map(({ id }) => id))
    const page = queuePage({ rows, flagged, flags, total: (await waitingCount(deps.db)) + (await flaggedCount(deps.db)), looks: await classifyAll(deps.db, rows) }, await usualWords(deps), after === undefined, { done: askedOnce(asked.done) ?? '', batch: rowId(askedOnce(asked.batch)) }, deps.clock(), datesOf(deps, request))
    const appeals = after === undefined ? await readCases(deps, request.viewer, null, APPEALS.queue, urls.queue, datesOf(deps, request)) : null
    return sendPage(app, request, reply, 'moderation/queue', { chrome: unlisted(await chromeFor(deps, request, urls.queue)), title: 'Waiting for you', description: page.intro, ...page, appeals })
  }

  app.get<{ Querystring: { after?: unknown; done?: unknown; batch?: unknown } }>('/moderation', moderators, (request, reply) => sendQueue(request, reply, request.query))
}
