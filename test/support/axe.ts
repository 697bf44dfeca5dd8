// What axe holds against a page in the browser.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect } from 'vitest'
import type { Reader } from './browser.ts'

/** The axe of @axe-core/playwright, put into a page and asked for violations alone: five times as fast as its builder. */
export const axe = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
)

/** The name under which sites of the browser half serve axe beside their own scripts: Chromium keeps what it has compiled of it. */
export const AXE = 'axe.min.js'

const LOAD = `new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement('script'), { src: '/assets/${AXE}', onload: resolve, onerror: reject })
  document.head.append(script)
  script.remove()
}).then(() => typeof axe)`

/**
 * What axe holds against the page that a reader has open, a line each.
 * @param look the selector to look within, those to leave out, and the rules to run or to leave out; everything by default
 */
export async function violations(
  reader: Reader,
  look: { include?: string; exclude?: string; rules?: readonly string[]; without?: readonly string[] } = {},
): Promise<string[]> {
  expect(await reader.ask(LOAD)).toBe('object')
  const context = { include: [look.include ?? 'html'], ...(look.exclude ? { exclude: [look.exclude] } : {}) }
  const options = {
    resultTypes: ['violations'],
    ...(look.rules ? { runOnly: look.rules } : {}),
    rules: Object.fromEntries((look.without ?? []).map((rule) => [rule, { enabled: false }])),
  }
  return reader.ask<string[]>(`axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)})
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ' at ' + nodes.map((node) => node.html.slice(0, 120)).join(' and ')))`)
}
