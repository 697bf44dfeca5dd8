// Cache of whole pages that are the same for every anonymous reader: compressed once, dropped by the action that changes them. Pure but for its own memory.
import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib'
import { topic } from '../topics.ts'
import { gzipOf, htmlOf, type Segment } from './segments.ts'
import { createVersions, type Versions } from './versions.ts'

const compress = promisify(gzip)
const decompress = promisify(gunzip)
const compressSmaller = promisify(brotliCompress)

/** A response in one coding. Headers are flat lists of names and values, which writeHead takes as they are. */
export type CodedAnswer = {
  body: Buffer
  /** Headers of the whole response. */
  headers: readonly string[]
  /** Headers of the answer 304. */
  unchanged: readonly string[]
}

/** A page with its answer in gzip. */
export type CachedPage = CodedAnswer & {
  /** Names the content, however it is coded: a strong tag without its quotes. */
  tag: string
  /** Last modification, Unix milliseconds in whole seconds; null for pages, which send no Last-Modified. */
  modified: number | null
  /** Headers that do not depend on the coding. */
  plain: OutgoingHttpHeaders
  /** The answer in brotli; null until a second request has had it made. */
  brotli: CodedAnswer | null
  /** Asked for since room was last needed. */
  used: boolean
  /** Settles when brotli is done. */
  settled: Promise<void> | null
  /** Unix milliseconds from which the page is outdated (a thread closes, a day ends). */
  expires: number
  /** What the page shows; a change of one of these drops it. */
  topics: readonly string[]
  /** The article whose view counter a request raises. */
  articleId: number | null
}

/** Content codings by the mark that they add to a tag: other bytes need another strong tag (RFC 9110 8.8.3). */
const marks = { identity: '', gzip: '-gz', br: '-br' } as const

type Coding = keyof typeof marks

const flat = (headers: OutgoingHttpHeaders): string[] =>
  Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, String(one)]))

/** The answer with a page in one coding. */
export function codedAnswer(
  { tag, plain }: Pick<CachedPage, 'tag' | 'plain'>,
  coding: Coding,
  body: Buffer,
): CodedAnswer {
  const { 'content-type': type, ...kept } = { ...plain, etag: `"${tag}${marks[coding]}"` } as OutgoingHttpHeaders
  return {
    body,
    headers: flat({
      ...kept,
      'content-type': type,
      ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
      'content-length': body.length,
    }),
    unchanged: flat(kept),
  }
}

/** Whether an If-None-Match header names the page, in any coding: whatever the client has, its content is the page's. */
export const isNamedBy = ({ tag }: Pick<CachedPage, 'tag'>, header: string): boolean =>
  header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === '*' || Object.values(marks).some((mark) => one === `"${tag}${mark}"`))

type NewPage = {
  /** The text, or the pieces that it is joined from. */
  text: string | readonly Segment[]
  headers: OutgoingHttpHeaders
  expires: number
  topics: readonly string[]
  articleId: number | null
  /** Time of making, for responses with Last-Modified. */
  madeAt?: number
}

/** Pages whose last modification is kept, even after they are dropped. */
const MAX_MODIFICATIONS = 2000

export type PageCache = {
  get: (key: string, now: number) => CachedPage | undefined
  /** Called before the page's first read, for `put`, which does not store a page of which a topic has changed since. */
  mark: () => number
  /** Whether none of the topics has changed since a mark. */
  areUnchanged: (topics: readonly string[], mark: number) => boolean
  put: (key: string, mark: number, page: NewPage) => Promise<CachedPage>
  /** Makes a page once for simultaneous requests; a request after a change of its topics gets a page made after it. */
  once: (key: string, make: () => Promise<CachedPage>, mark?: number) => Promise<CachedPage>
  drop: (...topics: readonly string[]) => void
  clear: () => void
  size: () => number
  /** Bytes of all bodies, in all codings. */
  bytes: () => number
}

/**
 * Remembers the last modification of each page: unchanged if it is made again with the same content, else at least a
 * second later.
 */
function createModifications(): (key: string, tag: string, now: number) => number {
  const modifications = new Map<string, { tag: string; since: number }>()
  return (key, tag, now) => {
    const known = modifications.get(key)
    const since = known?.tag === tag ? known.since : Math.max(now - (now % 1000), (known?.since ?? 0) + 1000)
    modifications.delete(key)
    modifications.set(key, { tag, since })
    if (modifications.size > MAX_MODIFICATIONS) modifications.delete(modifications.keys().next().value!)
    return since
  }
}

/** Adds brotli to a page. It takes twice the time of gzip, off the event loop, so only pages that are requested again get it. */
async function addBrotli(page: CachedPage): Promise<number> {
  const text = await decompress(page.body)
  const body = await compressSmaller(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  })
  page.brotli = codedAnswer(page, 'br', body)
  return body.length
}

/** Bytes up to which a page from pieces is compressed as a whole: it gets a tenth smaller, for a millisecond or two. */
const MAX_COMPRESSED_WHOLE = 128 * 1024

/** Compresses a new page with gzip; the pieces of a large one are compressed already. */
async function makePage(
  { text, headers, expires, topics, articleId, madeAt }: NewPage,
  lastModified: (tag: string, now: number) => number,
): Promise<CachedPage> {
  const whole = typeof text === 'string' ? text : htmlOf(text)
  const isJoined = typeof text !== 'string' && whole.length > MAX_COMPRESSED_WHOLE
  const body = isJoined ? gzipOf(text) : await compress(whole, { level: 8 })
  const tag = createHash('sha256').update(whole).digest('base64url').slice(0, 22)
  const modified = madeAt === undefined ? null : lastModified(tag, madeAt)
  const dated = modified === null ? {} : { 'last-modified': new Date(modified).toUTCString() }
  const plain = { ...headers, ...dated }
  return {
    ...codedAnswer({ tag, plain }, 'gzip', body),
    tag,
    modified,
    plain,
    brotli: null,
    used: false,
    settled: null,
    expires,
    topics,
    articleId,
  }
}

type Making = {
  mark: number
  page: Promise<CachedPage>
  /** The latest of the requests that wait because a change may have come in between. */
  next: { mark: number; make: () => Promise<CachedPage> } | null
}

/**
 * Shares the making of a page among simultaneous requests. A request that comes after a change waits for the page that is
 * being made: only then is it known whether that shows the change. If so, the latest of those that wait makes it again for all.
 */
function createSingleFlight(versions: Versions): PageCache['once'] {
  const making = new Map<string, Making>()
  const begin = (key: string, make: () => Promise<CachedPage>, mark: number): Promise<CachedPage> => {
    const mine: Making = { mark, page: make(), next: null }
    making.set(key, mine)
    const done = (): void => {
      if (making.get(key) === mine) making.delete(key)
    }
    mine.page.then(done, done)
    return mine.page
  }
  return async (key, make, mark = versions.now()) => {
    const begun = making.get(key)
    if (begun === undefined) return begin(key, make, mark)
    if (begun.mark >= mark) return begun.page
    if (begun.next === null || mark >= begun.next.mark) begun.next = { mark, make }
    const page = await begun.page.catch(() => null)
    if (page !== null && versions.areUnchanged(page.topics, begun.mark)) return page
    const again = making.get(key)
    if (again !== undefined && again.mark >= mark) return again.page
    return begin(key, begun.next.make, begun.next.mark)
  }
}

type CacheOptions = {
  /** Bytes of all bodies; pages that nobody asks for are dropped first. */
  capacity?: number
  /** Called with the changed topics. */
  dropped?: (topics: readonly string[]) => void
}

export function createPageCache({ capacity = Number.POSITIVE_INFINITY, dropped }: CacheOptions = {}): PageCache {
  const pages = new Map<string, CachedPage>()
  /** Keys of the pages that show a topic, so that a change looks at no other page. */
  const keysOf = new Map<string, Set<string>>()
  let bytes = 0
  const versions = createVersions()
  const lastModified = createModifications()

  const forget = (key: string): void => {
    const page = pages.get(key)
    if (!page) return
    pages.delete(key)
    bytes -= page.body.length + (page.brotli?.body.length ?? 0)
    for (const one of page.topics) {
      const keys = keysOf.get(one)
      keys?.delete(key)
      if (keys?.size === 0) keysOf.delete(one)
    }
  }

  const keep = (key: string, page: CachedPage): void => {
    forget(key)
    pages.set(key, page)
    bytes += page.body.length
    for (const one of page.topics) keysOf.set(one, (keysOf.get(one) ?? new Set()).add(key))
    makeRoom()
  }

  /** Drops the oldest pages that were not asked for since room was last needed. A Map iterates in insertion order. */
  const makeRoom = (): void => {
    while (bytes > capacity && pages.size > 1) {
      const [key, page] = pages.entries().next().value!
      if (page.used) {
        page.used = false
        pages.delete(key)
        pages.set(key, page)
      } else forget(key)
    }
  }

  const drop = (...topics: readonly string[]): void => {
    versions.raise(topics)
    if (topics.includes(topic.everything)) for (const key of [...pages.keys()]) forget(key)
    else for (const one of topics) for (const key of [...(keysOf.get(one) ?? [])]) forget(key)
    dropped?.(topics)
  }

  return {
    get(key, now) {
      const page = pages.get(key)
      if (!page) return undefined
      if (page.expires <= now) {
        forget(key)
        return undefined
      }
      page.used = true
      // If brotli fails, gzip is still there.
      page.settled ??= addBrotli(page).then(
        (length) => {
          if (pages.get(key) !== page) return
          bytes += length
          makeRoom()
        },
        () => undefined,
      )
      return page
    },
    mark: versions.now,
    areUnchanged: versions.areUnchanged,
    async put(key, mark, made) {
      const page = await makePage(made, (tag, now) => lastModified(key, tag, now))
      if (versions.areUnchanged(made.topics, mark)) keep(key, page)
      return page
    },
    once: createSingleFlight(versions),
    drop,
    clear: () => drop(topic.everything),
    size: () => pages.size,
    bytes: () => bytes,
  }
}

/** Whether an Accept-Encoding header accepts gzip: named, and not with q=0. */
export const takesGzip = (header: string | undefined): boolean =>
  header !== undefined && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(header)

/** Whether it accepts brotli. */
export const takesBrotli = (header: string | undefined): boolean =>
  header !== undefined && /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(header)

/** The uncompressed page, for the rare browser that accepts no compression. */
export const uncompressed = (page: CachedPage): Promise<Buffer> => decompress(page.body)
