// Whole pages that are the same for every anonymous reader: compressed once, answered before anything else runs, dropped by the act that changes them.
import { createHash } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

export type CachedPage = {
  etag: string
  /** Headers of the compressed answer, ready for writeHead. */
  headers: OutgoingHttpHeaders
  body: Buffer
  /** Unix milliseconds after which the page says something untrue (a thread closes, a day ends). */
  expires: number
  /** What the page shows; an act that changes one of these drops it. */
  topics: readonly string[]
  /** The article whose views a reading counts for. */
  articleId: number | null
}

/** Bytes of bodies kept at most; the least recently used go first. */
const CAPACITY = 64 * 1024 * 1024

export type PageCache = {
  get: (key: string, now: number) => CachedPage | undefined
  /** Called before the page's first read; hand the answer to `put`, which refuses a page that a change has overtaken. */
  mark: () => number
  put: (key: string, mark: number, page: { html: string; headers: OutgoingHttpHeaders; expires: number; topics: readonly string[]; articleId: number | null }) => Promise<CachedPage>
  /** Makes a page once however many ask for it at the same time; whoever asks after a change gets one made after it. */
  once: (key: string, make: () => Promise<CachedPage>) => Promise<CachedPage>
  drop: (...topics: string[]) => void
  clear: () => void
  size: () => number
}

/** @param capacity bytes of bodies kept at most */
export function createPageCache(capacity: number = CAPACITY): PageCache {
  const pages = new Map<string, CachedPage>()
  let bytes = 0
  let changes = 0
  const making = new Map<string, { mark: number; page: Promise<CachedPage> }>()

  const forget = (key: string): void => {
    const page = pages.get(key)
    if (!page) return
    pages.delete(key)
    bytes -= page.body.length
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
      return page
    },
    mark: () => changes,
    async put(key, mark, { html, headers, expires, topics, articleId }) {
      const body = await compress(html, { level: 6 })
      const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
      const page = { etag, body, expires, topics, articleId, headers: { ...headers, etag, 'content-encoding': 'gzip', 'content-length': body.length } }
      if (mark === changes) {
        forget(key)
        pages.set(key, page)
        bytes += body.length
        while (bytes > capacity && pages.size > 1) forget(pages.keys().next().value!)
      }
      return page
    },
    once(key, make) {
      const begun = making.get(key)
      if (begun?.mark === changes) return begun.page
      const mine = { mark: changes, page: make() }
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
    },
    clear() {
      changes += 1
      pages.clear()
      bytes = 0
    },
    size: () => pages.size,
  }
}

/** Whether an Accept-Encoding header takes gzip: it names it, and not with a weight of nothing. */
export const takesGzip = (header: string | undefined): boolean => header !== undefined && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(header)

/** The page as it was before compression, for the rare reader whose browser takes none. */
export const uncompressed = (page: CachedPage): Promise<Buffer> => decompress(page.body)

/** What `topics` pages are kept under. */
export const topic = {
  /** Everything that lists stories or comments: front page, archive, sections. */
  lists: 'lists',
  log: 'log',
  article: (id: number): string => `article:${id}`,
  person: (nic: string): string => `person:${nic}`,
} as const
