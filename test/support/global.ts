// Once before all tests: a migrated database that every test clones, and the Chromium of the browser half.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/open.ts'
import { write } from '../../src/db/write.ts'
import { createYearIndex } from '../../src/search/merge-queries.ts'
import { offerChromium } from './chromium.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    image: string
    /** The same with an index of searches for the year in which the tests' sites are: making it changes the schema. */
    siteImage: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-image-'))
  const image = join(folder, 'image.sqlite')
  const store = openStore(image)
  await migrate(store)
  await store.close()
  project.provide('image', image)
  project.provide('siteImage', await siteImage(folder, image))
  const sayWithout = offerChromium(project)
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    sayWithout()
  }
}

/** The year of NOON. */
const SITE_YEAR = 2030

async function siteImage(folder: string, image: string): Promise<string> {
  const path = join(folder, 'site.sqlite')
  copyFileSync(image, path)
  const store = openStore(path)
  await write({ store }, async (db) => {
    await createYearIndex(db, SITE_YEAR)
    await db.insertInto('search_years').values({ year: SITE_YEAR, entries: 0 }).execute()
  })
  await store.close()
  return path
}
