// The servers that are compared: Broadside as people start it, and a bare Fastify that sends the same bytes.

import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asPeopleStartIt, end, freePort, launch, root } from '../processes.ts'
import type { Page } from './pages.ts'
import { processorTime } from './process-figures.ts'

export type Running = { name: string; pid: number; port: number; stop: () => Promise<void> }

const running = (name: string, child: ChildProcess, port: number): Running => ({
  name,
  pid: child.pid!,
  port,
  stop: () => end(child),
})

const inRoot = asPeopleStartIt.map((word) => (word.startsWith('src/') ? join(root, word) : word))

/**
 * `serve` on a folder: jobs, hooks and the default log level, its log a pipe. Only the rate limits are off, because all
 * requests come from one address.
 */
export async function serve(folder: string): Promise<Running> {
  const port = await freePort()
  const env = { DATA_DIR: folder, PORT: String(port), HOST: '', BASE_URL: '', LOG_LEVEL: '', RATE_LIMITS: 'off' }
  const child = await launch([process.execPath, ...inRoot], env, 'Broadside is at')
  return running('Broadside', child, port)
}

/** Headers that Node sends itself, or that the length of the body makes. */
const OWN_HEADERS = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])

/** A bare Fastify that answers an address with the bytes and headers of a page. */
export async function bare(scratch: string, path: string, page: Page): Promise<Running> {
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(join(scratch, 'bare-'))
  const headers = Object.fromEntries(Object.entries(page.headers).filter(([name]) => !OWN_HEADERS.has(name)))
  writeFileSync(join(folder, 'body'), page.raw)
  writeFileSync(join(folder, 'answer.json'), JSON.stringify({ path, headers }))
  const port = await freePort()
  const script = fileURLToPath(new URL('./bare.ts', import.meta.url))
  const child = await launch([process.execPath, script, String(port), folder], {}, 'ready')
  return running('bare Fastify', child, port)
}

/** The same with the route of a press that writes nothing; see `unwritten.ts`. */
export async function unwritten(folder: string): Promise<Running> {
  const port = await freePort()
  const env = { DATA_DIR: folder, PORT: String(port), HOST: '', BASE_URL: '', LOG_LEVEL: '', RATE_LIMITS: 'off' }
  const script = fileURLToPath(new URL('./unwritten.ts', import.meta.url))
  return running('the same without a write', await launch([process.execPath, script], env, 'ready'), port)
}

export const processorTimeOf = ({ pid }: Running): number => processorTime(pid)
