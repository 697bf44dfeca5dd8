// How a page of the walk is judged: by axe once, in light at 1280 pixels, and by its width on a telephone of 320.
import { expect } from 'vitest'
import { violations } from '../support/axe.ts'
import { inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'
import { scriptFaults } from '../support/scripts.ts'

/** The later branches of the longest thread: axe goes through its 182 comments once, and in its other orders through the first. */
const LATER = '.thread > ol > li:nth-child(n+4)'

/** Contrast takes axe half of its time. It is proved by the pairs of test/theme/contrast.test.ts, and on the pages of looks.test.ts. */
const without = ['color-contrast']

/** What axe and the width hold against a page that is open. */
export async function faults(reader: Reader): Promise<string[]> {
  const { page } = reader
  const found = await scriptFaults(reader)
  found.push(...(await violations(reader, { without, ...(reader.at().includes('view=') ? { exclude: LATER } : {}) })))
  await page.setViewportSize({ width: 320, height: 900 })
  const over = await reader.ask<number>(OVERFLOW)
  if (over > 0) found.push(`${over} pixels too wide`)
  await page.setViewportSize({ width: 1280, height: 900 })
  return found
}

/** A page of the walk: who looks at it, and how they come to it. */
export type WalkedPage = [name: string, who: () => Reader, open: (reader: Reader) => Promise<void>]

/** Tests every page; a later one may find what an earlier one has left. */
export function walk(pages: readonly WalkedPage[]): void {
  for (const [name, who, open] of pages)
    inBrowser(`${name} is without fault for axe, no wider than a telephone, and silent`, async () => {
      await open(who())
      expect(await faults(who())).toEqual([])
      expect(who().complaints()).toEqual([])
    })
}

/** Sends a form as no browser would by itself: with fields that its own checks would hold back. */
export async function send(reader: Reader, form: string, button: string): Promise<void> {
  await reader.sendUnchecked(reader.page.locator(form).getByRole('button', { name: button, exact: true }).last())
}

export const idOf = (path: string): string => /\d+/.exec(path)![0]
