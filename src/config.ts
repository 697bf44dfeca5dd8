// The configuration: the only reader of process.env, checked once as a whole. Pure but for the environment.
import { isIP } from 'node:net'
import { z } from 'zod'

export type Config = {
  host: string
  port: number
  /** Without a trailing slash: `https://news.example`. */
  baseUrl: string
  /** Host headers that the server answers to: that of `baseUrl`, and on loopback every name of this machine. */
  hosts: ReadonlySet<string>
  dataDir: string
  databaseFile: string
  chromium: string | null
  smtpUrl: string | null
  trustProxy: boolean | string
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  secret: string | null
  demo: boolean
  rateLimits: boolean
  /** Bytes of all pages in the cache. */
  pageCacheBytes: number
  /** The webhook of the settings may be on this machine or in its network. */
  webhookPrivate: boolean
  /** Started by npm: the server ends when npm does. */
  underNpm: boolean
}

/** Every fault of the environment at once, each naming its variable and what it takes. */
export class ConfigFaults extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])

export const isLoopback = (host: string): boolean => loopback.has(host)

function hostsOf(baseUrl: string): Set<string> {
  const base = new URL(baseUrl)
  const hosts = new Set([base.host])
  if (isLoopback(base.hostname))
    for (const name of ['localhost', '127.0.0.1', '[::1]']) hosts.add(base.port === '' ? name : `${name}:${base.port}`)
  return hosts
}

/** Scheme, host and port, with at most a slash after them. */
function isSiteAddress(text: string): boolean {
  if (!/^https?:\/\/./i.test(text) || !URL.canParse(text)) return false
  const { pathname, search, hash, username, password } = new URL(text)
  return pathname === '/' && search === '' && hash === '' && username === '' && password === ''
}

/** An address, a range (`10.0.0.0/8`), or a name of ranges. */
function isProxy(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.trim().split('/')
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text.trim())) return true
  const family = isIP(address)
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)
}

const onOff = z.enum(['on', 'off'])

/** One row per variable; a fault message quotes `takes`. */
export const environment = {
  HOST: { takes: 'an address to listen on, for instance 127.0.0.1', schema: z.string().min(1).default('127.0.0.1') },
  PORT: {
    takes: 'a whole number from 1 to 65535',
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((n) => n >= 1 && n <= 65535)
      .default(3000),
  },
  BASE_URL: {
    takes: 'the address that readers use, http:// or https://, without a path',
    schema: z
      .string()
      .refine(isSiteAddress)
      .transform((text) => new URL(text).origin)
      .optional(),
  },
  DATA_DIR: {
    takes: 'a folder for the database, the pictures and the outbox',
    schema: z.string().min(1).default('./data'),
  },
  DATABASE_URL: {
    takes: 'the path of a SQLite file (file:… or a plain path)',
    schema: z
      .string()
      .min(1)
      .refine((text) => !/^[a-z]+:\/\//.test(text) || text.startsWith('file://'))
      .optional(),
  },
  CHROMIUM: { takes: 'the path of a Chromium, for the tests', schema: z.string().min(1).optional() },
  SMTP_URL: { takes: 'smtp:// or smtps:// and the mail server', schema: z.url({ protocol: /^smtps?$/ }).optional() },
  TRUST_PROXY: {
    takes: 'off, on, or the addresses of the proxies, comma-separated',
    schema: z
      .string()
      .refine((text) => text === 'off' || text === 'on' || text.split(',').every(isProxy))
      .default('off'),
  },
  LOG_LEVEL: {
    takes: 'one of trace, debug, info, warn, error, fatal, silent',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  },
  SECRET: { takes: 'at least 32 characters', schema: z.string().min(32).optional() },
  DEMO: { takes: 'on or off', schema: onOff.default('on') },
  RATE_LIMITS: { takes: 'on or off (off only with a loopback HOST)', schema: onOff.default('on') },
  PAGE_CACHE_MB: {
    takes: 'a whole number of megabytes from 1 to 4096',
    schema: z
      .string()
      .regex(/^\d{1,4}$/)
      .transform(Number)
      .refine((n) => n >= 1 && n <= 4096)
      .default(32),
  },
  WEBHOOK_PRIVATE: { takes: 'on or off', schema: onOff.default('off') },
} as const

type Values = { [K in keyof typeof environment]: z.output<(typeof environment)[K]['schema']> }

/** Loads `.env` of the working folder if there is one. Variables that are set already win. */
export function readEnvFile(): void {
  try {
    process.loadEnvFile()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/**
 * Reads the configuration.
 * @param env the environment, by default that of the process; an empty value counts as unset
 * @throws ConfigFaults naming every faulty variable at once
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, { takes, schema }] of Object.entries(environment)) {
    const given = env[name] === '' ? undefined : env[name]
    const result = schema.safeParse(given)
    if (result.success) values[name] = result.data
    else faults.push(`${name} takes ${takes}; it is ${JSON.stringify(given)}.`)
  }
  if (values['RATE_LIMITS'] === 'off' && typeof values['HOST'] === 'string' && !isLoopback(values['HOST'])) {
    faults.push(`RATE_LIMITS takes ${environment.RATE_LIMITS.takes}; HOST is ${JSON.stringify(values['HOST'])}.`)
  }
  if (faults.length > 0) throw new ConfigFaults(faults)
  const v = values as Values
  const baseUrl = v.BASE_URL ?? `http://localhost:${v.PORT}`
  return {
    host: v.HOST,
    port: v.PORT,
    baseUrl,
    hosts: hostsOf(baseUrl),
    dataDir: v.DATA_DIR,
    databaseFile: v.DATABASE_URL?.replace(/^file:(\/\/)?/, '') ?? `${v.DATA_DIR}/broadside.sqlite`,
    chromium: v.CHROMIUM ?? null,
    smtpUrl: v.SMTP_URL ?? null,
    trustProxy: v.TRUST_PROXY === 'off' ? false : v.TRUST_PROXY === 'on' ? true : v.TRUST_PROXY,
    logLevel: v.LOG_LEVEL,
    secret: v.SECRET ?? null,
    demo: v.DEMO === 'on',
    rateLimits: v.RATE_LIMITS === 'on',
    pageCacheBytes: v.PAGE_CACHE_MB * 1024 * 1024,
    webhookPrivate: v.WEBHOOK_PRIVATE === 'on',
    underNpm: env['npm_lifecycle_event'] !== undefined,
  }
}
