// /sitemap.xml, /sitemaps and /robots.txt.

import type { FastifyInstance } from 'fastify'
import { sections } from '../articles/section-queries.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { sendDocument } from '../web/pages.ts'
import { monthEntries, robots, type SitemapEntry, sitemap, sitemapIndex } from './pages.ts'
import * as queries from './queries.ts'
import { ARTICLES_PER_FILE, fileCount, parseFileName } from './rules.ts'

/** The site's own pages. */
const sitePages = ['about', 'rules', 'privacy', 'contact'].map(urls.sitePage)

const anyone = { config: { access: 'anyone' } } as const

const xml = { type: 'application/xml; charset=utf-8', expires: Infinity, topics: [topic.lists] }

/** Entries of the pages outside the months. */
async function pageEntries(deps: Deps): Promise<SitemapEntry[]> {
  const all = await sections(deps.db)
  const areas = new Set(all.map((section) => section.area_slug))
  const lists = [
    urls.headlines,
    urls.latest,
    urls.archive,
    urls.areas,
    ...[...areas].map(urls.area),
    urls.sections,
    ...all.map(({ slug }) => urls.section(slug)),
    urls.tags,
    urls.sources,
  ]
  const hrefs = [urls.front, ...lists, urls.feeds, urls.markup, urls.log, ...sitePages]
  return hrefs.map((href) => ({ href, changed: null }))
}

/** Entries of one file of a month; null when there is no such file. */
async function monthFileEntries({ db }: Deps, month: string, part: number): Promise<SitemapEntry[] | null> {
  const articles = await queries.articleCountOf(db, month)
  if (articles === 0 || part > fileCount(articles)) return null
  const after = part === 1 ? null : (await queries.lastArticlesOfFiles(db, month, ARTICLES_PER_FILE))[part - 2]
  return after === undefined ? [] : monthEntries(await queries.articlesAfter(db, month, after, ARTICLES_PER_FILE))
}

export function sitemapRoutes(app: FastifyInstance, deps: Deps): void {
  const base = deps.config.baseUrl

  app.get(urls.sitemap, anyone, (request, reply) =>
    sendDocument(deps, request, reply, urls.sitemap, async () => ({
      text: sitemapIndex(await queries.changedMonths(deps.db), base),
      ...xml,
    })),
  )

  app.get<{ Params: { file: string } }>('/sitemaps/:file', anyone, async (request, reply) => {
    const [, name] = /^(.+)\.xml$/.exec(request.params.file) ?? []
    const named = name === undefined || name === 'pages' ? null : parseFileName(name)
    if (name === undefined || (name !== 'pages' && named === null)) throw missing()
    return sendDocument(deps, request, reply, urls.sitemapOf(name), async () => {
      const places = named === null ? await pageEntries(deps) : await monthFileEntries(deps, named.month, named.part)
      if (places === null) throw missing()
      return { text: sitemap(places, base), ...xml }
    })
  })

  app.get('/robots.txt', anyone, (request, reply) =>
    sendDocument(deps, request, reply, '/robots.txt', async () => ({
      text: robots(base),
      type: 'text/plain; charset=utf-8',
      expires: Infinity,
      topics: [],
    })),
  )
}
