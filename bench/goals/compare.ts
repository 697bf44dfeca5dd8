// Compares two servers by processor time per request, in turns: A B B A, so that what the machine does besides meets both.

import { median } from '../../src/quantiles.ts'
import { type Load, loadFor } from './load.ts'
import { processorTimeOf, type Running } from './servers.ts'

export type Side = { server: Running } & Omit<Load, 'port' | 'connections'>

/** Microseconds of processor per request, and requests a second. */
type Round = { micros: number; perSecond: number }

export type Compared = { ratio: number; low: number; high: number; ours: Round; theirs: Round; pairs: Pair[] }
type Pair = { ours: Round; theirs: Round }

/** Loads a server for some seconds. */
export type Measure = (seconds: number) => Promise<Round>

export const measureOf =
  ({ server, request, fault }: Side, connections = 16): Measure =>
  async (seconds) => {
    const before = processorTimeOf(server)
    const { requests, seconds: took } = await loadFor(seconds, { port: server.port, connections, request, fault })
    return { micros: ((processorTimeOf(server) - before) * 1000) / requests, perSecond: requests / took }
  }

export type Effort = { pairs: number; seconds: number }

/** @returns how many times the first server's work the second one needs: 1 if both need the same, more if the first is cheaper */
export async function compare(ours: Measure, theirs: Measure, { pairs, seconds }: Effort): Promise<Compared> {
  await ours(1)
  await theirs(1)
  const found: Pair[] = []
  for (let i = 0; i < pairs; i++) {
    const first = await (i % 2 === 0 ? ours : theirs)(seconds)
    const second = await (i % 2 === 0 ? theirs : ours)(seconds)
    found.push(i % 2 === 0 ? { ours: first, theirs: second } : { ours: second, theirs: first })
  }
  const ratios = found.map((pair) => pair.theirs.micros / pair.ours.micros)
  const middle = (side: keyof Pair): Round => ({
    micros: median(found.map((pair) => pair[side].micros)),
    perSecond: median(found.map((pair) => pair[side].perSecond)),
  })
  return {
    ratio: median(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    ours: middle('ours'),
    theirs: middle('theirs'),
    pairs: found,
  }
}
