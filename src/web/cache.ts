// Whole pages that are the same for every anonymous reader: compressed once, answered before anything else runs, dropped by the act that changes them. Pure but for its own memory.
import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib'

const compress = promisify(gzip)
const decompress = promisify(gunzip)
const compressSmaller = promisify(brotliCompress)

export type CachedPage = {
  etag: string
  /** Unix milliseconds, whole seconds, since when the answer says what it says; null for pages, which do not tell. */
  modified: number | null
  /** Headers of the compressed answer, ready for writeHead. */
  headers: OutgoingHttpHeaders
  body: Buffer
  /** The same in fewer bytes, for browsers that take brotli; null until it has been asked for again, and made. */
  brotli: { headers: OutgoingHttpHeaders; body: Buffer } | null
  /** Settles when what is being made of it is made. */
  settled: Promise<void> | null
  /** Unix milliseconds after which the page says something untrue (a thread closes, a day ends). */
  expires: number
  /** What the page shows; an act that changes one of these drops it. */
  topics: readonly string[]
  /** The article whose views a reading counts for. */
  articleId: number | null
}

export type NewPage = {
  /** What is sent, whatever its content type. */
  text: string
  headers: OutgoingHttpHeaders
  expires: number
  topics: readonly string[]
  articleId: number | null
  /** The moment of making, where the answer is to tell since when it says what it says. */
  madeAt?: number
}

/** Bytes of bodies kept at most; the least recently used go first. */
const CAPACITY = 64 * 1024 * 1024

/** Answers of which it is remembered since when they say the same, longer than they are kept themselves. */
const REMEMBERED = 2000

export type PageCache = {
  get: (key: string, now: number) => CachedPage | undefined
  /** Called before the page's first read; hand the answer to `put`, which refuses a page that a change has overtaken. */
  mark: () => number
  put: (key: string, mark: number, page: NewPage) => Promise<CachedPage>
  /** Makes a page once however many ask for it at the same time; whoever asks after a change gets one made after it. */
  once: (key: string, make: () => Promise<CachedPage>, mark?: number) => Promise<CachedPage>
  drop: (...topics: string[]) => void
  clear: () => void
  size: () => number
}

/**
 * @param capacity bytes of bodies kept at most
 * @param dropped is told of every change: the topics that have changed, or null when anything may have
 */
export function createPageCache({
  capacity = CAPACITY,
  dropped,
}: {
  capacity?: number
  dropped?: (topics: readonly string[] | null) => void
} = {}): PageCache {
  const pages = new Map<string, CachedPage>()
  let bytes = 0
  let changes = 0
  const making = new Map<string, { mark: number; page: Promise<CachedPage> }>()
  const standing = new Map<string, { etag: string; since: number }>()

  const forget = (key: string): void => {
    const page = pages.get(key)
    if (!page) return
    pages.delete(key)
    bytes -= page.body.length + (page.brotli?.body.length ?? 0)
  }

  /** Brotli takes twice the time of gzip, beside the event loop: it is spent on what is asked for again. */
  async function makeSmaller(key: string, page: CachedPage): Promise<void> {
    const text = await decompress(page.body)
    const body = await compressSmaller(text, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
    })
    page.brotli = { body, headers: { ...page.headers, 'content-encoding': 'br', 'content-length': body.length } }
    if (pages.get(key) === page) bytes += body.length
  }

  /** Since when an answer says what it says: as before when it was made anew and came out the same, a second later at least when not. */
  function standsSince(key: string, etag: string, now: number): number {
    const known = standing.get(key)
    const since = known?.etag === etag ? known.since : Math.max(now - (now % 1000), (known?.since ?? 0) + 1000)
    standing.delete(key)
    standing.set(key, { etag, since })
    if (standing.size > REMEMBERED) standing.delete(standing.keys().next().value!)
    return since
  }

  return {
    get(key, now) {
      const page = pages.get(key)
      if (!page) return undefined
      if (page.expires <= now) {
        forget(key)
        return undefined
      }
      // A map keeps its keys in the order they were set: the one asked for last goes to the end.
      pages.delete(key)
      pages.set(key, page)
      // A page that could not be made smaller stays as it is.
      page.settled ??= makeSmaller(key, page).catch(() => undefined)
      return page
    },
    mark: () => changes,
    async put(key, mark, { text, headers, expires, topics, articleId, madeAt }) {
      const body = await compress(text, { level: 8 })
      const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
      const modified = madeAt === undefined ? null : standsSince(key, etag, madeAt)
      const dated = modified === null ? {} : { 'last-modified': new Date(modified).toUTCString() }
      const page: CachedPage = {
        etag,
        modified,
        body,
        brotli: null,
        settled: null,
        expires,
        topics,
        articleId,
        headers: { ...headers, ...dated, etag, 'content-encoding': 'gzip', 'content-length': body.length },
      }
      if (mark === changes) {
        forget(key)
        pages.set(key, page)
        bytes += body.length
        while (bytes > capacity && pages.size > 1) forget(pages.keys().next().value!)
      }
      return page
    },
    once(key, make, mark = changes) {
      const begun = making.get(key)
      if (begun?.mark === changes) return begun.page
      const mine = { mark, page: make() }
      making.set(key, mine)
      const done = (): void => {
        if (making.get(key) === mine) making.delete(key)
      }
      mine.page.then(done, done)
      return mine.page
    },
    drop(...topics) {
      changes += 1
      for (const [key, page] of pages) if (page.topics.some((topic) => topics.includes(topic))) forget(key)
      dropped?.(topics)
    },
    clear() {
      changes += 1
      pages.clear()
      bytes = 0
      dropped?.(null)
    },
    size: () => pages.size,
  }
}

/** Whether an Accept-Encoding header takes gzip: it names it, and not with a weight of nothing. */
export const takesGzip = (header: string | undefined): boolean =>
  header !== undefined && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(header)

/** Whether it takes brotli too. */
export const takesBrotli = (header: string | undefined): boolean =>
  header !== undefined && /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(header)

/** The page as it was before compression, for the rare reader whose browser takes none. */
export const uncompressed = (page: CachedPage): Promise<Buffer> => decompress(page.body)

/** What `topics` pages are kept under. */
export const topic = {
  /** Everything that lists stories or comments: front page, archive, sections. */
  lists: 'lists',
  log: 'log',
  /** How long a decision of moderators usually takes, as forms say it to guests. */
  waits: 'waits',
  article: (id: number): string => `article:${id}`,
  person: (nic: string): string => `person:${nic}`,
} as const
