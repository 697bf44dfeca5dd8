// Templates print and nothing more: Eta made strict, and the table that says which view model each template takes.

import { fileURLToPath } from 'node:url'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance } from 'fastify'
import { SafeHtml } from '../markup/safe-html.ts'
import { scriptsOf } from './scripts.ts'
import type { Views } from './views.ts'

export const viewsFolder = fileURLToPath(new URL('../../views', import.meta.url))

const special: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * What `<%= %>` prints: text escaped, HTML only when markup/ made it.
 * @throws Error for a value that is missing or has no text of its own
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
  })

export async function registerViews(app: FastifyInstance): Promise<void> {
  await app.register(fastifyView, { engine: { eta: createEngine() }, templates: viewsFolder, production: true })
}

/** Renders a template with its own view model, as the table of views.ts says, and with the scripts that it uses. */
export const renderView = <K extends keyof Views & string>(
  app: FastifyInstance,
  name: K,
  model: Views[K],
): Promise<string> => app.view(name, { ...model, scripts: scriptsOf(name, model) })
