// Rows of waiting: how long readers wait while others post. Requests come at planned times, and a wait counts from its planned time.

import { quantile } from '../../src/quantiles.ts'
import type { Bench } from './bench.ts'
import { loadAtPace } from './load.ts'
import { getPage } from './pages.ts'
import { press, pressFault } from './posting-rows.ts'
import { getRequest } from './requests.ts'
import { figure, type Measured, type Row, range, type Skipped } from './row.ts'
import { serve } from './servers.ts'

/** Pages a second, of which one in ten is a member's; seconds and number of the rounds. */
const READS = 100
const MEMBERS = 10
const SECONDS = 4
const ROUNDS = 3

const CONNECTIONS = 32

/** Above it the machine has too much other work for the ratio to say anything about the server. */
const MOST_QUIET_MS = 250

const quiet = 'quiet'
const kinds = { [quiet]: 0, elsewhere: 100, here: 20 } as const
type Kind = keyof typeof kinds

type Waits = Record<Kind, number[]>

/** 99th percentiles in milliseconds, one for each round. */
async function measure(bench: Bench): Promise<Waits> {
  const site = await bench.site()
  const { crowded, elsewhere, posters, readers } = site
  const server = await serve(await bench.copyOfSite())
  const { port } = server
  const read = (i: number): string =>
    getRequest(
      port,
      i % MEMBERS === 0 ? { path: crowded.path, cookie: readers[(i / MEMBERS) % readers.length]!.cookie } : crowded,
    )
  const page = await getPage(port, crowded)
  const reading = {
    ...{ port, connections: CONNECTIONS, request: read },
    fault: ({ status, bytes }: { status: number; bytes: number }) =>
      status === 200 && bytes > page.raw.length / 2 ? null : `A page was answered with ${status} and ${bytes} bytes.`,
  }
  const writing = (kind: Kind): Promise<number[]> =>
    loadAtPace(kinds[kind], SECONDS, {
      ...{ port, connections: CONNECTIONS, fault: pressFault },
      request: (i) =>
        press(port, posters[i % posters.length]!, kind === 'here' ? crowded : elsewhere[i % elsewhere.length]!),
    })
  await loadAtPace(READS, 2, reading)
  const waits: Waits = { quiet: [], elsewhere: [], here: [] }
  for (let i = 0; i < ROUNDS; i++) {
    const order: Kind[] = i % 2 === 0 ? ['quiet', 'elsewhere', 'here'] : ['here', 'elsewhere', 'quiet']
    for (const kind of order) {
      const posts = kind === quiet ? null : writing(kind)
      posts?.catch(() => undefined)
      waits[kind].push(quantile(await loadAtPace(READS, SECONDS, reading), 0.99))
      await posts
    }
  }
  await getPage(port, { path: crowded.path, cookie: readers[0]!.cookie }, { nic: readers[0]!.nic })
  await server.stop()
  return waits
}

const middle = (values: readonly number[]): number => quantile(values, 0.5)

const row =
  (kind: Exclude<Kind, 'quiet'>) =>
  async (bench: Bench): Promise<Measured | Skipped> => {
    const waits = await bench.once('waits', () => measure(bench))
    if (middle(waits.quiet) > MOST_QUIET_MS)
      return {
        skipped: `not measured: the machine is too busy; p99 is ${figure(middle(waits.quiet))} ms when nobody posts`,
      }
    const note = `p99 ${figure(middle(waits[kind]))} against ${figure(middle(waits.quiet))} ms; ${READS} pages a second, one in ${MEMBERS} signed in`
    return { value: middle(waits[kind]) / middle(waits.quiet), spread: range(waits[kind], 'ms'), note }
  }

const common = { unit: '', aim: 2, higher: false } as const

export const latencyRows: readonly Row[] = [
  {
    ...{
      name: 'read-p99',
      title: `read p99 with ${kinds.elsewhere} posts a second elsewhere, of quiet`,
      must: 3,
      ...common,
    },
    measure: row('elsewhere'),
  },
  {
    ...{ name: 'read-p99-here', must: 4, ...common },
    title: `read p99 on the article that gets ${kinds.here} posts a second, of quiet`,
    measure: row('here'),
  },
]
