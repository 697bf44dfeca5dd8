// The site's own style, script and icons: read once, compressed once, served under a name that changes with the content.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { missing } from '../errors.ts'
import { takesGzip } from './cache.ts'

const folder = fileURLToPath(new URL('../../public', import.meta.url))

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

export type Asset = { type: string; body: Buffer; gzip: Buffer }

/** The two style sheets are written apart and sent as one. */
const joined: Record<string, string[]> = { 'site.css': ['tokens.css', 'site.css'] }

export type Assets = { href: (name: string) => string; files: ReadonlyMap<string, Asset> }

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
    files.set(hashed, { type, body, gzip: gzipSync(body, { level: 9 }) })
    hrefs.set(name, `/assets/${hashed}`)
  }
  return {
    files,
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
    const compressed = takesGzip(request.headers['accept-encoding'])
    reply.header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding').type(asset.type)
    if (compressed) reply.header('content-encoding', 'gzip')
    return reply.send(compressed ? asset.gzip : asset.body)
  })
}
