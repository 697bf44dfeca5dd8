// Rows of the process: how long a start takes, and how much memory there is after many pages.

import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../../src/quantiles.ts'
import { COMMENTS } from '../article.ts'
import type { Bench } from './bench.ts'
import { loadFor } from './load.ts'
import { getPage, lengthFault } from './pages.ts'
import { hasProc, NO_PROC, residentMemory } from './process-figures.ts'
import { getRequest } from './requests.ts'
import { figure, type Measured, type Row, range, type Skipped } from './row.ts'
import { bare, processorTimeOf, type Running, serve } from './servers.ts'

const STARTS = 7
const PAGES = 100_000
/** Milliseconds in which a bare process comes to rest. */
const IDLE_MS = 1000

/** Milliseconds from the start of a process to its first answer, by the clock and of the processor. */
type Start = { clock: number; processor: number }

async function startOf(begin: () => Promise<Running>, path: string): Promise<Start> {
  const began = performance.now()
  const server = await begin()
  await getPage(server.port, { path })
  const taken = { clock: performance.now() - began, processor: processorTimeOf(server) }
  await server.stop()
  return taken
}

async function coldStart(bench: Bench): Promise<Measured | Skipped> {
  if (!hasProc) return { skipped: NO_PROC }
  const folder = await bench.copyOfSite()
  const server = await serve(folder)
  const page = await getPage(server.port, { path: '/' })
  await server.stop()
  const ours = (): Promise<Start> => startOf(() => serve(folder), '/')
  const theirs = (): Promise<Start> => startOf(() => bare(bench.scratch, '/', page), '/')
  // The first start fills the compile cache and the cache of the disk.
  await ours()
  await theirs()
  const pairs: { ours: Start; theirs: Start }[] = []
  for (let i = 0; i < STARTS; i++) {
    if (i % 2 === 0) pairs.push({ ours: await ours(), theirs: await theirs() })
    else {
      const first = await theirs()
      pairs.push({ ours: await ours(), theirs: first })
    }
  }
  const ratios = (kind: keyof Start): number[] => pairs.map((pair) => pair.ours[kind] / pair.theirs[kind])
  const middle = (side: 'ours' | 'theirs', kind: keyof Start): string =>
    figure(median(pairs.map((pair) => pair[side][kind])))
  return {
    value: median(ratios('processor')),
    spread: range(ratios('processor')),
    note: `${middle('ours', 'processor')} against ${middle('theirs', 'processor')} ms of processor; by the clock ${figure(median(ratios('clock')))} (${middle('ours', 'clock')} against ${middle('theirs', 'clock')} ms); front page, compile cache filled`,
  }
}

async function memory(bench: Bench): Promise<Measured | Skipped> {
  if (!hasProc) return { skipped: NO_PROC }
  const { article } = await bench.site()
  const server = await serve(await bench.copyOfSite())
  const page = await getPage(server.port, article, { comments: COMMENTS })
  const theirs = await bare(bench.scratch, article.path, page)
  await pause(IDLE_MS)
  const [atRest, idle] = [residentMemory(server.pid), residentMemory(theirs.pid)]
  await theirs.stop()
  const request = getRequest(server.port, article)
  let pages = 0
  while (pages < PAGES)
    pages += (
      await loadFor(1, { port: server.port, connections: 16, request: () => request, fault: lengthFault([page]) })
    ).requests
  const after = residentMemory(server.pid)
  await server.stop()
  const note = `${figure(after)} MB against ${figure(idle)}; ${figure(atRest)} before; ${pages} pages`
  return { value: after / idle, spread: 'one run', note }
}

export const startRows: readonly Row[] = [
  {
    ...{ name: 'cold-start', title: 'cold start, of bare Fastify', must: 2.5, aim: 1.6, unit: '', higher: false },
    measure: coldStart,
  },
  {
    ...{ name: 'memory', must: 2, aim: 1.5, unit: '', higher: false },
    title: 'resident memory after 100,000 article pages, of idle bare Fastify',
    measure: memory,
  },
]
