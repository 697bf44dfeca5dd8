// npm run bench: server CPU per request, Broadside's article page against a bare route that sends the same bytes, in one run.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { median } from '../src/quantiles.ts'
import { COMMENTS } from './article.ts'
import { ask, freePort, pinMyself, pins, type Server, start } from './processes.ts'

/** Rounds of each server, in the order A B B A; seconds and connections of a round. */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 8)
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3)
const CONNECTIONS = 16

/** wrk needs less CPU than autocannon, which is the fallback. */
const wrk = spawnSync('wrk', ['--version']).error === undefined

/** CPU time that a server has used, user and system, in microseconds. */
async function cpu(server: Server): Promise<number> {
  const { cpu: used } = await ask<{ cpu: NodeJS.CpuUsage }>(server, 'cpu')
  return used.user + used.system
}

type Round = { micros: number; perSecond: number }

async function round(server: Server, headers: Record<string, string>, seconds: number): Promise<Round> {
  const before = await cpu(server)
  const done = await (wrk ? loadWithWrk : loadWithAutocannon)(server, headers, seconds)
  return { micros: ((await cpu(server)) - before) / done, perSecond: done / seconds }
}

/** @returns how many requests were answered with 2xx */
async function loadWithWrk(server: Server, headers: Record<string, string>, seconds: number): Promise<number> {
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const load = ['wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, ...named, server.url]
  const [program, ...rest] = pins ? ['taskset', '-c', '1', ...load] : load
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = Buffer.concat((await child.stdout.toArray()) as Buffer[]).toString()
  const done = Number(/(\d+) requests in/.exec(said)?.[1] ?? 0)
  if (done === 0 || /Non-2xx|Socket errors/.test(said)) throw new Error(`${server.name}: ${said}`)
  return done
}

/** @returns how many requests were answered with 2xx */
async function loadWithAutocannon(server: Server, headers: Record<string, string>, seconds: number): Promise<number> {
  const result = await autocannon({ url: server.url, connections: CONNECTIONS, duration: seconds, headers })
  if (result.errors > 0 || result.non2xx > 0 || result['2xx'] === 0)
    throw new Error(`${server.name}: ${result.errors} errors, ${result.non2xx} answers other than 2xx`)
  return result['2xx']
}

const sorted = (list: number[]): number[] => [...list].sort((a, b) => a - b)

async function compare(
  title: string,
  ours: Server,
  theirs: Server,
  headers: Record<string, string>,
  goal: number,
): Promise<void> {
  await round(ours, headers, 1)
  await round(theirs, headers, 1)
  const a: Round[] = []
  const b: Round[] = []
  for (let i = 0; i < ROUNDS; i++) {
    for (const server of i % 2 === 0 ? [ours, theirs] : [theirs, ours])
      (server === ours ? a : b).push(await round(server, headers, SECONDS))
  }
  const ratios = a.map((one, i) => b[i]!.micros / one.micros)
  const [low, high] = [sorted(ratios)[0]!, sorted(ratios).at(-1)!]
  console.log(`${title}
  Broadside    ${median(a.map((one) => one.micros)).toFixed(1)} µs CPU a request, ${Math.round(median(a.map((one) => one.perSecond)))} requests/s
  bare Fastify ${median(b.map((one) => one.micros)).toFixed(1)} µs CPU a request, ${Math.round(median(b.map((one) => one.perSecond)))} requests/s
  ratio        ${median(ratios).toFixed(2)} (goal ${goal.toFixed(2)}; ${low.toFixed(2)} to ${high.toFixed(2)} over ${ROUNDS} pairs)`)
}

const folder = mkdtempSync(join(tmpdir(), 'broadside-bench-'))
try {
  pinMyself()
  const ours = await start('Broadside', ['broadside'], {
    DATA_DIR: folder,
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'off',
  })
  const page = await fetch(ours.url)
  const size = (await page.arrayBuffer()).byteLength
  const raw = await bytesOf(ours.url)
  const skipped = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])
  writeFileSync(join(folder, 'body'), raw)
  writeFileSync(
    join(folder, 'headers.json'),
    JSON.stringify(Object.fromEntries([...page.headers].filter(([name]) => !skipped.has(name)))),
  )
  const theirs = await start('bare Fastify', [
    'bare',
    join(folder, 'body'),
    join(folder, 'headers.json'),
    new URL(ours.url).pathname,
  ])
  console.log(
    `Article page, ${COMMENTS} comments: ${size} bytes, ${raw.length} compressed. ${pins ? `Server on core 0, load (${wrk ? 'wrk' : 'autocannon'}) on core 1.` : 'Not pinned to cores: the figures are rougher.'}\n`,
  )
  await compare('Anonymous article page, whole', ours, theirs, { 'accept-encoding': 'gzip' }, 0.85)
  ours.child.disconnect()
  theirs.child.disconnect()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Compressed bytes of a response. */
async function bytesOf(url: string): Promise<Buffer> {
  const { get } = await import('node:http')
  const request = get(url, { headers: { 'accept-encoding': 'gzip' } })
  const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage]
  return Buffer.concat((await response.toArray()) as Buffer[])
}
