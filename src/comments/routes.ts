// /comments: permalinks, branches on a page of their own, and formatting help.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { queryValue, rowId } from '../faults.ts'
import { markupHelp } from '../markup/help.ts'
import { may } from '../permissions.ts'
import { urls } from '../urls.ts'
import { chromeFor } from '../web/chrome.ts'
import { takeReceipt } from '../web/guests.ts'
import { viewFor } from '../web/looks.ts'
import { sendPage } from '../web/pages.ts'
import { readerOf } from '../web/reader.ts'
import { ALREADY_POSTED } from './posting/form.ts'
import { commentAddress, ownHiddenAddress } from './thread/address-reading.ts'
import { commentAbsence, readBranch } from './thread/branch-reading.ts'
import { withFlash } from './thread/flash-pages.ts'
import { doneAddress, readDone } from './thread/flash-reading.ts'

const anyone = { config: { access: 'anyone' } } as const

type ById = {
  Params: { id: string }
  Querystring: { after?: unknown; done?: unknown; batch?: unknown; comment?: unknown }
}

/** Whether a comment's author was led to it by posting the same text again. */
const isAgain = (request: FastifyRequest<ById>): boolean => queryValue(request.query.done) === 'again'

export function commentRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/comments/markup', anyone, async (request, reply) =>
    sendPage(app, request, reply, 'comments/markup', {
      chrome: await chromeFor(deps, request, urls.markup),
      title: 'Formatting help',
      description: 'The twelve buttons of the toolbar and their tags.',
      rows: markupHelp('comment', urls.markup),
    }),
  )

  app.get<ById>('/comments/:id', anyone, async (request, reply) => {
    const id = rowId(request.params.id)
    const again = isAgain(request)
    const view = viewFor(deps, request)
    const own =
      id === null || again ? null : await ownHiddenAddress(deps, id, view, await readerOf(deps, request, reply))
    if (own !== null) return reply.header('cache-control', 'no-store').redirect(own, 302)
    const receipt = id === null ? null : takeReceipt(deps, request, reply, id)
    if (receipt !== null) {
      const place = urls.receipt(receipt)
      return reply.header('cache-control', 'no-store').redirect(again ? urls.again(place) : place, 302)
    }
    // The branch says it above the comment; in the thread it would be far from it.
    if (id !== null && again)
      return reply.header('cache-control', 'no-store').redirect(urls.again(urls.branch(id)), 302)
    const done = id === null ? null : await doneAddress(deps, request.viewer, id, request.query, view)
    if (done !== null) return reply.header('cache-control', 'no-store').redirect(done, 302)
    const address = id === null ? null : await commentAddress(deps, id, view, may.edit(request.viewer) === null)
    if (address === null) throw await commentAbsence(deps, id)
    return reply.header('cache-control', 'no-cache').redirect(address, 302)
  })

  app.get<ById>('/comments/:id/thread', anyone, async (request, reply) => {
    const id = rowId(request.params.id)
    const after = request.query.after === undefined ? null : rowId(queryValue(request.query.after))
    if (id === null || (after === null && request.query.after !== undefined)) throw missing()
    const read = await readBranch(deps, await readerOf(deps, request, reply), id, after)
    if (read === null) throw await commentAbsence(deps, after === null ? id : null)
    return sendPage(app, request, reply, 'comments/thread/branch', {
      chrome: await chromeFor(deps, request, urls.branch(id), urls.section(read.article.section_slug)),
      title: `Part of the thread on “${read.article.headline}”`,
      description: read.article.lede,
      ...read.page,
      ...withFlash(read.page.comments, await readDone(deps, request.viewer, request.query)),
      done: isAgain(request) ? ALREADY_POSTED : '',
    })
  })
}
