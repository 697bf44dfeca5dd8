// /moderation/threads and the nouns of its forms: the settings of a thread; and /moderation/closures/older, which closes old threads.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { requireArticle } from '../../articles/reading.ts'
import type { ActionResult } from '../../batches/actions.ts'
import { threadOf } from '../../comments/thread/state-checks.ts'
import type { Deps } from '../../deps.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import type { Viewer } from '../../permissions.ts'
import { readReasonedForm, reasonChips } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { changeThreadSettings, holdThread, setSlowMode, setThreadNotice } from './actions.ts'
import { oldThreadsForm, slowModeForm, threadHoldForm, threadNoticeForm, threadSettingsForm } from './form.ts'
import { closeOldThreads, MAX_THREADS_CLOSED } from './older-actions.ts'
import { hasChips, type ThreadForm, type TypedThreadForm, threadSettingsPage } from './pages.ts'
import { threadNoticeInForce, threadSettingInForce } from './queries.ts'

const moderators = { config: { access: 'moderator' } } as const

/** Runs a form's action; `done` names the message of the page that follows. */
type FormAction<T> = (
  viewer: Viewer | null,
  article: number,
  value: T,
) => { result: Promise<ActionResult>; done: string }

/** Registers the settings page. @returns a function that registers one of its forms */
function settingsRoutes(app: FastifyInstance, deps: Deps) {
  async function sendSettings(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string | undefined,
    sent: TypedThreadForm | null,
    done = '',
  ): Promise<FastifyReply> {
    const article = await requireArticle(deps, id)
    const facts = {
      thread: threadOf(deps, article),
      setting: await threadSettingInForce(deps.db, article.id),
      notice: await threadNoticeInForce(deps.db, article.id),
      siteDays: deps.settings().closeAfterDays,
      reasons: deps.settings().closingReasons,
    }
    const page = threadSettingsPage(article, facts, sent, done, datesOf(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.thread(article.id)))
    const model = { chrome, title: 'Thread settings', description: article.headline, ...page }
    return sendPage(app, request, reply, 'moderation/threads/settings', model, sent === null ? 200 : 422)
  }

  app.get<{ Querystring: { article?: unknown; done?: unknown } }>('/moderation/threads', moderators, (request, reply) =>
    sendSettings(request, reply, queryValue(request.query.article), null, queryValue(request.query.done) ?? ''),
  )

  return function addForm<S extends z.ZodObject>(noun: ThreadForm, schema: S, act: FormAction<z.output<S>>): void {
    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const { typed, value, faults }: { typed: Record<string, string>; value: z.output<S> | null; faults: Faults } =
        hasChips(noun)
          ? readReasonedForm(schema, request.body, deps.settings().closingReasons)
          : readForm(schema, request.body)
      const article = await requireArticle(deps, typed['article'])
      if (value === null) {
        // The page shows one fault at a time: the first in the order of the fields.
        const name = Object.keys(typed).find((field) => faults[field] !== undefined)!
        const first = { [name]: faults[name]! }
        if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: first })
        return sendSettings(request, reply, typed['article'], { noun, typed, faults: first })
      }
      const { result, done } = act(request.viewer, article.id, value)
      const outcome = await result
      return reply.redirect(`${urls.thread(article.id)}&done=${outcome.kind === 'already' ? 'already' : done}`, 303)
    })
  }
}

export function threadRoutes(app: FastifyInstance, deps: Deps): void {
  const addForm = settingsRoutes(app, deps)
  addForm('thread-holds', threadHoldForm, (viewer, article, { action, reason }) => ({
    result: holdThread(deps, viewer, article, reason, action !== 'release'),
    done: action === 'release' ? 'released' : 'held',
  }))
  addForm('slowdowns', slowModeForm, (viewer, article, { action, minutes, reason }) => ({
    result: setSlowMode(deps, viewer, article, reason, action === 'release' ? null : Number(minutes)),
    done: action === 'release' ? 'unslowed' : 'slowed',
  }))
  addForm('thread-settings', threadSettingsForm, (viewer, article, { who, days, reason }) => ({
    result: changeThreadSettings(deps, viewer, article, reason, { who, days }),
    done: 'settled',
  }))
  addForm('thread-notices', threadNoticeForm, (viewer, article, { text, reason }) => ({
    result: setThreadNotice(deps, viewer, article, reason, text),
    done: text === '' ? 'unnoticed' : 'noticed',
  }))
  oldThreadRoutes(app, deps)
}

/** The message of the page that closes old threads, by the `done` of its address. */
const oldThreadsMessage = (done: string, areLeft: boolean): string =>
  done === 'none'
    ? 'No thread of an article that old was open.'
    : /^\d{1,6}$/.test(done)
      ? `Threads closed: ${done}.${areLeft ? ' There are more: press the button again to close them.' : ''} You can undo all of it at once in the log.`
      : ''

function oldThreadRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendOldThreads(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { days: string; chip: string; reason: string },
    faults: Faults<'days' | 'reason'> | null,
    done = '',
    areLeft = false,
  ): Promise<FastifyReply> {
    if (faults !== null && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const model = {
      chrome: await withTabs(deps, request, unlisted(await chromeFor(deps, request, urls.older)), urls.older),
      title: 'Close old threads',
      description: 'Closes every open thread of old articles at once.',
      days: typed.days,
      chips: reasonChips(deps.settings().closingReasons, {
        legend: 'Reason, shown under each article and in the log',
        typed,
        fault: faults?.reason ?? '',
        field: 'area',
      }),
      faults: { days: faults?.days ?? '' },
      maxThreads: MAX_THREADS_CLOSED,
      done: oldThreadsMessage(done, areLeft),
    }
    return sendPage(app, request, reply, 'moderation/threads/older', model, faults === null ? 200 : 422)
  }

  app.get<{ Querystring: { done?: unknown; left?: unknown } }>(
    '/moderation/closures/older',
    moderators,
    (request, reply) => {
      const { done, left } = request.query
      const areLeft = queryValue(left) !== undefined
      return sendOldThreads(request, reply, { days: '30', chip: '', reason: '' }, null, queryValue(done) ?? '', areLeft)
    },
  )

  app.post('/moderation/closures/older', moderators, async (request, reply) => {
    const { typed, value, faults } = readReasonedForm(oldThreadsForm, request.body, deps.settings().closingReasons)
    if (value === null) return sendOldThreads(request, reply, typed, faults)
    const outcome = await closeOldThreads(deps, request.viewer, value.days, value.reason)
    const done =
      outcome.kind === 'already' ? 'none' : `${outcome.value.closed}${outcome.value.areLeft ? '&left=yes' : ''}`
    return reply.redirect(`${urls.older}?done=${done}`, 303)
  })
}
