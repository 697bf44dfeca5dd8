// The web app manifest and /favicon.ico.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { urls } from '../urls.ts'
import { sendDocument } from './pages.ts'

const anyone = { config: { access: 'anyone' } } as const

const icons = [
  { name: 'icon-192.png', sizes: '192x192', purpose: 'any' },
  { name: 'icon-512.png', sizes: '512x512', purpose: 'any' },
  { name: 'icon-maskable-512.png', sizes: '512x512', purpose: 'maskable' },
]

function manifest({ settings, assets }: Deps): object {
  const { siteName, tagline } = settings()
  const colors = (paper: string) => ({ theme_color: paper, background_color: paper })
  return {
    id: urls.front,
    name: siteName,
    short_name: siteName,
    description: tagline,
    lang: 'en',
    start_url: urls.front,
    scope: urls.front,
    display: 'minimal-ui',
    ...colors(assets.paper.light),
    // Few browsers support this; the others use the page's theme-color.
    user_preferences: { color_scheme: { dark: colors(assets.paper.dark) } },
    icons: [
      ...icons.map(({ name, sizes, purpose }) => ({ src: assets.href(name), sizes, type: 'image/png', purpose })),
      { src: assets.href('mark.svg'), sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
  }
}

export function manifestRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(urls.manifest, anyone, (request, reply) =>
    sendDocument(deps, request, reply, urls.manifest, async () => ({
      text: JSON.stringify(manifest(deps)),
      type: 'application/manifest+json; charset=utf-8',
      expires: Infinity,
      topics: [],
    })),
  )

  app.get('/favicon.ico', anyone, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').redirect(deps.assets.href('icon-32.png'), 302),
  )
}
