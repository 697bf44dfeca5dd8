// Rows of reading: pages of strangers, guests, members and moderators, beside bare Fastify or beside a stranger's page.

import { COMMENTS } from '../article.ts'
import type { Bench } from './bench.ts'
import { compare, measureOf, type Side } from './compare.ts'
import { guestCookies } from './guests.ts'
import { type Expected, getPage, lengthFault, type Page } from './pages.ts'
import { hasProc, NO_PROC } from './process-figures.ts'
import { BROWSER_ENCODINGS, type Get, getRequest } from './requests.ts'
import { figure, type Measured, type Row, range, type Skipped } from './row.ts'
import { bare, type Running } from './servers.ts'
import { NEW, type Site } from './site.ts'

/** A kind of page: the requests for it, each of another reader, and what each answer must contain. */
type Kind = {
  gets: Get[]
  expected: (i: number) => Expected
  /** Each request has a cookie of its own, so that no reader is answered again with the page that they got before. */
  isMadeEachTime?: boolean
}

type Person = { nic: string; cookie: string }

const ofEach = (path: string, people: readonly Person[], expected: Expected): Kind => ({
  gets: people.map(({ cookie }) => ({ path, cookie })),
  expected: (i) => ({ ...expected, nic: people[i]!.nic }),
})

const stranger = (path: string, expected: Expected): Kind => ({ gets: [{ path }], expected: () => expected })

const article = ({ article: { path } }: Site): Kind => stranger(path, { comments: COMMENTS, news: 0 })

/** Checks every reader's page, and what the load gets by its status and length. */
async function sideOf(
  server: Running,
  { gets, expected, isMadeEachTime = false }: Kind,
): Promise<Side & { pages: Page[] }> {
  const pages: Page[] = []
  for (const [i, get] of gets.entries()) pages.push(await getPage(server.port, get, expected(i)))
  const requests = gets.map((get) => getRequest(server.port, get))
  const request = (i: number): string => {
    const get = gets[i % gets.length]!
    return isMadeEachTime
      ? getRequest(server.port, { ...get, cookie: `${get.cookie}; other=${i}` })
      : requests[i % gets.length]!
  }
  return { server, pages, request, fault: lengthFault(pages) }
}

async function besideBare(bench: Bench, kindOf: (site: Site) => Kind): Promise<Measured | Skipped> {
  if (!hasProc) return { skipped: NO_PROC }
  const kind = kindOf(await bench.site())
  const ours = await sideOf(await bench.server(), kind)
  const theirs = await bare(bench.scratch, kind.gets[0]!.path, ours.pages[0]!)
  const requests = kind.gets.map((get) => getRequest(theirs.port, get))
  const found = await compare(
    measureOf(ours),
    measureOf({
      ...{ server: theirs, fault: lengthFault([ours.pages[0]!]) },
      request: (i) => requests[i % requests.length]!,
    }),
    bench.effort,
  )
  await theirs.stop()
  await sideOf(ours.server, kind)
  return compared(found, `${kind.gets.length === 1 ? '' : `${kind.gets.length} sessions, `}${size(ours.pages[0]!)}`)
}

const members = (site: Site): Kind => ofEach(site.article.path, site.readers, { comments: COMMENTS, news: 0 })

/** Members' pages of the article with nothing new. */
export const membersPage = async (bench: Bench): Promise<Side> =>
  sideOf(await bench.server(), members(await bench.site()))

const size = ({ raw }: Page): string => `${(raw.length / 1000).toFixed(1)} kB`

const compared = ({ ratio, low, high, ours, theirs }: Awaited<ReturnType<typeof compare>>, what: string): Measured => ({
  value: ratio,
  spread: `${figure(low)} to ${figure(high)}`,
  note: `${figure(ours.micros)} against ${figure(theirs.micros)} µs a request, ${what}`,
})

async function besideStranger(
  bench: Bench,
  kindOf: (site: Site, server: Running) => Kind | Promise<Kind>,
): Promise<Measured | Skipped> {
  if (!hasProc) return { skipped: NO_PROC }
  const site = await bench.site()
  const server = await bench.server()
  const kind = await kindOf(site, server)
  const ours = await sideOf(server, kind)
  const found = await compare(measureOf(ours), measureOf(await sideOf(server, article(site))), bench.effort)
  await sideOf(server, kind)
  return compared(found, `${kind.gets.length} sessions, ${size(ours.pages[0]!)}`)
}

/** Bytes of a comment of a member's page, everything else on the page included. */
async function bytesOfComment(bench: Bench): Promise<Measured> {
  const {
    article: { path },
    readers,
  } = await bench.site()
  const { port } = await bench.server()
  const measure = async (encodings: string): Promise<{ each: number[]; encoding: string }> => {
    const each: number[] = []
    let encoding = 'nothing'
    for (const { cookie, nic } of readers.slice(0, 10)) {
      const { raw, headers } = await getPage(port, { path, cookie, encodings }, { nic, comments: COMMENTS })
      each.push(raw.length / COMMENTS)
      encoding = headers['content-encoding'] ?? encoding
    }
    return { each, encoding }
  }
  const found = await measure(BROWSER_ENCODINGS)
  const gzip = await measure('gzip')
  const value = Math.max(...found.each)
  const note = `${found.encoding}, as browsers ask; with gzip ${figure(Math.max(...gzip.each))}; the whole page by ${COMMENTS}`
  return { value, spread: range(found.each), note }
}

const reading = { unit: '', higher: true } as const

export const readingRows: readonly Row[] = [
  {
    ...{
      name: 'article',
      title: `anonymous article page, ${COMMENTS} comments, of bare Fastify`,
      must: 0.95,
      aim: 1.1,
    },
    ...reading,
    measure: (bench) => besideBare(bench, article),
  },
  {
    ...{ name: 'front', title: 'anonymous front page, of bare Fastify', must: 0.85, aim: 1, ...reading },
    measure: (bench) => besideBare(bench, () => stranger('/', {})),
  },
  {
    ...{ name: 'signed-in', title: 'signed-in article page, nothing new, of bare Fastify', must: 0.6, aim: 0.85 },
    ...reading,
    measure: (bench) => besideBare(bench, members),
  },
  {
    ...{ name: 'new-comments', must: 0.25, aim: 0.5, ...reading },
    title: `signed in, ${NEW} new comments all over the thread, one own and one muted, of the anonymous page`,
    measure: (bench) =>
      besideStranger(bench, (site) => ofEach(site.article.path, site.returning, { comments: COMMENTS, news: NEW })),
  },
  {
    ...{ name: 'signed-in-made', must: 0.6, aim: 0.85, ...reading },
    title: 'signed-in article page that is joined each time, of bare Fastify',
    measure: (bench) => besideBare(bench, (site) => ({ ...members(site), isMadeEachTime: true })),
  },
  {
    ...{ name: 'signed-in-front', title: 'signed-in front page, of bare Fastify', must: 0.5, aim: 0.8, ...reading },
    measure: (bench) => besideBare(bench, (site) => ofEach('/', site.readers, {})),
  },
  {
    ...{ name: 'remembered-guest', must: 0.95, aim: 1, ...reading },
    title: 'guest who ticked “remember me”, of the anonymous page',
    measure: (bench) =>
      besideStranger(bench, async (site, server) => guest(site, (await guestCookies(server, site)).details)),
  },
  {
    ...{ name: 'drafting-guest', must: 0.95, aim: 1, ...reading },
    title: 'guest with a draft elsewhere, of the anonymous page',
    measure: (bench) =>
      besideStranger(bench, async (site, server) => guest(site, (await guestCookies(server, site)).draft)),
  },
]

export const moderatorRow: Row = {
  ...{ name: 'moderator', title: 'moderator’s article page, of bare Fastify', must: 0.4, aim: 0.7, ...reading },
  measure: (bench) => besideBare(bench, (site) => ofEach(site.article.path, site.moderators, { comments: COMMENTS })),
}

export const bytesRow: Row = {
  ...{ name: 'bytes', title: 'bytes a comment, signed in, compressed', must: 250, aim: 200, unit: 'B', higher: false },
  measure: bytesOfComment,
}

const guest = ({ article: { path } }: Site, cookie: string): Kind => ({
  gets: [{ path, cookie }],
  expected: () => ({ comments: COMMENTS }),
})
