// /desk and /desk/claims: what waits for editors, and who works on what.
import type { FastifyInstance } from 'fastify'
import { articleForChange } from '../../articles/revision-queries.ts'
import { firstBatchEntry } from '../../batches/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { isPrefetchOrHead, queryValue, readForm, rowId } from '../../faults.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { deskArticle } from '../decisions/queries.ts'
import { claimArticle, releaseArticle } from './claim-actions.ts'
import { claimForm } from './form.ts'
import { deskFlash } from './pages.ts'
import { type DeskQuery, readDesk } from './reading.ts'
import { withDeskTabs } from './tab-reading.ts'

const editors = { config: { access: 'editor' } } as const

type Query = Record<'section' | 'kind' | 'by' | 'after' | 'open' | 'done' | 'batch', unknown>

/** @throws AppError `missing` for a list or an item that does not exist */
function deskQuery(query: Partial<Query>): DeskQuery {
  const text = (name: keyof Query): string | null => {
    const value = query[name] === undefined ? '' : queryValue(query[name])
    if (value === undefined) throw missing()
    return value === '' ? null : value
  }
  const id = (name: keyof Query): number | null => {
    const value = text(name)
    const found = value === null ? null : rowId(value)
    if (value !== null && found === null) throw missing()
    return found
  }
  const kind = text('kind')
  if (kind !== null && kind !== 'link' && kind !== 'own') throw missing()
  return { filter: { section: text('section'), kind, by: text('by') }, after: id('after'), open: id('open') }
}

export function deskRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Partial<Query> }>('/desk', editors, async (request, reply) => {
    const query = deskQuery(request.query)
    const viewer = request.viewer!
    if (query.open !== null) {
      const article = await articleForChange(deps.db, query.open)
      if (article === undefined) throw missing()
      // Reading it says that one works on it; a page that the browser fetches ahead does not.
      if (article.state === 'waiting' && !isPrefetchOrHead(request)) await claimArticle(deps, viewer, query.open)
    }
    const batch = rowId(queryValue(request.query.batch))
    const entry = batch === null ? undefined : await firstBatchEntry(deps.db, batch)
    const decided = entry?.subject === 'article' ? await deskArticle(deps.db, entry.subject_id) : undefined
    const flash = deskFlash(queryValue(request.query.done) ?? '', decided, batch)
    const page = await readDesk(deps, viewer, query, flash, datesOf(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.desk()))
    return sendPage(app, request, reply, 'desk/queue/desk', {
      chrome: await withDeskTabs(deps, chrome, urls.desk()),
      title: 'Desk',
      description: page.intro,
      ...page,
    })
  })

  app.post('/desk/claims', editors, async (request, reply) => {
    const { value } = readForm(claimForm, request.body)
    if (value?.article == null) throw missing()
    await releaseArticle(deps, request.viewer, value.article)
    return reply.redirect(inside(value.next, urls.desk()), 303)
  })
}
