// npm run bench:start: processor time and time by the clock from the start of the process to the first page, of Broadside and of bare Fastify in turn.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../src/quantiles.ts'
import { asPeopleStartIt, freePort, pinMyself, pins, root } from './processes.ts'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7)

/** A route that sends one line, in a module of its own: nothing of Broadside is loaded. */
const bare = `
import { enableCompileCache, flushCompileCache } from 'node:module'
enableCompileCache()
const { fastify } = await import('fastify')
const app = fastify()
app.get('/', (request, reply) => reply.send('bare'))
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
console.log('It is at')
flushCompileCache()
`

type Figures = { clock: number; processor: number; rss: number }

/** Milliseconds of processor time of all threads so far, and bytes of resident memory. Linux counts in hundredths of a second. */
function used(child: ChildProcess): { processor: number; rss: number } {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return { processor: 10 * (Number(fields[11]) + Number(fields[12])), rss: 4096 * Number(fields[21]) }
}

async function start(args: readonly string[], env: Record<string, string>): Promise<Figures> {
  const port = await freePort()
  const began = performance.now()
  const [program, ...rest] = [...(pins ? ['taskset', '-c', '0'] : []), process.execPath, ...args]
  const child = spawn(program!, rest, {
    cwd: root,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  while (!said.includes(' is at')) {
    const [more] = await Promise.race([
      once(child.stdout!, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error(`It did not start: ${said}`))),
    ])
    said += String(more)
  }
  const answer = await fetch(`http://127.0.0.1:${port}/`)
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`The first page is ${answer.status}.`)
  const figures = { clock: performance.now() - began, ...used(child) }
  child.kill('SIGTERM')
  await once(child, 'exit')
  return figures
}

const folder = mkdtempSync(join(tmpdir(), 'broadside-start-'))
const kinds = {
  Broadside: () => start(asPeopleStartIt, { DATA_DIR: folder, RATE_LIMITS: 'off' }),
  'bare Fastify': () => start(['--input-type=module', '--eval', bare], {}),
}
type Kind = keyof typeof kinds
const names = Object.keys(kinds) as Kind[]
const figures: Record<Kind, Figures[]> = { Broadside: [], 'bare Fastify': [] }
try {
  pinMyself()
  // The first starts load the demo edition and fill the compile caches.
  for (const name of names) for (let i = 0; i < 2; i++) await kinds[name]()
  for (let i = 0; i < ROUNDS; i++)
    for (const name of i % 2 === 0 ? names : names.toReversed()) figures[name].push(await kinds[name]())
  for (const name of names) {
    const of = (what: keyof Figures): number => median(figures[name].map((one) => one[what]))
    console.log(
      `${name.padEnd(13)} ${Math.round(of('processor'))} ms of the processor, ${Math.round(of('clock'))} ms by the clock, ${Math.round(of('rss') / 1e6)} MB`,
    )
  }
  for (const what of ['processor', 'clock', 'rss'] as const) {
    const ratios = figures.Broadside.map((one, i) => one[what] / figures['bare Fastify'][i]![what]).sort(
      (a, b) => a - b,
    )
    console.log(
      `ratio, ${what}: ${median(ratios).toFixed(2)} (${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)} over ${ROUNDS} pairs)`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
