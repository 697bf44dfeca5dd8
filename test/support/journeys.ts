// Journeys, each made with scripts in the browser and without them by inject, in the words of playwright that both know.
import { onTestFinished, test } from 'vitest'
import { sessionCookieName } from '../../src/web/cookies.ts'
import { browserHalf, inBrowser } from './browser.ts'
import type { TextMatch } from './dom.ts'
import type { FileChoice } from './forms.ts'
import { ScriptlessBrowser, scriptlessVisitor } from './scriptless.ts'
import { type Account, lendDemo, type Served } from './served.ts'

/** Elements of a page, as playwright's Locator, which is one: `has` is unknown here because it takes only Locators there. */
export interface Found {
  locator(selector: string, options?: { hasText?: TextMatch; has?: unknown }): Found
  filter(options?: { hasText?: TextMatch; has?: unknown }): Found
  getByRole(role: string, options?: { name?: TextMatch; exact?: boolean }): Found
  getByLabel(label: TextMatch, options?: { exact?: boolean }): Found
  getByText(text: TextMatch, options?: { exact?: boolean }): Found
  nth(index: number): Found
  first(): Found
  last(): Found
  all(): Promise<Found[]>
  count(): Promise<number>
  waitFor(): Promise<void>
  innerText(): Promise<string>
  textContent(): Promise<string | null>
  allInnerTexts(): Promise<string[]>
  innerHTML(): Promise<string>
  getAttribute(name: string): Promise<string | null>
  inputValue(): Promise<string>
  isChecked(): Promise<boolean>
  isDisabled(): Promise<boolean>
  isVisible(): Promise<boolean>
  focus(): Promise<void>
  fill(text: string): Promise<void>
  check(): Promise<void>
  uncheck(): Promise<void>
  selectOption(wanted: string | { index: number }): Promise<unknown>
  setInputFiles(file: FileChoice): Promise<void>
  click(): Promise<void>
  /** Presses a key on it: Enter, where there is no browser. */
  press(key: string): Promise<void>
}

/** A page, as playwright's Page. */
export interface PageView {
  locator(selector: string, options?: { hasText?: TextMatch; has?: unknown }): Found
  getByRole(role: string, options?: { name?: TextMatch; exact?: boolean }): Found
  getByLabel(label: TextMatch, options?: { exact?: boolean }): Found
  getByText(text: TextMatch, options?: { exact?: boolean }): Found
  url(): string
  title(): Promise<string>
  goto(path: string): Promise<unknown>
  reload(): Promise<unknown>
  goBack(): Promise<unknown>
  /** Only in the browser. */
  keyboard?: { press(key: string): Promise<void> }
}

/** Somebody who visits a site, in the browser or in one without scripts. */
export interface Visitor {
  page: PageView
  /** Opens an address of the site. */
  go(path: string): Promise<void>
  /** Clicks what leads to another page, and waits until that page is there. */
  press(what: Found): Promise<void>
  /** Presses a button of a form whose fields the browser does not check. */
  sendUnchecked(what: Found): Promise<void>
  /** Presses a button, and fails unless the browser's own checks of the fields hold its form back. */
  isHeldBack(what: Found): Promise<void>
  /** Where the visitor is: path, query and fragment. */
  at(): string
  /** Fails when the page is wider than the window; without a browser nothing is laid out. */
  fits(): Promise<void>
  /** Fails unless what a selector finds first stands in the window; without a browser, unless it is there. */
  sees(selector: string): Promise<void>
  /** Presses a key that leads to another page; only in the browser. */
  leave?(key: string): Promise<void>
  /** Sends fields with the cookies of this visitor, and stays on the page. */
  post(path: string, fields: Record<string, string>): Promise<{ status: number; location: string | undefined }>
  /** What a page computes; only in the browser. */
  ask?<T>(expression: string): Promise<T>
  /** Another window of the same browser. */
  newWindow(): Promise<Visitor>
  /**
   * Ends a journey: fails on whatever went wrong on its pages.
   * @param refusals the statuses of 400 and above that documents of this journey were answered with, in order
   */
  end(refusals?: number[]): Promise<void>
}

/** The half whose visitors are of one kind. */
export type HalfOf<V extends Visitor> = { reader: (site: Served, options: object, as: Account) => Promise<V> }

export type Visitors = {
  /** A demo site of one's own. */
  site: (env?: Record<string, string>) => Promise<Served>
  /** Somebody who visits a site, signed in when an account is given. */
  reader: (
    site: Served,
    options?: { viewport?: { width: number; height: number }; colorScheme?: 'light' },
    as?: Account,
  ) => Promise<Visitor>
}

/** Visitors in a browser without scripts; every site closes when its test ends. */
export const scriptless: Visitors = {
  site: async (env) => {
    const site = await lendDemo(env)
    onTestFinished(site.close)
    return site
  },
  reader: async (site, _options, as) => {
    const browser = new ScriptlessBrowser(site.app, site.origin)
    if (as) browser.setCookie(sessionCookieName(site.origin), as.token)
    return scriptlessVisitor(browser)
  },
}

export type Way = {
  scripts: 'with scripts' | 'without scripts'
  journey: typeof test | typeof inBrowser
  half: Visitors
}

/** Both ways in which a file makes its journeys. */
export const journeyWays = (): Way[] => [
  { scripts: 'with scripts', journey: inBrowser, half: browserHalf() },
  { scripts: 'without scripts', journey: test, half: scriptless },
]
