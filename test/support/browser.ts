// A demo site on a real port for every test, and readers with a real browser whose every complaint is written down.
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { hashPassword } from '../../src/accounts/passwords.ts'
import { insertAccount, insertSession } from '../../src/accounts/queries.ts'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { write } from '../../src/db/write.ts'
import type { OpenDeps } from '../../src/deps.ts'
import { openDeps } from '../../src/open-deps.ts'
import type { Role } from '../../src/permissions.ts'
import { systemRandom, tokenHash } from '../../src/random.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY } from '../../src/time.ts'
import { urls } from '../../src/urls.ts'
import { sessionCookieName } from '../../src/web/cookies.ts'
import { connectToChromium, NO_CHROMIUM } from './chromium.ts'
import { copyDemo } from './demo.ts'

/** Tuesday, 12 March 2080, 17:05 UTC: late enough that no real clock has ended a cookie, and that day's edition is out. */
export const AFTERNOON = Date.UTC(2080, 2, 12, 17, 5)

/** An account, and the token of its first session. */
export type Account = { nic: string; token: string }

export type Served = {
  deps: OpenDeps
  origin: string
  /** Turns the clock; milliseconds. */
  advance: (by: number) => void
  /** Makes an account with a session, and with a password when one is given. */
  account: (nic: string, role?: Role, password?: string) => Promise<Account>
  /** Path of the article with a headline. */
  addressOf: (headline: string) => Promise<string>
  close: () => Promise<void>
}

/** A port of the system's choice that was free a moment ago: the site's own address must be known before it listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** Serves what a folder holds, on a port of its own. */
export async function serve(
  folder: string,
  from: number = AFTERNOON,
  env: Record<string, string> = {},
): Promise<Served> {
  let now = from
  for (let tries = 1; ; tries++) {
    const config = readConfig({
      DATA_DIR: folder,
      PORT: String(await freePort()),
      LOG_LEVEL: 'silent',
      RATE_LIMITS: 'off',
      ...env,
    })
    const deps = await openDeps(config, { clock: () => now, random: systemRandom, log: pino({ level: 'silent' }) })
    const app = await buildApp(deps)
    try {
      await app.listen({ host: '127.0.0.1', port: config.port })
    } catch (error) {
      await deps.store.close()
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE' && tries < 5) continue
      throw error
    }
    return {
      deps,
      origin: `http://127.0.0.1:${config.port}`,
      advance: (by) => {
        now += by
      },
      account: async (nic, role = 'member', password) => {
        const token = deps.random.token()
        const password_hash = password === undefined ? null : await hashPassword(password)
        await write(deps, async (db) => {
          const id = await insertAccount(db, {
            nic,
            nic_skeleton: skeleton(nic),
            email: null,
            email_folded: null,
            password_hash,
            role,
            created_at: now,
          })
          await insertSession(db, {
            token_hash: tokenHash(token),
            account_id: id,
            created_at: now,
            seen_at: now,
            expires_at: now + 7 * DAY,
          })
        })
        return { nic, token }
      },
      addressOf: async (headline) =>
        urls.article(
          await deps.db
            .selectFrom('articles')
            .select(['id', 'slug'])
            .where('headline', '=', headline)
            .executeTakeFirstOrThrow(),
        ),
      close: async () => {
        await app.close()
        await deps.store.close()
      },
    }
  }
}

export type Reader = {
  context: BrowserContext
  page: Page
  /** Opens an address of the site. */
  go: (path: string) => Promise<void>
  /** Clicks what leads to another page, and waits until that page is there. */
  press: (what: Locator) => Promise<void>
  /** Where the reader is: path, query and fragment. */
  at: () => string
  /** What a page computes, whether it may run scripts of its own or not. */
  ask: <T>(expression: string) => Promise<T>
  /** Console messages, errors of a page, failed requests and requests to another host since this was last asked. */
  complaints: () => string[]
  /**
   * Ends a journey: fails on any console message, error of a page, failed request or request to another host.
   * @param refusals the statuses of 400 and above that documents of this journey were answered with, in order
   */
  end: (refusals?: number[]) => Promise<void>
}

/** Chromium says in the console that a document was refused, which the journey says too. */
const REFUSED = 'error: Failed to load resource: the server responded with a status of'

/** Chromium repeats in the console the one header that signing out sends. */
const CLEARED = /^info: Clear-Site-Data header on '[^']+\/accounts\/logout': Cleared data types: "cache"\.$/

/** Opens a browser's empty context on a site and writes down whatever goes wrong in it. */
export async function watch(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Reader> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(15_000)
  const complaints: string[] = []
  const refused: { url: string; status: number }[] = []
  const spoken: { text: string; url: string }[] = []
  context.on('console', (message) =>
    spoken.push({ text: `${message.type()}: ${message.text()}`, url: message.location().url }),
  )
  context.on('weberror', (error) => complaints.push(`page error: ${error.error().message}`))
  context.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) complaints.push(`request to another host: ${request.url()}`)
  })
  context.on('requestfailed', (request) => {
    const failure = request.failure()?.errorText ?? ''
    // Whoever leaves a page, or presses twice, takes back what was asked for before.
    if (failure === 'net::ERR_ABORTED') return
    complaints.push(`request failed: ${request.method()} ${request.url()} (${failure})`)
  })
  context.on('response', (response) => {
    if (response.status() < 400) return
    if (response.request().isNavigationRequest()) refused.push({ url: response.url(), status: response.status() })
    else complaints.push(`answered ${response.status()}: ${response.url()}`)
  })
  const page = await context.newPage()
  const heard = (): string[] => {
    const unforeseen = spoken
      .splice(0)
      .filter(
        ({ text, url }) => !CLEARED.test(text) && !(text.startsWith(REFUSED) && refused.some((one) => one.url === url)),
      )
    return [...complaints.splice(0), ...unforeseen.map(({ text, url }) => `console ${text} (${url})`)]
  }
  return {
    context,
    page,
    go: async (path) => void (await page.goto(path)),
    press: async (what) => {
      const loaded = page.waitForEvent('load')
      await Promise.all([loaded, what.click()])
    },
    at: () => page.url().slice(origin.length),
    ask: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    complaints: heard,
    end: async (refusals = []) => {
      await context.close()
      expect(heard()).toEqual([])
      expect(refused.map(({ status }) => status)).toEqual(refusals)
    },
  }
}

const chromium = inject('chromium')

/** A test in the browser: skipped, loudly, where there is no Chromium; under CI that is a failure. */
export const inBrowser = test.skipIf(chromium === null && process.env['CI'] !== 'true')

export type BrowserHalf = {
  /** A demo site of one's own. */
  site: (env?: Record<string, string>) => Promise<Served>
  /** Somebody who reads a site, signed in when an account is given; without scripts when told so. */
  reader: (site: Served, options?: BrowserContextOptions, as?: Account) => Promise<Reader>
}

/** What a file of tests in the browser uses; every site is a copy of the demo edition, and all is closed at the end of the file. */
export function browserHalf(): BrowserHalf {
  const closers: (() => unknown)[] = []
  let browser: Browser | undefined
  beforeAll(async () => {
    if (chromium !== null) browser = await connectToChromium(chromium)
    else if (process.env['CI'] === 'true') throw new Error(NO_CHROMIUM)
  })
  afterAll(async () => {
    for (const close of closers.toReversed()) await close()
  })
  return {
    site: async (env) => {
      const folder = mkdtempSync(join(tmpdir(), 'broadside-browser-'))
      await copyDemo(folder, AFTERNOON)
      const site = await serve(folder, AFTERNOON, env)
      closers.push(async () => {
        await site.close()
        rmSync(folder, { recursive: true, force: true })
      })
      return site
    },
    reader: async (site, options, as) => {
      const reader = await watch(browser!, site.origin, options)
      closers.push(() => reader.context.close())
      if (as)
        await reader.context.addCookies([
          { name: sessionCookieName(site.origin), value: as.token, url: site.origin, httpOnly: true, sameSite: 'Lax' },
        ])
      return reader
    },
  }
}

/** Both ways in which every journey is made. */
export const bothWays = [
  { scripts: 'with scripts', options: {} },
  { scripts: 'without scripts', options: { javaScriptEnabled: false } },
] as const

/** How many pixels wider than the window a page is; nothing scrolls sideways. */
export const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth'
