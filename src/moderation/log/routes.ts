// /moderation/log: the public log, filtered, and as JSON Lines whose hash chain anybody can verify.

import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { accountByNicOrSkeleton } from '../../accounts/queries.ts'
import { entriesAfter } from '../../db/log-chain.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { beforeCursor, type Faults, queryValue } from '../../faults.ts'
import { actOf, keysOf, undoRole } from '../../log-acts.ts'
import { may } from '../../permissions.ts'
import { nextMidnight } from '../../time.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage, sendPublic } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { type LogField, type LogFilter, type LogForm, logAddress, parseArticleId, readLogForm } from './form.ts'
import { LOG_PAGE_SIZE, logPage } from './pages.ts'
import { countLogEntries, isInLog, logActors, logEntries, newestEntryId } from './queries.ts'

const anyone = { config: { access: 'anyone' } } as const

const ALL: LogFilter = { actor: null, keys: null, personId: null, articleId: null }

/** The filter of a query; a field that names nothing has a fault. */
async function readFilter(
  deps: Deps,
  form: LogForm,
  actors: readonly string[],
): Promise<{ filter: LogFilter; faults: Faults<LogField> }> {
  const faults: Faults<LogField> = {}
  const act = actOf(form.act)
  const person = form.person === '' ? undefined : await accountByNicOrSkeleton(deps.db, form.person)
  const articleId = parseArticleId(form.article)
  if (form.by !== '' && !actors.includes(form.by)) faults.by = 'The log has no actions by this name.'
  if (form.act !== '' && act === null) faults.act = 'The log has no such action.'
  if (form.person !== '' && person === undefined) faults.person = 'No member has this nic.'
  if (form.article !== '' && articleId === null) faults.article = 'Enter the number or the address of an article.'
  else if (articleId !== null && !(await isInLog(deps.db, articleId)))
    faults.article = 'The log has no entries about this article.'
  const filter = {
    actor: form.by === '' ? null : form.by,
    keys: act === null ? null : keysOf(act),
    personId: person?.id ?? null,
    articleId,
  }
  return { filter, faults }
}

export function logRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Record<string, unknown> }>('/moderation/log', anyone, async (request, reply) => {
    const mark = deps.pages.mark()
    const before = beforeCursor(request.query)
    // Pages beyond the newest entry would fill the cache with nothing.
    if (before !== null && before > (await newestEntryId(deps.db)) + 1) throw missing()
    const form = readLogForm(request.query)
    const address = logAddress(form, before)
    const isFiltered = address !== logAddress({}, before)
    const actors = await logActors(deps.db)
    const { filter, faults } = await readFilter(deps, form, actors)
    const isFaulty = Object.keys(faults).length > 0
    const make = async () => {
      const now = deps.clock()
      const log = {
        rows: isFaulty ? [] : await logEntries(deps.db, filter, before, LOG_PAGE_SIZE + 1),
        length: await countLogEntries(deps.db, ALL),
        found: isFaulty || !isFiltered ? 0 : await countLogEntries(deps.db, filter),
        actors,
      }
      const done = request.viewer === null ? '' : (queryValue(request.query['done']) ?? '')
      const mayUndo = (act: string): boolean => may.undo(request.viewer, undefined, undoRole(act)) === null
      const page = logPage(log, { form, faults, before }, mayUndo, done, now, datesOf(deps, request))
      const chrome = await withTabs(deps, request, await chromeFor(deps, request, urls.log), urls.log)
      return {
        view: 'moderation/log/log' as const,
        model: {
          chrome: isFiltered ? unlisted(chrome) : chrome,
          title: 'Moderation log',
          description: page.intro,
          ...page,
        },
        expires: nextMidnight(now, deps.settings().timeZone),
        topics: [topic.log],
      }
    }
    if (isFaulty) return sendPage(app, request, reply, 'moderation/log/log', (await make()).model, 422)
    // Filtered pages are not cached: there is no bound to their number.
    return sendPublic(app, deps, request, reply, isFiltered ? null : address, make, mark)
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
