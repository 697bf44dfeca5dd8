// /moderation/log: every act of those who keep order, to be read by anyone, narrowed, and followed as a chain.

import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { accountMeant } from '../../accounts/queries.ts'
import { entriesAfter } from '../../db/log-chain.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { askedBefore, askedOnce, type Faults } from '../../faults.ts'
import { may } from '../../permissions.ts'
import { nextMidnight } from '../../time.ts'
import { urls } from '../../urls.ts'
import { topic } from '../../web/cache.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage, sendPublic } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { tabbed } from '../queue/tab-reading.ts'
import { actNamed, articleMeant, type LogField, type LogFilter, type LogForm, logAddress, readLogForm } from './form.ts'
import { LOG_LIST, logPage } from './pages.ts'
import { isInLog, logActors, logLength, logEntries as logRows, newestEntry } from './queries.ts'

const anyone = { config: { access: 'anyone' } } as const

const ALL: LogFilter = { actor: null, act: null, personId: null, articleId: null }

export function logRoutes(app: FastifyInstance, deps: Deps): void {
  /** What the fields mean; a fault for each that names nothing. */
  async function filterOf(
    form: LogForm,
    actors: readonly string[],
  ): Promise<{ filter: LogFilter; faults: Faults<LogField> }> {
    const faults: Faults<LogField> = {}
    const filter = { ...ALL }
    if (actors.includes(form.by)) filter.actor = form.by
    else if (form.by !== '') faults.by = 'Nobody of this name has done anything that the log tells of.'
    const act = actNamed(form.act)
    if (act !== undefined) filter.act = act
    else if (form.act !== '') faults.act = 'The log knows no such act.'
    if (form.person !== '') filter.personId = (await accountMeant(deps.db, form.person))?.id ?? null
    if (form.person !== '' && filter.personId === null) faults.person = 'Nobody is registered under this nic.'
    if (form.article !== '') filter.articleId = articleMeant(form.article)
    if (form.article !== '' && filter.articleId === null)
      faults.article = 'Give the number of an article, or its address.'
    else if (filter.articleId !== null && !(await isInLog(deps.db, filter.articleId)))
      faults.article = 'The log says nothing of this article.'
    return { filter, faults }
  }

  app.get<{ Querystring: Record<string, unknown> }>('/moderation/log', anyone, async (request, reply) => {
    const mark = deps.pages.mark()
    const before = askedBefore(request.query)
    // Beyond the newest entry there is nothing, and nothing for the cache to keep.
    if (before !== null && before > (await newestEntry(deps.db)) + 1) throw missing()
    const form = readLogForm(request.query)
    const address = logAddress(form, before)
    const actors = await logActors(deps.db)
    const { filter, faults } = await filterOf(form, actors)
    const faulty = Object.keys(faults).length > 0
    const narrowed = address !== logAddress({}, before)
    const make = async () => {
      const now = deps.clock()
      const log = {
        rows: faulty ? [] : await logRows(deps.db, filter, before, LOG_LIST + 1),
        length: await logLength(deps.db, ALL),
        found: faulty || !narrowed ? 0 : await logLength(deps.db, filter),
        actors,
      }
      const page = logPage(
        log,
        { form, faults, before },
        may.undo(request.viewer) === null,
        request.viewer === null ? '' : (askedOnce(request.query['done']) ?? ''),
        now,
        datesOf(deps, request),
      )
      const chrome = await tabbed(deps, request, await chromeFor(deps, request, urls.log), urls.log)
      return {
        view: 'moderation/log/log' as const,
        model: {
          chrome: narrowed ? unlisted(chrome) : chrome,
          title: 'Moderation log',
          description: page.intro,
          ...page,
        },
        expires: nextMidnight(now, deps.settings().timeZone),
        topics: [topic.log],
      }
    }
    if (faulty) return sendPage(app, request, reply, 'moderation/log/log', (await make()).model, 422)
    // Of what is narrowed there are as many pages as readers like: none is kept.
    return sendPublic(app, deps, request, reply, narrowed ? null : address, make, mark)
  })

  app.get('/moderation/log.jsonl', anyone, async (_request, reply) => {
    async function* lines(): AsyncGenerator<string> {
      for (let after = 0; ; ) {
        const entries = await entriesAfter(deps.db, 'log_entries', after, 500)
        if (entries.length === 0) return
        after = entries[entries.length - 1]!.id
        yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
      }
    }
    return reply
      .type('application/jsonl; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(Readable.from(lines()))
  })
}
