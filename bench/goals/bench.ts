// What the rows share: the data, which is made when the first row needs it, and the server on it.

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endLaunched } from '../processes.ts'
import type { Effort } from './compare.ts'
import { type LargeSite, makeLargeSite } from './large-site.ts'
import { type Running, serve } from './servers.ts'
import { makeSite, type Site } from './site.ts'

export type Bench = {
  /** A folder that is deleted at the end. */
  scratch: string
  effort: Effort
  /** Further arguments of the command line. */
  args: readonly string[]
  site: () => Promise<Site>
  /** A copy of the site's folder, with the same people and addresses, as it was before anything was posted. */
  copyOfSite: () => Promise<string>
  /** The server on the site, which rows share. */
  server: () => Promise<Running>
  largeSite: () => Promise<LargeSite>
  /** A measurement that several rows take their figures from. */
  once: <T>(name: string, measure: () => Promise<T>) => Promise<T>
  /** Stops all servers after a row that failed. */
  stopAll: () => Promise<void>
  close: () => Promise<void>
}

export function openBench(effort: Effort, args: readonly string[]): Bench {
  const scratch = mkdtempSync(join(tmpdir(), 'broadside-bench-'))
  const made = new Map<string, Promise<unknown>>()
  const once = <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const known = made.get(name) ?? make()
    made.set(name, known)
    return known as Promise<T>
  }
  let server: Promise<Running> | null = null
  const original = join(scratch, 'original')
  const bench: Bench = {
    scratch,
    effort,
    args,
    once,
    site: () =>
      once('site', async () => {
        const site = await makeSite(original)
        const folder = join(scratch, 'site')
        cpSync(original, folder, { recursive: true })
        return { ...site, folder }
      }),
    copyOfSite: async () => {
      await bench.site()
      const folder = mkdtempSync(join(scratch, 'copy-'))
      cpSync(original, folder, { recursive: true })
      return folder
    },
    server: async () => {
      const { folder } = await bench.site()
      server ??= serve(folder)
      return server
    },
    largeSite: () => once('large', () => makeLargeSite(join(scratch, 'large'))),
    stopAll: async () => {
      await endLaunched()
      server = null
    },
    close: async () => {
      await endLaunched()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
  return bench
}
