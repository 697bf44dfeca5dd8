// /moderation: closing and reopening threads, and the public log of it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { publishedArticle, type ArticleRow } from '../articles/queries.ts'
import { threadOf } from '../comments/actions.ts'
import { closedWords } from '../comments/pages.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { limits } from '../settings.ts'
import { nextMidnight } from '../time.ts'
import { topic } from '../web/cache.ts'
import { chromeFor } from '../web/chrome.ts'
import { count, moment, number, type Moment } from '../web/format.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { characters, readFields, rowId } from '../web/forms.ts'
import { sendPage, sendPublic } from '../web/pages.ts'
import { urls } from '../web/urls.ts'
import { closeThread, reopenThread } from './actions.ts'
import { acts, type Act } from './log.ts'
import { logAfter, logLength, logPage } from './queries.ts'

const moderators = { config: { access: 'moderator' } } as const
const anyone = { config: { access: 'anyone' } } as const

export type VerdictPage = {
  heading: string
  intro: string
  action: string
  submit: string
  danger: string
  article: { id: number; href: string; headline: string }
  /** Where nothing is left to do: said in place of the form. */
  already: string
  reason: string
  fault: string
  maxReason: number
}

export type LogPage = {
  intro: string
  entries: { id: number; number: string; time: Moment; actor: string; actorHref: string; act: string; article: { href: string; headline: string } | null; comment: string; reason: string; hash: string }[]
  older: string
  newest: string
}

/** The two forms of a thread's opening and closing, in one table. */
const verdicts = {
  closures: {
    heading: 'Close this thread', submit: 'Close the thread', danger: ' danger', done: closeThread, wantsClosed: false,
    intro: 'Nobody but moderators can comment any more. The reason stands under the article, with your nic, and in the public log.',
    already: 'This thread is closed already.',
  },
  reopenings: {
    heading: 'Reopen this thread', submit: 'Reopen the thread', danger: '', done: reopenThread, wantsClosed: true,
    intro: 'Everybody can comment again. The reason stands in the public log, with your nic.',
    already: 'This thread is open already.',
  },
} as const

/** Log entries of a page. */
const LIST = 50

export function moderationRoutes(app: FastifyInstance, deps: Deps): void {
  async function articleOf(text: string | undefined): Promise<ArticleRow> {
    const id = rowId(text)
    const article = id === null ? undefined : await publishedArticle(deps.db, id)
    if (!article) throw missing()
    return article
  }

  for (const [noun, verdict] of Object.entries(verdicts)) {
    const sendForm = async (request: FastifyRequest, reply: FastifyReply, article: ArticleRow, reason: string, fault: string, status: number): Promise<FastifyReply> => {
      if (status >= 400 && takesJson(request)) return sendProblem(reply, fault === '' ? { kind: 'conflict', sentence: verdict.already } : { kind: 'invalid', faults: { reason: fault } })
      const thread = threadOf(deps, article)
      const words = closedWords(thread, null, deps.settings().timeZone)
      const page: VerdictPage = {
        heading: verdict.heading,
        intro: verdict.intro,
        action: `/moderation/${noun}`,
        submit: verdict.submit,
        danger: verdict.danger,
        article: { id: article.id, href: urls.article(article), headline: article.headline },
        already: thread.closed === verdict.wantsClosed ? '' : `${verdict.already}${words ? ` ${words.detail}` : ''}`,
        reason,
        fault,
        maxReason: limits.reason,
      }
      return sendPage(app, request, reply, 'moderation/verdict', { chrome: await chromeFor(deps, request, urls.log), title: verdict.heading, description: article.headline, ...page }, status)
    }

    app.get<{ Querystring: { article?: string } }>(`/moderation/${noun}`, moderators, async (request, reply) => sendForm(request, reply, await articleOf(request.query.article), '', '', 200))

    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const form = readFields(request.body, ['article', 'reason'])
      const article = await articleOf(form.article)
      const reason = form.reason.trim()
      if (reason === '') return sendForm(request, reply, article, form.reason, 'A reason is needed: it is what everybody else reads.', 422)
      if (characters(reason) > limits.reason) return sendForm(request, reply, article, form.reason, `A reason has at most ${limits.reason} characters.`, 422)
      const outcome = await verdict.done(deps, request.viewer, article.id, reason)
      if (outcome === 'already') return sendForm(request, reply, await articleOf(form.article), form.reason, '', 409)
      return reply.redirect(`${urls.article(article)}#comments`, 303)
    })
  }

  app.get<{ Querystring: { before?: string } }>('/moderation/log', anyone, async (request, reply) => {
    const before = request.query.before === undefined ? null : rowId(String(request.query.before))
    if (before === null && request.query.before !== undefined) throw missing()
    // Beyond the newest entry there is nothing, and nothing for the cache to keep.
    if (before !== null && before > (await logLength(deps.db)) + 1) throw missing()
    return sendPublic(app, deps, request, reply, `${urls.log}${before === null ? '' : `?before=${before}`}`, async () => {
      const now = deps.clock()
      const zone = deps.settings().timeZone
      const rows = await logPage(deps.db, before, LIST + 1)
      const shown = rows.slice(0, LIST)
      const page: LogPage = {
        intro: `Every act of a moderator or editor, with its reason: ${count(await logLength(deps.db), 'entry', 'entries')}. Each entry is chained to the one before it by its hash, so that none can be changed or taken out unseen.`,
        entries: shown.map((row) => ({
          id: row.id,
          number: number(row.id),
          time: moment(row.created_at, now, zone),
          actor: row.actor,
          actorHref: row.actor_nic === null ? '' : urls.person(row.actor_nic),
          act: acts[row.act as Act] ?? row.act,
          article: row.headline === null || row.slug === null ? null : { href: urls.article({ id: row.article_id!, slug: row.slug }), headline: row.headline },
          comment: row.subject === 'comment' ? urls.comment(row.subject_id) : '',
          reason: row.reason,
          hash: row.hash,
        })),
        older: rows.length > LIST ? `${urls.log}?before=${shown[shown.length - 1]!.id}` : '',
        newest: before === null ? '' : urls.log,
      }
      return { view: 'moderation/log', model: { chrome: await chromeFor(deps, request, urls.log), title: 'Moderation log', description: page.intro, ...page }, expires: nextMidnight(now, zone), topics: [topic.log] }
    })
  })

  app.get('/moderation/log.jsonl', anyone, async (_request, reply) => {
    async function* lines(): AsyncGenerator<string> {
      for (let after = 0; ; ) {
        const entries = await logAfter(deps.db, after, 500)
        if (entries.length === 0) return
        after = entries[entries.length - 1]!.id
        yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
      }
    }
    return reply.type('application/jsonl; charset=utf-8').header('cache-control', 'no-cache').send(Readable.from(lines()))
  })
}
