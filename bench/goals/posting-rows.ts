// Rows of posting: 32 clients press Post as fast as they are answered, beside the same press without a write.

import { median } from '../../src/quantiles.ts'
import { chance, prose } from '../prose.ts'
import type { Bench } from './bench.ts'
import { type Compared, compare, measureOf, type Side } from './compare.ts'
import { commentsOf, getPage } from './pages.ts'
import { hasProc, NO_PROC } from './process-figures.ts'
import { postRequest } from './requests.ts'
import { figure, type Measured, type Row, range, type Skipped } from './row.ts'
import { type Running, serve, unwritten } from './servers.ts'
import { POSTERS, type Site } from './site.ts'

const { words } = prose(chance(17))
let presses = 0

/** A press of Post with a text of its own: a text that was posted before is answered without a write. */
export function press(
  port: number,
  { cookie }: { cookie: string },
  article: { id: number },
  path = '/comments',
): string {
  presses += 1
  const body = `${words(30)}\n\n${words(29)} ${presses}`
  const form = { article: String(article.id), parent: '', nic: '', body, key: `member-${presses}`, action: 'post' }
  return postRequest(port, { path, cookie, form })
}

/** Why a press was not answered as one that posts, or null. */
export const pressFault = ({ status, head }: { status: number; head: string }): string | null =>
  status === 303 && /^location: \/comments\/\d+\r?$/im.test(`${head}\r\n`)
    ? null
    : `A press of Post was answered with ${status}: ${head.split('\r\n', 1)[0]}`

const sideOf = (server: Running, { posters, elsewhere }: Site, path?: string): Side => ({
  server,
  request: (i) => press(server.port, posters[i % POSTERS]!, elsewhere[i % POSTERS]!, path),
  fault: pressFault,
})

async function measure(bench: Bench): Promise<Compared> {
  const site = await bench.site()
  const ours = await serve(await bench.copyOfSite())
  const theirs = await unwritten(await bench.copyOfSite())
  const count = async ({ port }: Running): Promise<number> =>
    commentsOf((await getPage(port, { path: site.elsewhere[0]!.path })).html)
  const [before, untouched] = [await count(ours), await count(theirs)]
  const found = await compare(
    measureOf(sideOf(ours, site), POSTERS),
    measureOf(sideOf(theirs, site, '/bench/presses'), POSTERS),
    bench.effort,
  )
  if ((await count(ours)) === before) throw new Error('The posted comments are not on the page.')
  if ((await count(theirs)) !== untouched) throw new Error('The press without a write has written.')
  await ours.stop()
  await theirs.stop()
  return found
}

const row =
  (read: (found: Compared) => Measured) =>
  async (bench: Bench): Promise<Measured | Skipped> =>
    hasProc ? read(await bench.once('posting', () => measure(bench))) : { skipped: NO_PROC }

export const postingRows: readonly Row[] = [
  {
    ...{ name: 'post-cpu', title: 'posting: processor a post', must: 2, aim: 1, unit: 'ms', higher: false },
    measure: row(({ pairs }) => {
      const each = pairs.map(({ ours }) => ours.micros / 1000)
      return { value: median(each), spread: range(each), note: `${POSTERS} clients` }
    }),
  },
  {
    ...{ name: 'posting', must: 0.6, aim: 0.8, unit: '', higher: true },
    title: `posting, ${POSTERS} clients, synchronous FULL, of the same press without a write`,
    measure: row(({ ratio, low, high, ours, theirs }) => ({
      value: ratio,
      spread: `${figure(low)} to ${figure(high)}`,
      note: `${figure(ours.micros / 1000)} against ${figure(theirs.micros / 1000)} ms`,
    })),
  },
  {
    ...{ name: 'posts', must: 500, aim: 1000, unit: '', higher: true },
    title: `posts a second, ${POSTERS} clients, one core`,
    measure: row(({ pairs }) => {
      const each = pairs.map(({ ours }) => ours.perSecond)
      return { value: median(each), spread: range(each), note: 'by the clock' }
    }),
  },
]
