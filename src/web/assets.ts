// The site's own style, script and icons: read once, compressed once, served under a name that changes with the content. Pure but for reading public/ once.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { missing } from '../errors.ts'
import { takesGzip } from './cache.ts'

const folder = fileURLToPath(new URL('../../public', import.meta.url))

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
}

/** `gzip` is null where compressing saves nothing. */
export type Asset = { type: string; body: Buffer; gzip: Buffer | null }

/** The two style sheets are written apart and sent as one. */
const joined: Record<string, string[]> = { 'site.css': ['tokens.css', 'site.css'] }

export type Assets = {
  href: (name: string) => string
  files: ReadonlyMap<string, Asset>
  /** The colour of the page in both themes, for what a browser draws around it. */
  paper: { light: string; dark: string }
}

/** `--paper` of tokens.css. */
function paperColours(): Assets['paper'] {
  const [, light, dark] =
    /--paper: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(readFileSync(join(folder, 'tokens.css'), 'utf8')) ?? []
  if (light === undefined || dark === undefined) throw new Error('public/tokens.css says no --paper')
  return { light, dark }
}

export function loadAssets(): Assets {
  const files = new Map<string, Asset>()
  const hrefs = new Map<string, string>()
  const parts = new Set(Object.entries(joined).flatMap(([name, from]) => from.filter((part) => part !== name)))
  for (const name of readdirSync(folder).sort()) {
    const [stem = '', ending = ''] = name.split('.')
    const type = types[ending]
    if (type === undefined || parts.has(name)) continue
    const body = Buffer.concat((joined[name] ?? [name]).map((part) => readFileSync(join(folder, part))))
    const hashed = `${stem}.${createHash('sha256').update(body).digest('hex').slice(0, 12)}.${ending}`
    files.set(hashed, { type, body, gzip: ending === 'png' ? null : gzipSync(body, { level: 9 }) })
    hrefs.set(name, `/assets/${hashed}`)
  }
  return {
    files,
    paper: paperColours(),
    href: (name) => {
      const href = hrefs.get(name)
      if (href === undefined) throw new Error(`public/ has no ${name}`)
      return href
    },
  }
}

export function assetRoutes(app: FastifyInstance, assets: Assets): void {
  app.get<{ Params: { name: string } }>('/assets/:name', { config: { access: 'anyone' } }, async (request, reply) => {
    const asset = assets.files.get(request.params.name)
    if (!asset) throw missing()
    const compressed = takesGzip(request.headers['accept-encoding']) ? asset.gzip : null
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .type(asset.type)
    if (compressed) reply.header('content-encoding', 'gzip')
    // A feed names the site's icon, and readers of feeds are other sites.
    if (asset.type.startsWith('image/')) reply.header('cross-origin-resource-policy', 'cross-origin')
    return reply.send(compressed ?? asset.body)
  })
}
