// The bundle of the sources, which deploy/bundle.ts makes: a few files that a start loads in place of a thousand modules.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { run } from './run.ts'

const here = fileURLToPath(new URL('../..', import.meta.url))

export const bundlesFolder = (root: string): string => join(root, 'node_modules/.cache/broadside')

/** Path of the file that names the bundle in use. It is written last. */
export const currentPath = (root: string): string => join(bundlesFolder(root), 'current.json')

/** When a file was changed, and its bytes. */
export const stampOf = (path: string): string => {
  const { mtimeMs, size } = statSync(path)
  return `${mtimeMs} ${size}`
}

export type Manifest = {
  /** Folder of the bundle, in the folder of all bundles. */
  folder: string
  /** Stamps of the sources, of what was installed and of the bundle itself, by path from the root. */
  stamps: Record<string, string>
}

/** @returns the folder of the bundle of these very sources; null if there is none */
export function currentBundle(root = here): string | null {
  try {
    const { folder, stamps } = JSON.parse(readFileSync(currentPath(root), 'utf8')) as Manifest
    for (const path in stamps) if (stampOf(join(root, path)) !== stamps[path]) return null
    return join(bundlesFolder(root), folder)
  } catch {
    // Never made, or a file is gone.
    return null
  }
}

/** Source and line of every line of a bundled file; 0 and 0 where there is none. */
export type Origins = { sources: string[]; lines: number[] }

/** Names the sources in the stacks of errors. Source maps of Node would cost a quarter of the start. */
function nameSources(folder: string): void {
  const known = new Map<string, Origins>()
  const originsOf = (name: string): Origins => {
    const origins =
      known.get(name) ?? (JSON.parse(readFileSync(join(folder, `${name}.origins.json`), 'utf8')) as Origins)
    known.set(name, origins)
    return origins
  }
  const inSource = (place: string): string =>
    place.replace(/file:\/\/\S*\/([^/\s]+\.mjs):(\d+):\d+/, (bundled, name: string, line: string) => {
      try {
        const { sources, lines } = originsOf(name)
        const at = 2 * (Number(line) - 1)
        return lines[at + 1] ? `${join(here, sources[lines[at]!]!)}:${lines[at + 1]}` : bundled
      } catch {
        return bundled
      }
    })
  Error.prepareStackTrace = (error, places) =>
    [Error.prototype.toString.call(error), ...places.map((place) => `    at ${inSource(String(place))}`)].join('\n')
}

/** Loads the command line from the bundle if it is of these sources, else from the sources. */
export async function loadRun(): Promise<typeof run> {
  const folder = currentBundle()
  if (folder !== null) {
    try {
      const bundled = (await import(pathToFileURL(join(folder, 'run.mjs')).href)) as { run: typeof run }
      nameSources(folder)
      return bundled.run
    } catch (error) {
      console.error(`The bundle of the sources cannot be loaded, so they are loaded one by one: ${String(error)}`)
    }
  }
  return (await import('./run.ts')).run
}
