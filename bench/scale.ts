// npm run bench:scale FOLDER [PART OF A NAME]: server time of every kind of page, on the demo edition, a small archive and a full one, in one run.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { loadDemo } from '../src/demo/actions.ts'
import { openDeps } from '../src/open-deps.ts'
import { median, quantile } from '../src/quantiles.ts'
import { addressesIn, kinds } from './addresses.ts'
import { fill } from './filled/fill.ts'
import { ask, freePort, pinMyself, pins, type Server, start } from './processes.ts'
import type { Kind } from './searches.ts'

/** Rounds of every kind, in the order A B C C B A; requests of a round, and of the warm-up; milliseconds after which no round begins. */
const ROUNDS = 4
const REQUESTS = 60
const WARMING = 100
const PATIENCE = 20_000

/** Articles and comments of the small archive, long threads included. */
const SMALL = { articles: 2000, comments: 18_600 }

type Site = {
  name: 'demo' | 'small' | 'full'
  server: Server
  addresses: Map<string, string[]> /** Milliseconds of the first page that the process makes. */
  first: number
}
/** Milliseconds of the processor unless named otherwise; compressed bytes. */
type Measured = { clock: number; median: number; p99: number; bytes: number }
type Time = { clock: number; processor: number }

const [fullFolder, only] = process.argv.slice(2)
if (fullFolder === undefined || !existsSync(join(fullFolder, 'filled.json'))) {
  console.error('npm run bench:scale FOLDER [PART OF A NAME], with a folder that bench/fill.ts has filled')
  process.exit(2)
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** @returns status and compressed bytes */
function get(site: Site, path: string, cookie: string | undefined): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'accept-encoding': 'gzip',
      host: `localhost:${site.server.port}`,
      ...(cookie === undefined ? {} : { cookie }),
    }
    request({ host: '127.0.0.1', port: site.server.port, path, headers, agent }, (response) => {
      let bytes = 0
      response
        .on('data', (chunk: Buffer) => {
          bytes += chunk.length
        })
        .on('end', () => resolve({ status: response.statusCode!, bytes }))
        .on('error', reject)
    })
      .on('error', reject)
      .end()
  })
}

const milliseconds = (one: Measured | undefined): string =>
  one === undefined ? '–' : `${one.median.toFixed(1)} / ${one.p99.toFixed(1)}`

/** Requests pages in turn. @returns bytes of every response, or the error */
async function askFor(site: Site, kind: Kind, requests: number): Promise<number[] | string> {
  const paths = site.addresses.get(kind.name)!
  const found: number[] = []
  for (let i = 0; i < requests; i++) {
    const path = paths[i % paths.length]!
    const { status, bytes } = await get(site, path, kind.signedIn ? site.server.cookie : undefined)
    if (status !== 200 && !(status === 302 && kind.redirects)) return `${site.name} answers ${status} to ${path}`
    found.push(bytes)
  }
  return found
}

const timesOf = async (site: Site): Promise<Time[]> => (await ask<{ times: Time[] }>(site.server, 'times')).times

/** Measures one kind of page on every site that has it, in turn; the first round is a warm-up. */
async function measure(kind: Kind, sites: readonly Site[]): Promise<Map<string, Measured> | string> {
  const asked = sites.filter((site) => site.addresses.get(kind.name)!.length > 0)
  const found = new Map(asked.map(({ name }) => [name as string, { times: [] as Time[], bytes: 0 }]))
  for (const site of asked) {
    const warmed = await askFor(site, kind, Math.max(WARMING, site.addresses.get(kind.name)!.length))
    await timesOf(site)
    if (typeof warmed === 'string') return warmed
  }
  const began = performance.now()
  for (let i = 0; i < ROUNDS && performance.now() - began < PATIENCE; i++) {
    for (const site of i % 2 === 0 ? asked : [...asked].reverse()) {
      const bytes = await askFor(site, kind, REQUESTS)
      if (typeof bytes === 'string') return bytes
      const own = found.get(site.name)!
      own.times.push(...(await timesOf(site)))
      own.bytes = Math.max(own.bytes, ...bytes)
    }
  }
  return new Map(
    [...found].map(([name, { times, bytes }]) => {
      const spent = times.map((one) => one.processor)
      return [
        name,
        {
          clock: median(times.map((one) => one.clock)),
          median: median(spent),
          p99: quantile(spent, 0.99),
          bytes,
        },
      ]
    }),
  )
}

function row(kind: Kind, measured: Map<string, Measured>): string {
  const [full, other] = [measured.get('full'), measured.get(kind.against)]
  const ratio = full && other ? (full.median / other.median).toFixed(2) : '–'
  const cells = [
    kind.name,
    milliseconds(measured.get('demo')),
    milliseconds(measured.get('small')),
    milliseconds(full),
    full?.clock.toFixed(1) ?? '–',
    kind.against,
    ratio,
    kind.goal?.toFixed(2) ?? '',
    `${((full?.bytes ?? 0) / 1024).toFixed(0)} KB`,
  ]
  return `| ${cells.join(' | ')} |`
}

async function open(name: Site['name'], folder: string, at: number): Promise<Site> {
  const port = await freePort()
  const server = await start(name, ['site', String(at)], {
    DATA_DIR: folder,
    PORT: String(port),
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'off',
  })
  const site: Site = { name, server, addresses: addressesIn(join(folder, 'broadside.sqlite')), first: 0 }
  await get(site, '/', undefined)
  site.first = (await timesOf(site))[0]!.clock
  // A member who has read the articles of the front page, so that it counts new comments.
  for (const path of site.addresses.get('an article of the demo edition')!) await get(site, path, server.cookie)
  await timesOf(site)
  return site
}

async function fillDemo(folder: string, at: number): Promise<void> {
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' })
  const store = openStore(config.databaseFile)
  await migrate(store)
  await loadDemo(await openDeps(config, { store, clock: () => at }))
  await store.close()
}

const temporary = mkdtempSync(join(tmpdir(), 'broadside-scale-'))
const sites: Site[] = []
try {
  const { at, articles, comments } = JSON.parse(readFileSync(join(fullFolder, 'filled.json'), 'utf8')) as {
    at: number
    articles: number
    comments: number
  }
  await fillDemo(join(temporary, 'demo'), at)
  await fill(join(temporary, 'small'), SMALL, at)
  for (const [name, folder] of [
    ['demo', join(temporary, 'demo')],
    ['small', join(temporary, 'small')],
    ['full', fullFolder],
  ] as const)
    sites.push(await open(name, folder, at))
  pinMyself()
  console.log(
    `Milliseconds of the server’s processor, median / p99. Small: ${SMALL.articles} articles, ${SMALL.comments} comments; full: ${articles} articles, ${comments} comments.${pins ? ' Servers on core 0, the asker on core 1.' : ''}\n`,
  )
  console.log(
    `First page of a fresh process (the front page): ${sites.map(({ name, first }) => `${name} ${first.toFixed(0)} ms`).join(', ')}.\n`,
  )
  console.log(
    '| page | demo | small | full | full, by the clock | beside | ratio | goal | most bytes, compressed |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  )
  for (const kind of kinds) {
    if (only !== undefined && !kind.name.includes(only)) continue
    const measured = await measure(kind, sites)
    console.log(typeof measured === 'string' ? `| ${kind.name} | ${measured} |` : row(kind, measured))
  }
} finally {
  for (const { server } of sites) if (server.child.connected) server.child.disconnect()
  agent.destroy()
  rmSync(temporary, { recursive: true, force: true })
}
