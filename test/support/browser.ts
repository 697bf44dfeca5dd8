// Readers with a real browser whose every complaint is written down, and sites for them.
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { sessionCookieName } from '../../src/web/cookies.ts'
import { NO_CHROMIUM, ownChromium } from './chromium.ts'
import { type Account, type Served, serveDemo } from './served.ts'

type Clickable = Pick<Locator, 'click'>

export type Reader = {
  context: BrowserContext
  page: Page
  /** Opens an address of the site. */
  go: (path: string) => Promise<void>
  /** Clicks what leads to another page, and waits until that page is there. */
  press: (what: Clickable) => Promise<void>
  /** Where the reader is: path, query and fragment. */
  at: () => string
  /** Presses a button of a form whose fields the browser does not check. */
  sendUnchecked: (what: Clickable) => Promise<void>
  /** Presses a button, and fails unless the browser's own checks of the fields hold its form back. */
  isHeldBack: (what: Clickable) => Promise<void>
  /** Fails when the page is wider than the window: nothing scrolls sideways. */
  fits: () => Promise<void>
  /** Fails unless what a selector finds first stands in the window. */
  sees: (selector: string) => Promise<void>
  /** Presses a key that leads to another page. */
  leave: (key: string) => Promise<void>
  /** Sends fields with the cookies of this reader, and stays on the page. */
  post: (path: string, fields: Record<string, string>) => Promise<{ status: number; location: string | undefined }>
  /** Another window of the same browser. */
  newWindow: () => Promise<Reader>
  /** What a page computes, whether it may run scripts of its own or not. */
  ask: <T>(expression: string) => Promise<T>
  /** Console messages, errors of a page, failed requests and requests to another host since this was last asked. */
  complaints: () => string[]
  /** Closes what no journey has ended. */
  close: () => Promise<void>
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

/** The events of a context by which whatever goes wrong is written down. */
const HEARD = ['console', 'weberror', 'request', 'requestfailed', 'response'] as const

/** What a context is opened with when nothing else is asked for. */
const PLAIN: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' }

/** Contexts that readers have left, by `javaScriptEnabled`. A warm one shows its first page in a third of the time. */
const left = new Map<boolean, BrowserContext[]>()

/**
 * Opens an empty context, or empties one that another reader has left. Every site has a port, and so an origin, of its
 * own: what a context keeps for each origin is never met again, and cookies, which ports share, are deleted.
 * @returns the context with one page, and what ends its use
 */
async function openContext(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{ context: BrowserContext; leave: () => Promise<void> }> {
  const { javaScriptEnabled = true, viewport = PLAIN.viewport!, ...more } = options
  const isPlain = Object.keys(more).length === 0
  const kept = isPlain ? left.get(javaScriptEnabled)?.pop() : undefined
  const context = kept ?? (await browser.newContext({ ...PLAIN, ...options }))
  context.setDefaultTimeout(15_000)
  if (kept && viewport) await kept.pages()[0]!.setViewportSize(viewport)
  if (!kept) await context.newPage()
  const leave = async (): Promise<void> => {
    if (!isPlain) return context.close()
    const [page, ...others] = context.pages()
    for (const other of others) await other.close()
    await page!.goto('about:blank')
    await page!.unrouteAll()
    await page!.emulateMedia({ media: null, colorScheme: 'light' })
    // By name: playwright itself listens for the end of a context.
    for (const event of HEARD) context.removeAllListeners(event)
    page!.removeAllListeners('request')
    await context.clearCookies()
    left.set(javaScriptEnabled, [...(left.get(javaScriptEnabled) ?? []), context])
  }
  return { context, leave }
}

/** Opens a reader on a site and writes down whatever goes wrong on its pages. */
async function watch(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Reader> {
  const { context, leave } = await openContext(browser, options)
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
  const heard = (): string[] => {
    const unforeseen = spoken
      .splice(0)
      .filter(
        ({ text, url }) => !CLEARED.test(text) && !(text.startsWith(REFUSED) && refused.some((one) => one.url === url)),
      )
    return [...complaints.splice(0), ...unforeseen.map(({ text, url }) => `console ${text} (${url})`)]
  }
  let isOver = false
  const close = async (): Promise<void> => {
    if (!isOver) await context.close()
  }
  const end = async (refusals: number[] = []): Promise<void> => {
    isOver = true
    await leave()
    expect(heard()).toEqual([])
    expect(refused.map(({ status }) => status)).toEqual(refusals)
  }
  const reading = (page: Page): Reader => ({
    ...windowOf(page, origin),
    newWindow: async () => reading(await context.newPage()),
    complaints: heard,
    close,
    end,
  })
  return reading(context.pages()[0]!)
}

/** What a reader does in one window. */
function windowOf(page: Page, origin: string): Omit<Reader, 'newWindow' | 'complaints' | 'close' | 'end'> {
  const press = async (what: Clickable): Promise<void> => {
    const loaded = page.waitForEvent('load')
    await Promise.all([loaded, what.click()])
  }
  const ask = <T>(expression: string): Promise<T> => page.evaluate(expression) as Promise<T>
  return {
    context: page.context(),
    page,
    go: async (path) => void (await page.goto(origin + path)),
    press,
    sendUnchecked: async (what) => {
      await ask('for (const form of document.forms) form.noValidate = true')
      await press(what)
    },
    isHeldBack: async (what) => {
      await what.click()
      expect(await ask('document.querySelector("form :user-invalid") !== null'), 'a field is invalid').toBe(true)
    },
    at: () => page.url().slice(origin.length),
    fits: async () =>
      expect(await ask<number>(OVERFLOW), `pixels that ${page.url()} is too wide`).toBeLessThanOrEqual(0),
    sees: async (selector) =>
      expect(
        await ask<boolean>(`(() => {
          const { top, bottom } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect()
          return bottom > 0 && top >= 0 && top < innerHeight
        })()`),
        `${selector} stands in the window`,
      ).toBe(true),
    leave: async (key) => {
      const loaded = page.waitForEvent('load')
      await Promise.all([loaded, page.keyboard.press(key)])
    },
    post: async (path, form) => {
      const headers = { origin, 'sec-fetch-site': 'same-origin' }
      const answer = await page.context().request.post(origin + path, { form, headers, maxRedirects: 0 })
      return { status: answer.status(), location: answer.headers()['location'] }
    },
    ask,
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
    if (chromium !== null) browser = await ownChromium(chromium)
    else if (process.env['CI'] === 'true') throw new Error(NO_CHROMIUM)
  })
  afterAll(async () => {
    for (const close of closers.toReversed()) await close()
  })
  return {
    site: async (env) => {
      const site = await serveDemo(env)
      closers.push(site.close)
      return site
    },
    reader: async (site, options, as) => {
      const reader = await watch(browser!, site.origin, options)
      closers.push(reader.close)
      if (as)
        await reader.context.addCookies([
          { name: sessionCookieName(site.origin), value: as.token, url: site.origin, httpOnly: true, sameSite: 'Lax' },
        ])
      return reader
    },
  }
}

/** The browser with scripts and without, for what is made both ways in it. */
export const bothWays = [
  { scripts: 'with scripts', options: {} },
  { scripts: 'without scripts', options: { javaScriptEnabled: false } },
] as const

/** How many pixels wider than the window a page is; nothing scrolls sideways. */
export const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth'
