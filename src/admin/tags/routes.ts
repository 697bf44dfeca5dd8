// /admin/tags: renaming and merging tags.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { foldTag } from '../../articles/rules.ts'
import type { TagRow } from '../../articles/tag-queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { chromeFor } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { afterAction, type FlashQuery, readFlash, withAdminTabs } from '../pages.ts'
import { renameTag, requireTag } from './actions.ts'
import { tagForm } from './form.ts'
import { type TagResultModel, tagAdminPage, tagsAdminPage } from './pages.ts'
import { mergesInto, tagList } from './queries.ts'

const admins = { config: { access: 'admin' } } as const

/** Tags on a page, and former names on the page of one. */
const MAX_TAGS = 100
const MAX_FORMER = 50

type Site = { app: FastifyInstance; deps: Deps }
type ById = { Params: { id: string } }

const STALE = 'Somebody else has renamed this tag since you opened the page. Save again to replace that name.'

async function sendTag(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  tag: TagRow,
  result: TagResultModel & { status: 200 | 409 | 422 },
): Promise<FastifyReply> {
  const { status } = result
  if (status !== 200 && takesJson(request))
    return sendProblem(reply, { kind: status === 409 ? 'conflict' : 'invalid', faults: { name: result.fault } })
  const merges = await mergesInto(deps.db, tag.id, MAX_FORMER)
  const page = tagAdminPage(tag, merges, result, datesOf(deps, request))
  const chrome = withAdminTabs(await chromeFor(deps, request, urls.adminTag(tag.id), urls.admin), urls.adminTags)
  return sendPage(
    app,
    request,
    reply,
    'admin/tag',
    { chrome: { ...chrome, faulty: status !== 200 }, title: page.heading, description: page.intro, ...page },
    status,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

async function requireTagOf(deps: Deps, request: FastifyRequest<ById>): Promise<TagRow> {
  const id = rowId(request.params.id)
  if (id === null) throw missing()
  return requireTag(deps.db, id)
}

async function postTag(site: Site, request: FastifyRequest<ById>, reply: FastifyReply): Promise<FastifyReply> {
  const { deps } = site
  const tag = await requireTagOf(deps, request)
  const { typed, value, faults } = readForm(tagForm, request.body)
  const send = (status: 200 | 409 | 422, fault: string, more: { other?: TagRow; was?: string } = {}) =>
    sendTag(site, request, reply, tag, {
      typed: { name: value?.name ?? typed.name, was: more.was ?? typed.was },
      fault,
      other: more.other ?? null,
      status,
    })
  if (value === null) return send(422, faults.name ?? 'Enter a name.')
  const outcome = await renameTag(deps, request.viewer, tag.id, { ...value, merges: value.action === 'merge' })
  if (outcome.kind === 'stale') return send(409, STALE, { was: tag.name })
  if (outcome.kind === 'alias')
    return send(
      422,
      `“${value.name}” is an earlier name of this tag. To give it that name again, undo the change in the log.`,
    )
  if (outcome.kind === 'taken') return send(200, '', { other: outcome.other })
  return reply.redirect(afterAction(urls.adminTags, outcome), 303)
}

export function adminTagRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }

  app.get<FlashQuery & { Querystring: { q?: unknown } }>('/admin/tags', admins, async (request, reply) => {
    const query = (queryValue(request.query.q) ?? '').trim().replace(/^#/, '').slice(0, limits.tag)
    const rows = await tagList(deps.db, foldTag(query), MAX_TAGS + 1)
    const page = tagsAdminPage(rows, query, MAX_TAGS, readFlash(request.query))
    const chrome = withAdminTabs(await chromeFor(deps, request, urls.adminTags, urls.admin), urls.adminTags)
    return sendPage(app, request, reply, 'admin/tags', { chrome, title: 'Tags', description: page.intro, ...page })
  })

  app.get<ById>('/admin/tags/:id', admins, async (request, reply) => {
    const tag = await requireTagOf(deps, request)
    return sendTag(site, request, reply, tag, {
      typed: { name: tag.name, was: tag.name },
      fault: '',
      other: null,
      status: 200,
    })
  })

  app.post<ById>('/admin/tags/:id', admins, (request, reply) => postTag(site, request, reply))
}
