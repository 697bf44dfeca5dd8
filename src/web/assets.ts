// Style sheet, scripts and icons, served under addresses with a content hash. Pure but for reading public/ at the start.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompress, constants, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { missing } from '../errors.ts'
import { lazy } from '../lazy.ts'
import { takesBrotli, takesGzip } from './cache.ts'

const folder = fileURLToPath(new URL('../../public', import.meta.url))

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
}

type Asset = {
  type: string
  body: Buffer
  /** Made at the first request. Null where compression saves nothing. */
  gzip: () => Buffer | null
  /** Smaller than gzip and slow to make, so it is made after the first request; null until then. */
  brotli: Buffer | null
  compressing: boolean
}

/** Style sheets written as several files and sent as one, without their comments. */
const joined: Record<string, string[]> = { 'site.css': ['tokens.css', 'site.css'] }

export type Assets = {
  /** Address of a file of public/, with the hash of its content. */
  href: (name: string) => string
  /** Address of public/scripts/, with one hash of all scripts: their relative imports work unchanged. */
  scripts: string
  /** Files by the part of their address after `/assets/`. */
  files: ReadonlyMap<string, Asset>
  /** Colour of the page in both themes, for the parts that the browser draws. */
  paper: { light: string; dark: string }
}

/** Reads `--paper` from tokens.css. */
function paperColours(): Assets['paper'] {
  const [, light, dark] =
    /--paper: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(readFileSync(join(folder, 'tokens.css'), 'utf8')) ?? []
  if (light === undefined || dark === undefined) throw new Error('public/tokens.css defines no --paper')
  return { light, dark }
}

const hashOf = (...parts: Buffer[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 12)
}

const assetOf = (ending: string, body: Buffer): Asset | null => {
  const type = types[ending]
  if (type === undefined) return null
  const gzip = lazy(() => (ending === 'png' ? null : gzipSync(body, { level: 9 })))
  return { type, body, gzip, brotli: null, compressing: false }
}

/** Style sheet and icons: each under the hash of its own content. */
function loadSingleFiles(): { name: string; path: string; asset: Asset }[] {
  const parts = new Set(Object.entries(joined).flatMap(([name, from]) => from.filter((part) => part !== name)))
  return readdirSync(folder)
    .filter((name) => !parts.has(name))
    .sort()
    .flatMap((name) => {
      const [stem = '', ending = ''] = name.split('.')
      const sources = types[ending] === undefined ? [] : (joined[name] ?? [name])
      const whole = Buffer.concat(sources.map((source) => readFileSync(join(folder, source))))
      const body = ending === 'css' ? Buffer.from(String(whole).replace(/\s*\/\*[^]*?\*\//g, '')) : whole
      const asset = assetOf(ending, body)
      return asset === null ? [] : [{ name, path: `${stem}.${hashOf(body)}.${ending}`, asset }]
    })
}

/** The scripts, in one folder whose name is the hash of them all. */
function loadScripts(): { base: string; scripts: { path: string; asset: Asset }[] } {
  const names = readdirSync(join(folder, 'scripts')).sort()
  const bodies = names.map((name) => readFileSync(join(folder, 'scripts', name)))
  const base = `scripts-${hashOf(...names.flatMap((name, i) => [Buffer.from(`${name}\0`), bodies[i]!]))}`
  return { base, scripts: names.map((name, i) => ({ path: `${base}/${name}`, asset: assetOf('js', bodies[i]!)! })) }
}

export function loadAssets(): Assets {
  const single = loadSingleFiles()
  const hrefs = new Map(single.map(({ name, path }) => [name, `/assets/${path}`]))
  const { base, scripts } = loadScripts()
  return {
    files: new Map([...single, ...scripts].map(({ path, asset }) => [path, asset])),
    scripts: `/assets/${base}`,
    paper: paperColours(),
    href: (name) => {
      const href = hrefs.get(name)
      if (href === undefined) throw new Error(`public/ has no ${name}`)
      return href
    },
  }
}

/** Compresses an asset further, off the event loop, unless that has begun already. */
function compressSmaller(asset: Asset): void {
  if (asset.gzip() === null || asset.compressing) return
  asset.compressing = true
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: asset.body.length }
  brotliCompress(asset.body, { params }, (error, brotli) => {
    if (error === null) asset.brotli = brotli
  })
}

/** The encoding that a browser takes and that is ready. */
function encodingFor(asset: Asset, accepted: string | undefined): { encoding: string; body: Buffer } | null {
  if (takesBrotli(accepted)) {
    if (asset.brotli !== null) return { encoding: 'br', body: asset.brotli }
    compressSmaller(asset)
  }
  const gzip = takesGzip(accepted) ? asset.gzip() : null
  return gzip === null ? null : { encoding: 'gzip', body: gzip }
}

export function assetRoutes(app: FastifyInstance, deps: { assets: Assets }): void {
  app.get<{ Params: { '*': string } }>(
    '/assets/*',
    { config: { access: 'anyone', whileOverloaded: true } },
    async (request, reply) => {
      const asset = deps.assets.files.get(request.params['*'])
      if (!asset) throw missing()
      const compressed = encodingFor(asset, request.headers['accept-encoding'])
      reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .type(asset.type)
      if (compressed) reply.header('content-encoding', compressed.encoding)
      // A feed names the site's icon, and readers of feeds are other sites.
      if (asset.type.startsWith('image/')) reply.header('cross-origin-resource-policy', 'cross-origin')
      return reply.send(compressed?.body ?? asset.body)
    },
  )
}
