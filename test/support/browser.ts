// A demo site on a real port for every test, and readers with a real browser whose every complaint is written down.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { register } from '../../src/accounts/actions.ts'
import { skeleton } from '../../src/accounts/nics.ts'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { loadDemo } from '../../src/demo/load.ts'
import { openDeps, type OpenDeps } from '../../src/open-deps.ts'
import type { Role } from '../../src/permissions.ts'
import { systemRandom } from '../../src/random.ts'
import { launch, NO_CHROMIUM } from './chromium.ts'

/** Tuesday, 12 March 2080, 17:05 UTC: late enough that no real clock has ended a cookie, and that day's edition is out. */
export const AFTERNOON = Date.UTC(2080, 2, 12, 17, 5)

export const PASSWORD = 'slack water at ten past four'

export type Served = {
  deps: OpenDeps
  origin: string
  /** Turns the clock; milliseconds. */
  advance: (by: number) => void
  /** Makes an account that signs in with PASSWORD. */
  account: (nic: string, role?: Role) => Promise<void>
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
export async function serve(folder: string, from: number = AFTERNOON): Promise<Served> {
  let now = from
  for (let tries = 1; ; tries++) {
    const config = readConfig({ DATA_DIR: folder, PORT: String(await freePort()), LOG_LEVEL: 'silent', RATE_LIMITS: 'off' })
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
      advance: (by) => void (now += by),
      account: async (nic, role = 'member') => {
        const made = await register(deps, { nic, email: `${skeleton(nic)}@example.org`, password: PASSWORD, next: '', action: '' }, role)
        if ('faults' in made) throw new Error(JSON.stringify(made.faults))
      },
      close: async () => {
        await app.close()
        await deps.store.close()
      },
    }
  }
}

/** Puts the demo edition into a folder that holds a migrated database. */
export async function loadDemoInto(folder: string, now: number = AFTERNOON): Promise<void> {
  const deps = await openDeps(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' }), { clock: () => now, log: pino({ level: 'silent' }) })
  await loadDemo(deps)
  await deps.store.close()
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
  /** Paths of the documents that were shown, each once, in order. */
  visited: () => string[]
  /**
   * Ends a journey: fails on any console message, error of a page, failed request or request to another host.
   * @param refusals the statuses of 400 and above that documents of this journey were answered with, in order
   */
  end: (refusals?: number[]) => Promise<void>
}

/** Chromium says in the console that a document was refused, which the journey says too. */
const REFUSED = 'error: Failed to load resource: the server responded with a status of'

/** Chromium repeats in the console the one header that signing out sends. */
const isSaidAlready = (text: string): boolean => /^info: Clear-Site-Data header on '[^']+\/accounts\/logout': Cleared data types: "cache"\.$/.test(text)

/** Opens a browser's empty context on a site and writes down whatever goes wrong in it. */
export async function watch(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Reader> {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(15_000)
  const complaints: string[] = []
  const refused: { url: string; status: number }[] = []
  const seen: string[] = []
  const told: { text: string; url: string }[] = []
  context.on('console', (message) => told.push({ text: `${message.type()}: ${message.text()}`, url: message.location().url }))
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
    const { pathname, search } = new URL(response.url())
    if (response.request().isNavigationRequest()) {
      if (response.status() >= 400) refused.push({ url: response.url(), status: response.status() })
      else if (response.request().method() === 'GET' && response.status() === 200 && !seen.includes(pathname + search)) seen.push(pathname + search)
    } else if (response.status() >= 400) complaints.push(`answered ${response.status()}: ${response.url()}`)
  })
  const page = await context.newPage()
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
    visited: () => [...seen],
    end: async (refusals = []) => {
      await context.close()
      const spoken = told.filter(({ text, url }) => !isSaidAlready(text) && !(text.startsWith(REFUSED) && refused.some((one) => one.url === url)))
      expect([...complaints, ...spoken.map(({ text, url }) => `console ${text} (${url})`)]).toEqual([])
      expect(refused.map(({ status }) => status)).toEqual(refusals)
    },
  }
}

const chromiumPath = inject('chromium')

/** A test in the browser: skipped, loudly, where there is no Chromium; under CI that is a failure. */
export const inBrowser = test.skipIf(chromiumPath === null && process.env['CI'] !== 'true')

/** Signs somebody in who has PASSWORD, from wherever they are, and comes back there. */
export async function signIn(reader: Reader, nic: string): Promise<void> {
  const { page } = reader
  await reader.press(page.getByRole('link', { name: /^Sign in/ }).first())
  await page.getByLabel('Nic or e-mail').fill(nic)
  await page.getByLabel('Password').fill(PASSWORD)
  await reader.press(page.getByRole('button', { name: 'Sign in' }))
}

export type BrowserHalf = {
  browser: () => Browser
  /** A demo site of this test's own. */
  site: () => Promise<Served>
  /** Somebody who reads a site; without scripts when told so. */
  reader: (site: Served, options?: BrowserContextOptions) => Promise<Reader>
}

/** One browser and one loaded demo edition for a file of tests; every test gets a copy. */
export function browserHalf(): BrowserHalf {
  const image = mkdtempSync(join(tmpdir(), 'broadside-demo-'))
  let browser: Browser | undefined
  beforeAll(async () => {
    if (chromiumPath === null) {
      if (process.env['CI'] === 'true') throw new Error(NO_CHROMIUM)
      return
    }
    cpSync(inject('image'), join(image, 'broadside.sqlite'))
    const [started] = await Promise.all([launch(chromiumPath), loadDemoInto(image)])
    browser = started
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(image, { recursive: true, force: true })
  })
  return {
    browser: () => browser!,
    site: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'broadside-browser-'))
      cpSync(image, folder, { recursive: true })
      const site = await serve(folder)
      onTestFinished(async () => {
        await site.close()
        rmSync(folder, { recursive: true, force: true })
      })
      return site
    },
    reader: async (site, options) => {
      const reader = await watch(browser!, site.origin, options)
      onTestFinished(() => reader.context.close())
      return reader
    },
  }
}

/** Both ways in which every journey is made. */
export const bothWays = [
  { scripts: 'with scripts', options: {} },
  { scripts: 'without scripts', options: { javaScriptEnabled: false } },
] as const

/** How much wider than the window a page is; nothing scrolls sideways. */
export const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth'
