// What axe holds against a page in the browser.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Reader } from './browser.ts'

/** The axe of @axe-core/playwright, put into a page once and asked for violations alone: five times as fast as its builder. */
const axe = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
)

/**
 * What axe holds against the page that a reader has open, a line each.
 * @param look the selector to look within, those to leave out, and the rules to run or to leave out; everything by default
 */
export async function violations(
  reader: Reader,
  look: { include?: string; exclude?: string; rules?: readonly string[]; without?: readonly string[] } = {},
): Promise<string[]> {
  await reader.page.evaluate(axe)
  const context = { include: [look.include ?? 'html'], ...(look.exclude ? { exclude: [look.exclude] } : {}) }
  const options = {
    resultTypes: ['violations'],
    ...(look.rules ? { runOnly: look.rules } : {}),
    rules: Object.fromEntries((look.without ?? []).map((rule) => [rule, { enabled: false }])),
  }
  return reader.ask<string[]>(`axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)})
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ' at ' + nodes.map((node) => node.html.slice(0, 120)).join(' and ')))`)
}
