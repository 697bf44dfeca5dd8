// npm run bench:scale FULL [SMALL]: server time of every kind of page, on the demo edition, a small archive and a full one, in one run.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request, Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDemo } from '../src/demo/load.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { openDeps } from '../src/open-deps.ts'
import { addressesIn, type Kind } from './addresses.ts'
import { fill } from './filled/fill.ts'
import { ask, freePort, pinMyself, pins, start, type Server } from './processes.ts'

/** Rounds of every kind, in the order A B C C B A; requests of a round at least; seconds after which no round is begun. */
const ROUNDS = 4
const REQUESTS = 60
const PATIENCE = 15

/** Articles and comments of the small archive, which holds the long threads too. */
const SMALL = { articles: 2000, comments: 18_600 }

type Site = { name: 'demo' | 'small' | 'full'; server: Server; addresses: Map<Kind, string[]> }
type Measured = { median: number; p99: number; bytes: number }

const [fullFolder, only] = process.argv.slice(2)
if (fullFolder === undefined || !existsSync(join(fullFolder, 'filled.json'))) {
  console.error('npm run bench:scale FOLDER [PART OF A NAME], with a folder that bench/fill.ts has filled')
  process.exit(2)
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** @returns status, and bytes as they travel */
function get(site: Site, path: string, cookie: string | undefined): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip', host: `localhost:${site.server.port}`, ...(cookie === undefined ? {} : { cookie }) }
    request({ host: '127.0.0.1', port: site.server.port, path, headers, agent }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => void (bytes += chunk.length)).on('end', () => resolve({ status: response.statusCode!, bytes })).on('error', reject)
    }).on('error', reject).end()
  })
}

const atPart = (list: readonly number[], part: number): number => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.ceil(list.length * part) - 1)]!
const milliseconds = (one: Measured | undefined): string => (one === undefined ? '–' : `${one.median.toFixed(1)} / ${one.p99.toFixed(1)}`)

/** Asks one kind of page of every site that has it, in turn; the first time round only warms. */
async function measure(kind: Kind, sites: readonly Site[]): Promise<Map<string, Measured> | string> {
  const asked = sites.filter((site) => site.addresses.get(kind)!.length > 0)
  const found = new Map(asked.map(({ name }) => [name as string, { times: [] as number[], bytes: [] as number[] }]))
  const round = async (site: Site, counted: boolean): Promise<string | null> => {
    const paths = site.addresses.get(kind)!
    const pages = counted || paths.length >= REQUESTS / 3 ? paths : Array.from({ length: REQUESTS / 3 }, (_, i) => paths[i % paths.length]!)
    const wanted = counted ? Array.from({ length: Math.max(REQUESTS, paths.length) }, (_, i) => paths[i % paths.length]!) : pages
    for (const path of wanted) {
      const { status, bytes } = await get(site, path, kind.signedIn ? site.server.cookie : undefined)
      if (status !== 200 && !(status === 302 && path.startsWith('/comments/'))) return `${site.name} answers ${status} to ${path}`
      if (counted) found.get(site.name)!.bytes.push(bytes)
    }
    const { times } = await ask<{ times: number[] }>(site.server, 'times')
    if (counted) found.get(site.name)!.times.push(...times)
    return null
  }
  for (const site of asked) {
    const fault = await round(site, false)
    if (fault !== null) return fault
  }
  const began = performance.now()
  for (let i = 0; i < ROUNDS && performance.now() - began < PATIENCE * 1000; i++) for (const site of i % 2 === 0 ? asked : [...asked].reverse()) await round(site, true)
  return new Map([...found].map(([name, { times, bytes }]) => [name, { median: atPart(times, 0.5), p99: atPart(times, 0.99), bytes: atPart(bytes, 1) }]))
}

async function open(name: Site['name'], folder: string, at: number): Promise<Site> {
  const port = await freePort()
  const server = await start(name, ['site', String(at)], { DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'silent', RATE_LIMITS: 'off' })
  return { name, server, addresses: addressesIn(join(folder, 'broadside.sqlite')) }
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
  const { at, articles, comments } = JSON.parse(readFileSync(join(fullFolder, 'filled.json'), 'utf8')) as { at: number; articles: number; comments: number }
  await fillDemo(join(temporary, 'demo'), at)
  await fill(join(temporary, 'small'), SMALL, at)
  for (const [name, folder] of [['demo', join(temporary, 'demo')], ['small', join(temporary, 'small')], ['full', fullFolder]] as const) sites.push(await open(name, folder, at))
  pinMyself()
  console.log(`Milliseconds of server time, median / p99. Small: ${SMALL.articles} articles, ${SMALL.comments} comments; full: ${articles} articles, ${comments} comments.${pins ? ' Servers on core 0, the asker on core 1.' : ''}\n`)
  const first: string[] = []
  for (const site of sites) {
    await get(site, '/', undefined)
    first.push(`${site.name} ${(await ask<{ times: number[] }>(site.server, 'times')).times[0]!.toFixed(0)} ms`)
  }
  console.log(`First page of a fresh process (the front page): ${first.join(', ')}.\n`)
  console.log('| page | demo | small | full | full beside | ratio | goal | most bytes, compressed |\n| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const kind of sites[0]!.addresses.keys()) {
    if (only !== undefined && !kind.name.includes(only)) continue
    if (sites.every((site) => site.addresses.get(kind)!.length === 0)) continue
    const measured = await measure(kind, sites)
    if (typeof measured === 'string') {
      console.log(`| ${kind.name} | ${measured} |`)
      continue
    }
    const [full, other] = [measured.get('full'), measured.get(kind.against)]
    const ratio = full && other ? (full.median / other.median).toFixed(2) : '–'
    console.log(`| ${kind.name} | ${milliseconds(measured.get('demo'))} | ${milliseconds(measured.get('small'))} | ${milliseconds(full)} | ${kind.against} | ${ratio} | ${kind.goal ?? ''} | ${((full?.bytes ?? 0) / 1024).toFixed(0)} KB |`)
  }
} finally {
  for (const { server } of sites) if (server.child.connected) server.child.disconnect()
  agent.destroy()
  rmSync(temporary, { recursive: true, force: true })
}
