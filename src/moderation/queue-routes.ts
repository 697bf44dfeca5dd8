// /moderation: comments that wait for a moderator, and the two decisions about them.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { askedOnce, readFields, rowId } from '../web/forms.ts'
import { sendPage } from '../web/pages.ts'
import { datesOf } from '../web/reader.ts'
import { inside, urls } from '../web/urls.ts'
import { holdById, waitingComments, waitingCount } from './hold-queries.ts'
import { usualWords } from './hold-reading.ts'
import { classifyAll } from './learning.ts'
import { approveComment, removeComment } from './holding.ts'
import { CASES, queuePage, type Typed } from './queue-pages.ts'
import { reasonFault } from './reasons.ts'

const moderators = { config: { access: 'moderator' } } as const

export function queueRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendQueue(request: FastifyRequest, reply: FastifyReply, asked: { after?: unknown; done?: unknown; batch?: unknown }, typed: Typed | null = null, status = 200): Promise<FastifyReply> {
    const id = asked.after === undefined ? null : rowId(askedOnce(asked.after))
    const after = id === null ? undefined : await holdById(deps.db, id)
    if (asked.after !== undefined && after === undefined) throw missing()
    const rows = await waitingComments(deps.db, after ?? null, CASES + 1)
    const page = queuePage(rows, await waitingCount(deps.db), await usualWords(deps), after === undefined, await classifyAll(deps.db, rows), { done: askedOnce(asked.done) ?? '', batch: rowId(askedOnce(asked.batch)) }, typed, deps.clock(), datesOf(deps, request))
    return sendPage(app, request, reply, 'moderation/queue', { chrome: unlisted(await chromeFor(deps, request, urls.queue)), title: 'Waiting for you', description: page.intro, ...page }, status)
  }

  app.get<{ Querystring: { after?: unknown; done?: unknown; batch?: unknown } }>('/moderation', moderators, (request, reply) => sendQueue(request, reply, request.query))

  const decisions = {
    approvals: { act: approveComment, done: 'approved', needsReason: false },
    removals: { act: removeComment, done: 'removed', needsReason: true },
  } as const
  for (const noun of ['approvals', 'removals'] as const) {
    const { act, done, needsReason } = decisions[noun]
    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const form = readFields(request.body, ['comment', 'reason', 'next'])
      const id = rowId(form.comment)
      if (id === null) throw missing()
      const reason = form.reason.trim()
      const fault = reason === '' && !needsReason ? null : reasonFault(reason)
      if (fault !== null) return takesJson(request) ? sendProblem(reply, { kind: 'invalid', faults: { reason: fault } }) : sendQueue(request, reply, {}, { comment: id, reason: form.reason, fault }, 422)
      const outcome = await act(deps, request.viewer, id, reason)
      return reply.redirect(inside(form.next, `${urls.queue}?done=${outcome.kind === 'already' ? 'already' : `${done}&batch=${outcome.batch}`}`), 303)
    })
  }
}
