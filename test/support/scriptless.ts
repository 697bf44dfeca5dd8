// A browser without scripts, style sheets and window: it reads pages by inject, follows links and sends forms.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { serialize } from 'parse5'
import { expect } from 'vitest'
import {
  attribute,
  byLabel,
  byRole,
  byText,
  closest,
  type Document,
  type Element,
  elementsIn,
  matchesText,
  parsePage,
  rawText,
  type TextMatch,
  textOf,
} from './dom.ts'
import {
  checkField,
  chooseFile,
  chooseOption,
  type FileChoice,
  fieldValue,
  fillField,
  isChecked,
  isDisabled,
  type Sent,
  setAttribute,
  submission,
} from './forms.ts'
import type { Found, PageView, Visitor } from './journeys.ts'
import { matches } from './selectors.ts'

type Shown = { url: URL; document: Document }
type Cookie = { name: string; value: string; path: string }

/** The windows of one browser, which share its cookies and what its documents were refused with. */
export class ScriptlessBrowser {
  private readonly app: FastifyInstance
  readonly origin: string
  private readonly cookies = new Map<string, Cookie>()
  readonly refusals: number[] = []

  constructor(app: FastifyInstance, origin: string) {
    this.app = app
    this.origin = origin
  }

  setCookie(name: string, value: string): void {
    this.cookies.set(`${name} /`, { name, value, path: '/' })
  }

  /** Asks for a page, and goes where redirects lead. */
  async open(url: URL, from: URL | null, sent?: Sent): Promise<Shown> {
    let at = url
    let answer = await this.request(at, from, sent)
    for (let steps = 0; answer.statusCode >= 300 && answer.statusCode < 400; steps++) {
      if (steps > 5) throw new Error(`${url} goes round in circles.`)
      const next = new URL(String(answer.headers.location), at)
      if (next.hash === '') next.hash = at.hash
      at = this.own(next)
      answer = await this.request(at, from)
    }
    if (answer.statusCode >= 400) this.refusals.push(answer.statusCode)
    expect(answer.headers['content-type'], `${at} is a page`).toMatch(/^text\/html/)
    return { url: at, document: parsePage(answer.body) }
  }

  /** Sends fields, and tells where the answer leads. */
  async send(path: string, fields: Record<string, string>): Promise<{ status: number; location: string | undefined }> {
    const url = new URL(path, this.origin)
    const sent: Sent = { method: 'post', action: null, multipart: false, fields: Object.entries(fields) }
    const answer = await this.request(url, url, sent)
    return { status: answer.statusCode, location: answer.headers.location }
  }

  /** The address on this site; the site's own name and that of the loopback are one. */
  private own(url: URL): URL {
    if (url.origin !== this.origin) throw new Error(`${url} leads to another host.`)
    return url
  }

  private async request(url: URL, from: URL | null, sent?: Sent): Promise<LightMyRequestResponse> {
    this.own(url)
    const headers: Record<string, string> = { host: url.host, accept: 'text/html', 'sec-fetch-mode': 'navigate' }
    headers['sec-fetch-site'] = from === null ? 'none' : 'same-origin'
    if (from !== null) headers['referer'] = from.href.replace(/#.*/, '')
    const cookies = [...this.cookies.values()].filter(
      ({ path }) => path === '/' || url.pathname === path || url.pathname.startsWith(`${path}/`),
    )
    if (cookies.length > 0) headers['cookie'] = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    let payload: Buffer | string | undefined
    if (sent) {
      headers['origin'] = this.origin
      const body = await bodyOf(sent)
      headers['content-type'] = body.type
      payload = body.payload
    }
    const answer = await this.app.inject({
      method: sent ? 'POST' : 'GET',
      url: url.pathname + url.search,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    this.keepCookies(answer)
    return answer
  }

  private keepCookies(answer: LightMyRequestResponse): void {
    for (const { name, value, path = '/', maxAge, expires } of answer.cookies) {
      const key = `${name} ${path}`
      const isOver = value === '' || maxAge === 0 || (expires !== undefined && expires.getTime() <= 0)
      if (isOver) this.cookies.delete(key)
      else this.cookies.set(key, { name, value: encodeURIComponent(decodeURIComponent(value)), path })
    }
  }
}

async function bodyOf({ multipart, fields }: Sent): Promise<{ type: string; payload: Buffer | string }> {
  if (!multipart) {
    const pairs = fields.map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : value.name,
    ])
    return { type: 'application/x-www-form-urlencoded', payload: new URLSearchParams(pairs).toString() }
  }
  const form = new FormData()
  for (const [name, value] of fields)
    if (typeof value === 'string') form.append(name, value)
    else form.append(name, new File([new Uint8Array(value.buffer)], value.name, { type: value.mimeType }))
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  return { type: request.headers.get('content-type')!, payload: Buffer.from(await request.arrayBuffer()) }
}

const isSummary = ({ tagName }: Element): boolean => tagName === 'summary'

/** Elements of the page that a window shows, found anew whenever they are asked for. */
class ScriptlessFound implements Found {
  private readonly window: ScriptlessWindow
  private readonly find: () => Element[]
  private readonly what: string

  constructor(window: ScriptlessWindow, what: string, find: () => Element[]) {
    this.window = window
    this.what = what
    this.find = find
  }

  elements(): Element[] {
    return this.find()
  }

  /** The only element; whatever a test reads or presses has to be one. */
  one(): Element {
    const found = this.find()
    if (found.length !== 1) throw new Error(`${this.what} is there ${found.length} times at ${this.window.at()}.`)
    return found[0]!
  }

  private within(what: string, find: (element: Element) => Element[]): ScriptlessFound {
    return new ScriptlessFound(this.window, `${this.what} ${what}`, () => [...new Set(this.find().flatMap(find))])
  }

  locator(selector: string, options: { hasText?: TextMatch; has?: unknown } = {}): ScriptlessFound {
    return this.within(selector, (element) => this.window.select(element, selector)).filter(options)
  }
  filter({ hasText, has }: { hasText?: TextMatch; has?: unknown } = {}): ScriptlessFound {
    if (hasText === undefined && has === undefined) return this
    return new ScriptlessFound(this.window, `${this.what} with ${hasText ?? 'more'}`, () => {
      const inner = has === undefined ? null : (has as ScriptlessFound).elements()
      return this.find().filter(
        (one) =>
          (hasText === undefined || matchesText(textOf(one), hasText)) &&
          (inner === null || elementsIn(one).some((below) => inner.includes(below))),
      )
    })
  }
  getByRole(role: string, options: { name?: TextMatch; exact?: boolean } = {}): ScriptlessFound {
    return this.within(`${role} ${options.name ?? ''}`, (one) => byRole(this.window.document, one, role, options))
  }
  getByLabel(label: TextMatch, { exact = false }: { exact?: boolean } = {}): ScriptlessFound {
    return this.within(`field ${label}`, (one) => byLabel(this.window.document, one, label, exact))
  }
  getByText(text: TextMatch, { exact = false }: { exact?: boolean } = {}): ScriptlessFound {
    return this.within(`text ${text}`, (one) => byText(one, text, exact))
  }
  nth(index: number): ScriptlessFound {
    return new ScriptlessFound(this.window, `${this.what} (${index})`, () => this.find().slice(index).slice(0, 1))
  }
  first(): ScriptlessFound {
    return this.nth(0)
  }
  last(): ScriptlessFound {
    return this.nth(-1)
  }
  async all(): Promise<Found[]> {
    return this.find().map((one) => new ScriptlessFound(this.window, this.what, () => [one]))
  }
  async count(): Promise<number> {
    return this.find().length
  }
  async waitFor(): Promise<void> {
    this.one()
  }
  async innerText(): Promise<string> {
    return textOf(this.one())
  }
  async textContent(): Promise<string | null> {
    return rawText(this.one())
  }
  async allInnerTexts(): Promise<string[]> {
    return this.find().map((one) => textOf(one))
  }
  async innerHTML(): Promise<string> {
    return this.window.html(this.one())
  }
  async getAttribute(name: string): Promise<string | null> {
    return attribute(this.one(), name)
  }
  async inputValue(): Promise<string> {
    return fieldValue(this.one())
  }
  async isChecked(): Promise<boolean> {
    return isChecked(this.one())
  }
  async isDisabled(): Promise<boolean> {
    return isDisabled(this.one())
  }
  /** Whether it is there, and neither `hidden` nor folded hides it; style sheets are the browser's. */
  async isVisible(): Promise<boolean> {
    const [found] = this.find()
    if (!found) return false
    const isFolded = (one: Element): boolean =>
      one.tagName === 'details' && attribute(one, 'open') === null && closest(found, isSummary) === null
    return closest(found, (one) => attribute(one, 'hidden') !== null || isFolded(one)) === null
  }
  async focus(): Promise<void> {
    this.one()
  }
  async fill(text: string): Promise<void> {
    fillField(this.one(), text)
  }
  async check(): Promise<void> {
    checkField(this.window.document, this.one(), true)
  }
  async uncheck(): Promise<void> {
    checkField(this.window.document, this.one(), false)
  }
  async selectOption(wanted: string | { index: number }): Promise<void> {
    chooseOption(this.one(), wanted)
  }
  async setInputFiles(file: FileChoice): Promise<void> {
    chooseFile(this.one(), file)
  }
  async press(key: string): Promise<void> {
    if (key !== 'Enter') throw new Error('Enter is the only key without a browser.')
    await this.click()
  }
  async click(): Promise<void> {
    await this.window.activate(this.one())
  }
}

/** One window, with its history; a page that it goes back to is as it was left. */
class ScriptlessWindow implements PageView {
  readonly browser: ScriptlessBrowser
  private readonly history: Shown[] = []

  constructor(browser: ScriptlessBrowser) {
    this.browser = browser
  }

  private get shown(): Shown {
    const last = this.history.at(-1)
    if (!last) throw new Error('No page is open yet.')
    return last
  }
  get document(): Document {
    return this.shown.document
  }
  at(): string {
    return this.shown.url.href.slice(this.browser.origin.length)
  }
  url(): string {
    return this.shown.url.href
  }
  select(within: Element | Document, selector: string): Element[] {
    const hash = decodeURIComponent(this.shown.url.hash.slice(1))
    const place = { target: hash === '' ? null : hash, ...('tagName' in within ? { scope: within } : {}) }
    return elementsIn(within).filter((one) => matches(one, selector, place))
  }
  html(element: Element): string {
    return serialize(element)
  }

  async goto(path: string): Promise<void> {
    const from = this.history.at(-1)?.url
    const url = new URL(path, from ?? this.browser.origin)
    const samePage = from && url.hash !== '' && url.href.replace(/#.*/, '') === from.href.replace(/#.*/, '')
    this.history.push(samePage ? { url, document: this.document } : await this.browser.open(url, null))
  }
  async reload(): Promise<void> {
    const { url } = this.shown
    this.history[this.history.length - 1] = await this.browser.open(url, null)
  }
  async goBack(): Promise<void> {
    this.history.pop()
    if (this.history.length === 0) throw new Error('There is no page to go back to.')
  }
  async title(): Promise<string> {
    return textOf(this.select(this.document, 'title')[0]!)
  }

  /** Follows a link, or sends the form of a button. @param checked see `submission` */
  async activate(element: Element, checked = true): Promise<void> {
    const { url } = this.shown
    const summary = closest(element, isSummary)
    if (summary !== null) {
      const details = closest(summary, ({ tagName }) => tagName === 'details')!
      setAttribute(details, 'open', attribute(details, 'open') === null ? '' : null)
      return
    }
    const href = element.tagName === 'a' ? attribute(element, 'href') : null
    if (href !== null) {
      const next = new URL(href, url)
      const samePage = next.hash !== '' && next.href.replace(/#.*/, '') === url.href.replace(/#.*/, '')
      this.history.push(samePage ? { url: next, document: this.document } : await this.browser.open(next, url))
      return
    }
    const sent = submission(this.document, element, checked)
    const action = new URL(sent.action ?? url.href.replace(/#.*/, ''), url)
    if (sent.method === 'post') {
      this.history.push(await this.browser.open(action, url, sent))
      return
    }
    action.search = new URLSearchParams(
      sent.fields.map(([name, value]): [string, string] => [name, String(value)]),
    ).toString()
    this.history.push(await this.browser.open(action, url))
  }

  private get all(): ScriptlessFound {
    return new ScriptlessFound(this, '', () => elementsIn(this.document).slice(0, 1))
  }
  locator(selector: string, options: { hasText?: TextMatch; has?: unknown } = {}): Found {
    return new ScriptlessFound(this, selector, () => this.select(this.document, selector)).filter(options)
  }
  getByRole(role: string, options: { name?: TextMatch; exact?: boolean } = {}): Found {
    return this.all.getByRole(role, options)
  }
  getByLabel(label: TextMatch, options: { exact?: boolean } = {}): Found {
    return this.all.getByLabel(label, options)
  }
  getByText(text: TextMatch, options: { exact?: boolean } = {}): Found {
    return this.all.getByText(text, options)
  }
}

/** Somebody with a new window of a browser without scripts. */
export function scriptlessVisitor(browser: ScriptlessBrowser): Visitor {
  const window = new ScriptlessWindow(browser)
  return {
    page: window,
    go: (path) => window.goto(path),
    press: (what) => window.activate((what as ScriptlessFound).one()),
    sendUnchecked: (what) => window.activate((what as ScriptlessFound).one(), false),
    isHeldBack: async (what) =>
      expect(() => submission(window.document, (what as ScriptlessFound).one())).toThrow(
        'A browser holds the form back',
      ),
    at: () => window.at(),
    fits: async () => undefined,
    sees: async (selector) => expect(await window.locator(selector).count(), selector).toBeGreaterThan(0),
    post: (path, fields) => browser.send(path, fields),
    newWindow: async () => scriptlessVisitor(browser),
    end: async (refusals = []) => expect(browser.refusals).toEqual(refusals),
  }
}
