// The site's own pages (/about, /rules, /privacy, /contact), their history, and /admin/pages, where admins write them.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { beforeCursor, readForm } from '../../faults.ts'
import { insertTool, isTool } from '../../markup/toolbar.ts'
import { may } from '../../permissions.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import { chromeFor } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage, sendPublic } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { afterAction, type FlashQuery, readFlash, withAdminTabs } from '../pages.ts'
import { renderSiteText, saveSiteText } from './actions.ts'
import { siteTextForm } from './form.ts'
import * as pages from './pages.ts'
import { type PageVersion, versionInForce, versionsOfPage } from './queries.ts'
import { defaultText, isSitePage, type SitePage, sitePages } from './rules.ts'

const anyone = { config: { access: 'anyone' } } as const
const admins = { config: { access: 'admin' } } as const

type ByPage = { Params: { page: string } }
type Site = { app: FastifyInstance; deps: Deps }

const names = Object.keys(sitePages) as SitePage[]

/** Default texts name settings, and their changes drop every page. */
const topics = [topic.everything]

export function siteTextRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  for (const page of names) readerRoutes(site, page)

  app.get<FlashQuery>('/admin/pages', admins, async (request, reply) => {
    const versions = new Map<SitePage, PageVersion>()
    for (const page of names) {
      const version = await versionInForce(deps.db, page)
      if (version !== undefined) versions.set(page, version)
    }
    const page = pages.siteTextsPage(versions, readFlash(request.query), datesOf(deps, request))
    const chrome = withAdminTabs(await chromeFor(deps, request, urls.adminPages, urls.admin), urls.adminPages)
    return sendPage(app, request, reply, 'admin/pages', { chrome, title: 'Pages', description: page.intro, ...page })
  })

  app.get<ByPage>('/admin/pages/:page', admins, async (request, reply) => {
    const page = namedPage(request)
    const version = await versionInForce(deps.db, page)
    const body = version?.markup ?? defaultText(page, deps.settings())
    const typed = { body, note: '', was: String(version?.id ?? 0) }
    return sendForm(site, request, reply, page, { typed, faults: {}, preview: null })
  })

  app.post<ByPage>('/admin/pages/:page', admins, (request, reply) => postText(site, request, reply))
}

function namedPage(request: FastifyRequest<ByPage>): SitePage {
  const { page } = request.params
  if (!isSitePage(page)) throw missing()
  return page
}

/** The page as readers see it, and its history. */
function readerRoutes({ app, deps }: Site, page: SitePage): void {
  app.get(urls.sitePage(page), anyone, (request, reply) =>
    sendPublic(app, deps, request, reply, urls.sitePage(page), async () => {
      const version = await versionInForce(deps.db, page)
      const html = renderSiteText(deps, version?.markup ?? defaultText(page, deps.settings()))
      const mayEdit = may.administer(request.viewer) === null
      const model = pages.siteTextPage(page, html, version, mayEdit, datesOf(deps, request))
      const description = `${model.heading}: ${deps.settings().siteName}`
      const chrome = await chromeFor(deps, request, urls.sitePage(page))
      return {
        view: 'admin/site-page' as const,
        model: { chrome, title: model.heading, description, ...model },
        expires: Infinity,
        topics,
      }
    }),
  )

  app.get<{ Querystring: { before?: unknown } }>(urls.sitePageHistory(page), anyone, async (request, reply) => {
    const rows = await versionsOfPage(deps.db, page, beforeCursor(request.query), pages.VERSIONS_PER_PAGE + 1)
    if (rows.length === 0) throw missing()
    const first = defaultText(page, deps.settings())
    const model = pages.siteTextHistory(page, rows, first, deps.clock(), datesOf(deps, request))
    const chrome = await chromeFor(deps, request, urls.sitePageHistory(page))
    const description = `Every version of this page, with what changed.`
    return sendPage(app, request, reply, 'admin/site-page-history', {
      chrome,
      title: model.heading,
      description,
      ...model,
    })
  })
}

async function sendForm(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  page: SitePage,
  result: pages.SiteTextResult,
  status: 200 | 409 | 422 = 200,
): Promise<FastifyReply> {
  if (status !== 200 && takesJson(request))
    return sendProblem(reply, { kind: status === 409 ? 'conflict' : 'invalid', faults: result.faults })
  const model = pages.siteTextFormPage(page, result)
  const chrome = withAdminTabs(await chromeFor(deps, request, urls.adminPage(page), urls.admin), urls.adminPages)
  return sendPage(
    app,
    request,
    reply,
    'admin/page',
    { chrome: { ...chrome, faulty: status !== 200 }, title: model.heading, description: '', ...model },
    status,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

const STALE =
  'Somebody else has changed this page since you opened it; its history shows how. Save again to replace their text.'

async function postText(site: Site, request: FastifyRequest<ByPage>, reply: FastifyReply): Promise<FastifyReply> {
  const { deps } = site
  const page = namedPage(request)
  const { typed, value, faults } = readForm(siteTextForm, request.body)
  const { tool, action } = typed
  if (isTool(tool, 'article'))
    return sendForm(site, request, reply, page, {
      typed: { ...typed, body: insertTool(typed.body, tool, 'article') },
      faults: {},
      preview: null,
    })
  if (value === null) return sendForm(site, request, reply, page, { typed, faults, preview: null }, 422)
  if (action === 'preview')
    return sendForm(site, request, reply, page, { typed, faults: {}, preview: renderSiteText(deps, value.body) })
  const outcome = await saveSiteText(deps, request.viewer, page, value)
  if (outcome.kind !== 'stale') return reply.redirect(afterAction(urls.adminPages, outcome), 303)
  const was = String((await versionInForce(deps.db, page))?.id ?? 0)
  const result = { typed: { ...typed, was }, faults: { body: STALE }, preview: null }
  return sendForm(site, request, reply, page, result, 409)
}
