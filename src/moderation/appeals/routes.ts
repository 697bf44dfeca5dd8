// /moderation/answers: appeals that wait, and the answer to one, in words.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { decisionDoneMessage } from '../decisions/pages.ts'
import { tabbed } from '../queue/tab-reading.ts'
import { answerAppeal } from './actions.ts'
import { APPEALS, answeredPage, answerFault, answersPage, CHANGED, isAnswer } from './pages.ts'
import { appealById } from './queries.ts'
import { readCase, readCases } from './reading.ts'

const moderators = { config: { access: 'moderator' } } as const

type Typed = { answer: string; fault: string }

export function appealRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    page: ReturnType<typeof answersPage>,
    status: number,
  ): Promise<FastifyReply> {
    return sendPage(
      app,
      request,
      reply,
      'moderation/appeals/answers',
      {
        chrome: await tabbed(
          deps,
          request,
          unlisted(await chromeFor(deps, request, urls.answers, urls.queue)),
          `${urls.queue}#appeals`,
        ),
        title: 'Appeals',
        description: 'Appeals that wait for an answer.',
        ...page,
      },
      status,
    )
  }

  /** One appeal: its form, or what somebody else has made of it meanwhile. */
  async function sendOne(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    typed: Typed,
    status: number,
  ): Promise<FastifyReply> {
    const dates = datesOf(deps, request)
    const list = await readCase(deps, request.viewer, id, typed, dates)
    const row = await appealById(deps.db, id)
    if (row === undefined) throw missing()
    const page =
      list === null
        ? answeredPage(row, typed.answer)
        : answersPage(list, { done: status === 409 ? CHANGED : '', batch: null })
    if (status === 409 && takesJson(request))
      return sendProblem(reply, { kind: 'conflict', sentence: page.answered?.says ?? page.done })
    if (status === 422 && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { answer: typed.fault } })
    return send(request, reply, page, status)
  }

  app.get<{ Querystring: Record<'appeal' | 'after' | 'done' | 'batch', unknown> }>(
    '/moderation/answers',
    moderators,
    async (request, reply) => {
      const { appeal, after, done, batch } = request.query
      if (appeal !== undefined)
        return sendOne(request, reply, rowId(askedOnce(appeal)) ?? 0, { answer: '', fault: '' }, 200)
      const last = after === undefined ? null : await appealById(deps.db, rowId(askedOnce(after)) ?? 0)
      if (last === undefined) throw missing()
      return send(
        request,
        reply,
        answersPage(await readCases(deps, request.viewer, last, APPEALS.page, datesOf(deps, request)), {
          done: decisionDoneMessage(askedOnce(done) ?? ''),
          batch: rowId(askedOnce(batch)),
        }),
        200,
      )
    },
  )

  app.post('/moderation/answers', moderators, async (request, reply) => {
    const form = readFields(request.body, ['appeal', 'answer', 'action', 'seen', 'next'])
    const id = rowId(form.appeal)
    if (id === null) throw missing()
    if (!isAnswer(form.action)) {
      const error = notAButton('Nothing was decided.')
      if (takesJson(request)) throw error
      return sendOne(request, reply, id, { answer: form.answer, fault: error.message }, 422)
    }
    const fault = answerFault(form.answer.trim())
    if (fault !== null) return sendOne(request, reply, id, { answer: form.answer, fault }, 422)
    const outcome = await answerAppeal(deps, request.viewer, id, form.action === 'grant', form.answer.trim(), form.seen)
    if (outcome.kind === 'already') return sendOne(request, reply, id, { answer: form.answer, fault: '' }, 409)
    const next = inside(form.next, urls.queue)
    return reply.redirect(
      `${next}${next.includes('?') ? '&' : '?'}done=${form.action === 'grant' ? 'granted' : 'refused'}&batch=${outcome.batch}`,
      303,
    )
  })
}
