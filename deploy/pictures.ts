// Takes the README's pictures from a running demo site: node deploy/pictures.ts
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { loadDemo } from '../src/demo/actions.ts'
import { openDeps } from '../src/open-deps.ts'
import { findChromium, launch, NO_CHROMIUM } from '../test/support/chromium.ts'
import { small } from './png.ts'

/** Tuesday, 12 March 2030, 17:05 UTC. */
const CLOCK = Date.UTC(2030, 2, 12, 17, 5)
const PORT = '39412'

const chromium = findChromium()
if (chromium === null) throw new Error(NO_CHROMIUM)
const pictures = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'broadside-pictures-'))
const config = readConfig({ DATA_DIR: folder, PORT, LOG_LEVEL: 'silent' })
const store = openStore(config.databaseFile)
await migrate(store)
const deps = await openDeps(config, { store, clock: () => CLOCK })
await loadDemo(deps)
const app = await buildApp(deps)
await app.listen({ host: config.host, port: config.port })

const browser = await launch(chromium)
const page = await browser.newPage({ viewport: { width: 1280, height: 1600 }, colorScheme: 'light' })
mkdirSync(pictures, { recursive: true })
async function take(name: string): Promise<void> {
  await page.evaluate(
    'Promise.all([...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight).map((image) => image.decode()))',
  )
  const picture = small(await page.screenshot())
  writeFileSync(join(pictures, name), picture)
  console.log(`docs/pictures/${name}: ${Math.ceil(picture.length / 1024)} KB`)
}
await page.goto(config.baseUrl)
await take('front.png')
await page.click('#lead a')
await page.waitForLoadState('load')
// The end of the story and the beginning of the argument.
await page.evaluate(
  "document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, document.getElementById('comments').getBoundingClientRect().top - 760)",
)
await take('article.png')

await browser.close()
await app.close()
await store.close()
rmSync(folder, { recursive: true, force: true })
