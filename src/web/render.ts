// Renders templates with a strict Eta, each with the view model of its row in views.ts.

import { fileURLToPath } from 'node:url'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance } from 'fastify'
import { SafeHtml } from '../markup/safe-html.ts'
import { scriptsOf } from './scripts.ts'
import { skipsOf } from './skip-links.ts'
import type { Views } from './views.ts'

export const viewsFolder = fileURLToPath(new URL('../../views', import.meta.url))

const special: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * Prints a value of `<%= %>`: text escaped, HTML only as SafeHtml.
 * @throws Error for a missing value, an object or an array
 */
export function print(value: unknown): string {
  if (value instanceof SafeHtml) return value.html
  if (typeof value === 'string')
    return /[&<>"']/.test(value) ? value.replace(/[&<>"']/g, (sign) => special[sign]!) : value
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  throw new Error(
    `A template prints a value that is ${value === null ? 'null' : typeof value === 'number' ? 'not a number' : typeof value}.`,
  )
}

export const createEngine = (): Eta =>
  new Eta({
    views: viewsFolder,
    cache: true,
    cacheFilepaths: true,
    autoEscape: true,
    escapeFunction: print,
    useWith: false,
    debug: false,
    // The indentation of templates is for those who write them.
    plugins: [{ processTemplate: (text) => text.replace(/^[ \t]+/gm, '') }],
  })

export async function registerViews(app: FastifyInstance): Promise<void> {
  await app.register(fastifyView, { engine: { eta: createEngine() }, templates: viewsFolder, production: true })
}

/** Renders a template with its view model, the scripts that it uses and its skip links. */
export const renderView = <K extends keyof Views & string>(
  app: FastifyInstance,
  name: K,
  model: Views[K],
): Promise<string> => app.view(name, { ...model, scripts: scriptsOf(name, model), skips: skipsOf(name, model) })
