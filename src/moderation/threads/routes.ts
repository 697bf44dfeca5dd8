// /moderation/threads and the nouns of its forms: how a thread is kept in order beside being closed; and the closing of all old ones.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requireArticle } from '../../articles/reading.ts'
import { threadOf } from '../../comments/thread/state-checks.ts'
import type { Deps } from '../../deps.ts'
import { askedOnce, characters, type Faults, readFields } from '../../faults.ts'
import { reasonFault } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import type { Done } from '../batches/actions.ts'
import { tabbed } from '../queue/tab-reading.ts'
import { closeOlder, holdThread, MOST_CLOSED, noticeThread, settleThread, slowThread } from './actions.ts'
import { paces, people, type ThreadNoun, type ThreadTyped, threadNouns, threadSettingsPage } from './pages.ts'
import { noticeOf, settingOf } from './queries.ts'

const moderators = { config: { access: 'moderator' } } as const

type Form = Record<'article' | 'reason' | 'minutes' | 'who' | 'days' | 'text' | 'action', string>

/** What is wrong with a form, field by field; the first is told. */
const faultsOf: Record<ThreadNoun, (form: Form) => Faults> = {
  'thread-holds': () => ({}),
  slowdowns: ({ minutes, action }) =>
    action === 'release' || paces.some((pace) => String(pace) === minutes)
      ? {}
      : { minutes: `One of ${paces.join(', ')} minutes.` },
  'thread-settings': ({ who, days }) => ({
    ...(Object.hasOwn(people, who) ? {} : { who: 'Everybody, members, or editors and moderators.' }),
    ...(days.trim() === '' || (/^[1-9]\d{0,3}$/.test(days.trim()) && Number(days) <= 3650)
      ? {}
      : { days: 'A number of days from 1 to 3650, or nothing.' }),
  }),
  'thread-notices': ({ text }) =>
    characters(text) > limits.lede ? { text: `At most ${limits.lede} characters.` } : {},
}

export function threadRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendThread(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string | undefined,
    typed: ThreadTyped | null,
    done: string,
    status: number,
  ): Promise<FastifyReply> {
    const article = await requireArticle(deps, id)
    if (status >= 400 && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { [typed!.fault.field]: typed!.fault.text } })
    const page = threadSettingsPage(
      article,
      {
        thread: threadOf(deps, article),
        setting: await settingOf(deps.db, article.id),
        notice: await noticeOf(deps.db, article.id),
        siteDays: deps.settings().closeAfterDays,
      },
      typed,
      done,
      datesOf(deps, request),
    )
    return sendPage(
      app,
      request,
      reply,
      'moderation/threads/settings',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.thread(article.id))),
        title: 'Keep this thread in order',
        description: article.headline,
        ...page,
      },
      status,
    )
  }

  app.get<{ Querystring: { article?: unknown; done?: unknown } }>('/moderation/threads', moderators, (request, reply) =>
    sendThread(request, reply, askedOnce(request.query.article), null, askedOnce(request.query.done) ?? '', 200),
  )

  const acts: Record<
    ThreadNoun,
    (viewer: FastifyRequest['viewer'], article: number, reason: string, form: Form) => [Promise<Done>, string]
  > = {
    'thread-holds': (viewer, article, reason, { action }) => [
      holdThread(deps, viewer, article, reason, action !== 'release'),
      action === 'release' ? 'released' : 'held',
    ],
    slowdowns: (viewer, article, reason, { action, minutes }) => [
      slowThread(deps, viewer, article, reason, action === 'release' ? null : Number(minutes)),
      action === 'release' ? 'unslowed' : 'slowed',
    ],
    'thread-settings': (viewer, article, reason, { who, days }) => [
      settleThread(deps, viewer, article, reason, {
        who: who as keyof typeof people,
        days: days.trim() === '' ? null : Number(days),
      }),
      'settled',
    ],
    'thread-notices': (viewer, article, reason, { text }) => [
      noticeThread(deps, viewer, article, reason, text),
      text.trim() === '' ? 'unnoticed' : 'noticed',
    ],
  }

  for (const noun of threadNouns) {
    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const form = readFields(request.body, ['article', 'reason', 'minutes', 'who', 'days', 'text', 'action'])
      const article = await requireArticle(deps, form.article)
      const faults: Faults = {
        ...faultsOf[noun](form),
        ...(reasonFault(form.reason.trim()) === null ? {} : { reason: reasonFault(form.reason.trim())! }),
      }
      const [first] = Object.entries(faults)
      if (first)
        return sendThread(
          request,
          reply,
          form.article,
          { ...form, noun, fault: { field: first[0], text: first[1]! } },
          '',
          422,
        )
      const [outcome, done] = acts[noun](request.viewer, article.id, form.reason.trim(), form)
      return reply.redirect(
        `${urls.thread(article.id)}&done=${(await outcome).kind === 'already' ? 'already' : done}`,
        303,
      )
    })
  }

  async function sendOlder(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { days: string; reason: string },
    faults: Faults<'days' | 'reason'>,
    done: string,
    status = 200,
  ): Promise<FastifyReply> {
    if (status >= 400 && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    return sendPage(
      app,
      request,
      reply,
      'moderation/threads/older',
      {
        chrome: await tabbed(deps, request, unlisted(await chromeFor(deps, request, urls.older)), urls.older),
        title: 'Close old threads',
        description: 'Closes every open thread of old articles at once.',
        ...typed,
        faults: { days: faults.days ?? '', reason: faults.reason ?? '' },
        most: MOST_CLOSED,
        maxReason: limits.reason,
        done:
          done === 'none'
            ? 'No thread as old as that was open.'
            : /^\d{1,6}$/.test(done)
              ? `Closed: ${done}. It is one act, and undone as one in the log.`
              : '',
      },
      status,
    )
  }

  app.get<{ Querystring: { done?: unknown } }>('/moderation/closures/older', moderators, (request, reply) =>
    sendOlder(request, reply, { days: '30', reason: '' }, {}, askedOnce(request.query.done) ?? ''),
  )

  app.post('/moderation/closures/older', moderators, async (request, reply) => {
    const form = readFields(request.body, ['days', 'reason'])
    const reason = reasonFault(form.reason.trim())
    const faults: Faults<'days' | 'reason'> = {
      ...(/^[1-9]\d{0,4}$/.test(form.days.trim()) ? {} : { days: 'A number of days, from 1 on.' }),
      ...(reason === null ? {} : { reason }),
    }
    if (Object.keys(faults).length > 0) return sendOlder(request, reply, form, faults, '', 422)
    const outcome = await closeOlder(deps, request.viewer, Number(form.days), form.reason.trim())
    return reply.redirect(`${urls.older}?done=${outcome.kind === 'already' ? 'none' : outcome.value}`, 303)
  })
}
