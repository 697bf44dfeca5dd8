// Rows of a large thread: its slowest page, and the longest hold of the loop by any of many kinds of request.

import { median } from '../../src/quantiles.ts'
import type { Bench } from './bench.ts'
import { openConnection } from './connection.ts'
import { heavyRequests } from './heavy.ts'
import { holdDuring } from './hold.ts'
import { getPage } from './pages.ts'
import { exactProcessorTime, hasProc, hasSchedstat, NO_PROC } from './process-figures.ts'
import { figure, type Measured, type Row, type Skipped } from './row.ts'
import { serve } from './servers.ts'

/** Fresh servers, so that each page is cold as often. */
const ROUNDS = 3
/** Pages of other threads that warm a server up. */
const WARMING = 40

async function coldPages(bench: Bench): Promise<Measured | Skipped> {
  if (!hasProc || !hasSchedstat) return { skipped: NO_PROC }
  const site = await bench.largeSite()
  const paths = site.addresses.get('a page of a thread of 10,000, signed in')!
  const found = new Map<string, number[]>(paths.map((path) => [path, []]))
  let bytes = 0
  for (let round = 0; round < ROUNDS; round++) {
    const server = await serve(site.folder)
    const { cookie, nic } = site.newcomers[round]!
    const warming = [
      ...site.addresses.get('article, 1 to 5 comments')!,
      ...site.addresses.get('an article of the demo edition')!,
    ]
    for (let i = 0; i < WARMING; i++)
      await getPage(server.port, { path: warming[i % warming.length]!, cookie }, { nic })
    // A server that runs has printed large threads before: its code is compiled, its pages of this one are not made.
    for (const path of site.otherPages) await getPage(server.port, { path, cookie }, { nic })
    for (const path of paths) {
      const before = exactProcessorTime(server.pid)
      const { raw } = await getPage(server.port, { path, cookie }, { nic })
      found.get(path)!.push(exactProcessorTime(server.pid) - before)
      bytes = Math.max(bytes, raw.length)
    }
    await server.stop()
  }
  const each = [...found.values()].map((times) => median(times))
  return {
    value: Math.max(...each),
    spread: `${figure(Math.min(...each))} to ${figure(Math.max(...each))} ms, ${paths.length} pages, medians of ${ROUNDS} servers`,
    note: `of the processor; at most ${figure(bytes / 1000)} kB`,
  }
}

async function longestHold(bench: Bench): Promise<Measured> {
  const site = await bench.largeSite()
  const server = await serve(site.folder)
  const connection = await openConnection(server.port)
  const holds: { name: string; hold: number }[] = []
  // The quiet loop, which shows what the machine does, is part of the figures but not of the result.
  const quiet = await holdDuring(server, () => new Promise((resolve) => setTimeout(resolve, 2000)))
  for (const { name, request, statuses, repeat = 2 } of heavyRequests(site, server.port)) {
    for (let i = 0; i < repeat; i++) {
      const text = request()
      const hold = await holdDuring(server, async () => {
        const { status } = await connection.send(text)
        if (!statuses.includes(status))
          throw new Error(`${name}: ${text.split('\r\n', 1)[0]} is answered with ${status}`)
      })
      holds.push({ name, hold })
    }
  }
  connection.close()
  await server.stop()
  holds.sort((a, b) => b.hold - a.hold)
  const names = new Map<string, number>()
  for (const { name, hold } of holds) if (!names.has(name)) names.set(name, hold)
  const worst = [...names].slice(0, 8).map(([name, hold]) => `${name} ${figure(hold)}`)
  return {
    value: holds[0]!.hold,
    spread: `${figure(quiet)} when quiet`,
    note: `${names.size} kinds of request; the worst: ${worst.join(', ')}`,
  }
}

export const largeRows: readonly Row[] = [
  {
    ...{ name: 'hold', title: 'longest hold of the loop by any request', must: 20, aim: 10, unit: 'ms', higher: false },
    measure: longestHold,
  },
  {
    ...{ name: 'large-thread', must: 40, aim: 20, unit: 'ms', higher: false },
    title: 'any page of a thread of 10,000, signed in, cold',
    measure: coldPages,
  },
]
