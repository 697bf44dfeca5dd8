// Renders templates with a strict Eta, each with the view model of its row in views.ts.

import { fileURLToPath } from 'node:url'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyInstance } from 'fastify'
import { SafeHtml } from '../markup/safe-html.ts'
import { scriptsOf } from './scripts.ts'
import { skipsOf } from './skip-links.ts'
import type { Parts, Views } from './views.ts'

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

export function createEngine(): Eta {
  const made = new Eta({
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
  const resolve = made.resolvePath!
  /** The engine remembers paths by a key of JSON, which takes longer than printing a small part. */
  const known = new Map<string, string>()
  made.resolvePath = (path, options) => {
    const key = `${options?.filepath ?? ''} ${path}`
    const found = known.get(key) ?? resolve.call(made, path, options)
    known.set(key, found)
    return found
  }
  return made
}

/** Compiled templates are all that an engine keeps. */
const engine = createEngine()

export async function registerViews(app: FastifyInstance): Promise<void> {
  await app.register(fastifyView, { engine: { eta: engine }, templates: viewsFolder, production: true })
}

/** Prints a part alone. */
export const printPart = <K extends keyof Parts & string>(name: K, model: Parts[K]): string =>
  engine.render(`/${name}`, model as object)

/** A name of a part that a frame leaves out. */
export type Hole = keyof Parts & string

/** The text between two holes, and the hole that follows it. `of` tells holes of the same name apart. */
export type Piece = { text: string; hole: Hole | null; of?: string }

/** What tells the holes of a name apart, by the model of each. */
type Keys = { [K in Hole]?: (model: Parts[K]) => string }

/** The sign on both sides of a hole's name; no page can print it. */
const EDGE = '\u0000'

/** Prints frames: pages in which some parts are left out. One engine for each set of holes. */
function createFrameEngine(holes: readonly Hole[], keys: Keys): Eta {
  const frames = createEngine()
  for (const hole of holes) {
    const keyOf = keys[hole] as ((model: object | undefined) => string) | undefined
    frames.templatesSync.define(
      frames.resolvePath!(`/${hole}`),
      (model) => `${EDGE}${hole} ${keyOf?.(model) ?? ''}${EDGE}`,
    )
  }
  return frames
}

/** A printed frame, cut at its holes. */
function cut(text: string): Piece[] {
  const texts = text.split(EDGE)
  return texts.flatMap((one, i) => {
    if (i % 2 === 1) return []
    const [hole, of] = texts[i + 1]?.split(' ', 2) ?? []
    return [{ text: one, hole: (hole as Hole | undefined) ?? null, of: of ?? '' }]
  })
}

/**
 * Makes the printer of a page's frame: what all its readers share, with holes for what is a reader's own.
 * @param holes parts that the frame leaves out
 * @param keys for holes that come more than once
 */
export function framePrinter<K extends keyof Views & string>(
  name: K,
  holes: readonly Hole[],
  keys: Keys = {},
): (model: Views[K]) => Piece[] {
  const frames = createFrameEngine(holes, keys)
  return (model) => cut(frames.render(name, { ...model, scripts: scriptsOf(name, model), skips: skipsOf(name, model) }))
}

/** The same for a part. */
export function partPrinter<K extends keyof Parts & string>(
  name: K,
  holes: readonly Hole[],
): (model: Parts[K]) => Piece[] {
  const frames = createFrameEngine(holes, {})
  return (model) => cut(frames.render(`/${name}`, model as object))
}

/** Renders a template with its view model, the scripts that it uses and its skip links. */
export const renderView = <K extends keyof Views & string>(
  app: FastifyInstance,
  name: K,
  model: Views[K],
): Promise<string> => app.view(name, { ...model, scripts: scriptsOf(name, model), skips: skipsOf(name, model) })
