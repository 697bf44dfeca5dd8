// Every route of the site with who may enter, and the folder that answers it.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { openSite } from '../support/site.ts'

type Route = { method: string; url: string; access: string; file: string }

/** Addresses that another folder answers than the one they are named after. */
const answeredElsewhere: Record<string, string> = {
  '': 'editions',
  headlines: 'editions',
  corrections: 'desk',
  areas: 'editions',
  archive: 'editions',
  sections: 'editions',
  tags: 'editions',
  sources: 'editions',
  latest: 'editions',
  saved: 'saves',
  'sitemap.xml': 'sitemaps',
  'robots.txt': 'sitemaps',
  'opensearch.xml': 'search',
  about: 'admin',
  rules: 'admin',
  privacy: 'admin',
  contact: 'admin',
  '.well-known': 'accounts',
  assets: 'web',
  health: 'web',
  'manifest.webmanifest': 'web',
  'favicon.ico': 'web',
}

const src = fileURLToPath(new URL('../../src/', import.meta.url))

/** The file of src/ that is adding a route right now. */
function caller(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 50
  const stack = String(new Error().stack)
  Error.stackTraceLimit = stackTraceLimit
  return (
    stack
      .split('\n')
      .flatMap((line) => line.replace('file://', '').split(src).slice(1))[0]
      ?.replace(/:.*$/, '') ?? ''
  )
}

/** Collects what the server registers: fastify announces every server it makes, so the site itself needs no door for tests. */
async function routesOfSite(): Promise<Route[]> {
  const found: { route: RouteOptions; file: string }[] = []
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', (route) => void found.push({ route, file: caller() }))
  }
  const { deps } = await openSite()
  subscribe('fastify.initialization', watch)
  try {
    const app = await buildApp(deps)
    await app.close()
  } finally {
    unsubscribe('fastify.initialization', watch)
  }
  // Later hooks change a route: one makes each GET a HEAD too.
  return found.flatMap(({ route: { method, url, config }, file }) =>
    [method].flat().map((one) => ({ method: one, url, access: config?.access ?? 'NOBODY SAID', file })),
  )
}

test('every route says who may enter: the list of them', async () => {
  const routes = await routesOfSite()
  const lines = routes
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url, access }) => `${access.padEnd(9)} ${method.padEnd(4)} ${url}\n`)
  await expect(lines.sort((a, b) => (a.slice(15) < b.slice(15) ? -1 : 1)).join('')).toMatchFileSnapshot(
    '../golden/routes.txt',
  )
})

test('HEAD is answered where GET is, under the same access, and nowhere else', async () => {
  const routes = await routesOfSite()
  const of = (wanted: string) =>
    routes
      .filter(({ method }) => method === wanted)
      .map(({ url, access }) => `${access} ${url}`)
      .sort()
  expect(of('HEAD')).toEqual(of('GET'))
})

test('the first segment of an address is the folder of the code that answers it, the named ones apart', async () => {
  const routes = await routesOfSite()
  expect(routes.length).toBeGreaterThan(20)
  const strays = routes.filter(({ url, file }) => {
    const segment = url.split('/')[1]!
    // Appeals belong to moderation and saves to their own folder, wherever they start.
    const folder = /\/appeals(\/|$)/.test(url)
      ? 'moderation'
      : /\/saves$/.test(url)
        ? 'saves'
        : (answeredElsewhere[segment] ?? segment)
    return file.split('/')[0] !== folder
  })
  expect(strays).toEqual([])
})

test('the server refuses to start when a route does not say who may enter', async () => {
  const site = await openSite()
  const addRoute = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.register(async (feature) => void feature.get('/secrets', async () => 'told'))
  }
  subscribe('fastify.initialization', addRoute)
  onTestFinished(() => void unsubscribe('fastify.initialization', addRoute))
  await expect(buildApp(site.deps).then((app) => app.ready())).rejects.toThrow('The route GET /secrets has no access')
})
