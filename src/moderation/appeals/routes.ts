// /moderation/answers: open appeals, and answers to them.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { decisionDoneMessage } from '../decisions/pages.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { answerAppeal } from './actions.ts'
import { answerForm, isAnswer } from './form.ts'
import { APPEAL_LISTS, answeredPage, answersPage, COMMENT_CHANGED } from './pages.ts'
import { appealById } from './queries.ts'
import { readAppealItem, readAppealList } from './reading.ts'

const moderators = { config: { access: 'moderator' } } as const

type TypedAnswer = { answer: string; fault: string }

type Site = { app: FastifyInstance; deps: Deps }

async function send(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  page: ReturnType<typeof answersPage>,
  status: number,
): Promise<FastifyReply> {
  const { app, deps } = site
  return sendPage(
    app,
    request,
    reply,
    'moderation/appeals/answers',
    {
      chrome: await withTabs(
        deps,
        request,
        unlisted(await chromeFor(deps, request, urls.answers, urls.queue)),
        `${urls.queue}#appeals`,
      ),
      title: 'Appeals',
      description: 'Open appeals.',
      ...page,
    },
    status,
  )
}

/** Sends one appeal: its form, or its outcome when it is closed. */
async function sendOne(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  id: number,
  typed: TypedAnswer,
  status: number,
): Promise<FastifyReply> {
  const { deps } = site
  const dates = datesOf(deps, request)
  const list = await readAppealItem(deps, request.viewer, id, typed, dates)
  const row = await appealById(deps.db, id)
  if (row === undefined) throw missing()
  const page =
    list === null
      ? answeredPage(row, typed.answer)
      : answersPage(list, { done: status === 409 ? COMMENT_CHANGED : '', batch: null })
  if (status === 409 && takesJson(request))
    return sendProblem(reply, { kind: 'conflict', sentence: page.answered?.sentence ?? page.done })
  if (status === 422 && takesJson(request))
    return sendProblem(reply, { kind: 'invalid', faults: { answer: typed.fault } })
  return send(site, request, reply, page, status)
}

export function appealRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  app.get<{ Querystring: Record<'appeal' | 'after' | 'done' | 'batch', unknown> }>(
    '/moderation/answers',
    moderators,
    async (request, reply) => {
      const { appeal, after, done, batch } = request.query
      if (appeal !== undefined)
        return sendOne(site, request, reply, rowId(queryValue(appeal)) ?? 0, { answer: '', fault: '' }, 200)
      const last = after === undefined ? null : await appealById(deps.db, rowId(queryValue(after)) ?? 0)
      if (last === undefined) throw missing()
      return send(
        site,
        request,
        reply,
        answersPage(await readAppealList(deps, request.viewer, last, APPEAL_LISTS.page, datesOf(deps, request)), {
          done: decisionDoneMessage(queryValue(done) ?? ''),
          batch: rowId(queryValue(batch)),
        }),
        200,
      )
    },
  )

  app.post('/moderation/answers', moderators, async (request, reply) => {
    const { typed, value, faults } = readForm(answerForm, request.body)
    const id = rowId(typed.appeal)
    if (id === null) throw missing()
    if (!isAnswer(typed.action)) {
      const error = notAButton('Nothing was decided.')
      if (takesJson(request)) throw error
      return sendOne(site, request, reply, id, { answer: typed.answer, fault: error.message }, 422)
    }
    if (value === null)
      return sendOne(site, request, reply, id, { answer: typed.answer, fault: faults.answer ?? '' }, 422)
    const grants = typed.action === 'grant'
    const outcome = await answerAppeal(deps, request.viewer, id, grants, value.answer, value.seen)
    if (outcome.kind === 'already') return sendOne(site, request, reply, id, { answer: typed.answer, fault: '' }, 409)
    const next = inside(value.next, urls.queue)
    return reply.redirect(withQuery(next, `done=${grants ? 'granted' : 'refused'}&batch=${outcome.batch}`), 303)
  })
}
