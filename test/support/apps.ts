// The apps of a worker: each is built once for its configuration and lent to one site after another.
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { buildApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import type { Deps, OpenDeps } from '../../src/deps.ts'
import { type Assets, loadAssets } from '../../src/web/assets.ts'

export const log = pino({ level: 'silent' })

/** The files of public/, read and compressed once per worker: brotli takes longer for them than a site takes to start. */
export const loaded = loadAssets()

/** The files of public/ as a server has them that has just started. */
export const freshAssets = (): Assets => ({
  ...loaded,
  files: new Map(Array.from(loaded.files, ([name, asset]) => [name, { ...asset, brotli: null, compressing: false }])),
})

/** What may be read of the configuration while an app is built; apps that differ in it are different apps. */
const buildTimeConfig = ['trustProxy', 'rateLimits', 'baseUrl'] as const

type KeptApp = {
  app: FastifyInstance
  /** Points everything that the app was handed at a site. */
  lendTo: (deps: OpenDeps) => void
  closed: boolean
}

const idle = new Map<string, KeptApp[]>()

/** An object whose every property is read from another one, at the time when it is asked for. */
function readThrough<T extends object>(names: readonly (keyof T & string)[], read: (name: keyof T) => unknown): T {
  const properties = names.map((name) => [name, { get: () => read(name), enumerable: true }] as const)
  return Object.defineProperties({} as T, Object.fromEntries(properties))
}

function whileBuilding(config: Config): (name: keyof Deps) => unknown {
  const readable = readThrough<Config>(Object.keys(config) as (keyof Config)[], (name) => {
    if (!(buildTimeConfig as readonly string[]).includes(name))
      throw new Error(`config.${name} is read while the app is built. Read it from Deps when a request asks.`)
    return config[name]
  })
  return (name) => {
    if (name === 'config') return readable
    if (name === 'log') return log
    throw new Error(`deps.${name} is read while the app is built. Read it from Deps when a request asks.`)
  }
}

async function build(deps: OpenDeps): Promise<KeptApp> {
  let current: OpenDeps | null = null
  const readEarly = whileBuilding(deps.config)
  const handed = readThrough<OpenDeps>(Object.keys(deps) as (keyof OpenDeps)[], (name) =>
    current === null ? readEarly(name as keyof Deps) : current[name],
  )
  const app = await buildApp(handed)
  const kept: KeptApp = {
    app,
    lendTo: (site) => {
      current = site
    },
    closed: false,
  }
  app.addHook('onClose', async () => {
    kept.closed = true
  })
  await app.ready()
  return kept
}

/**
 * Lends an app to a site: an idle one, or a new one where a test opens several sites at once.
 * The site's Deps are all that the app knows of it, so what one test leaves behind in an app fails another one.
 * @returns the app, and what ends the loan
 */
export async function borrowApp(deps: OpenDeps): Promise<{ app: FastifyInstance; giveBack: () => Promise<void> }> {
  const key = JSON.stringify(buildTimeConfig.map((name) => deps.config[name]))
  const kept = idle.get(key)?.pop() ?? (await build(deps))
  const { app, lendTo } = kept
  lendTo(deps)
  return {
    app,
    giveBack: async () => {
      // An app that has listened does not listen again.
      if (app.server.listening) await app.close()
      else deps.live.close()
      if (!kept.closed) idle.set(key, [...(idle.get(key) ?? []), kept])
    },
  }
}
