// Deps: the one object that every action and route is given.
import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { ViewCounter } from './articles/views.ts'
import type { Config } from './config.ts'
import type { Db, Store } from './db/open.ts'
import type { Live } from './live/hub.ts'
import type { LoadLimits } from './load-limits.ts'
import type { MarkBuffer } from './marks/buffer.ts'
import type { Viewer } from './permissions.ts'
import type { Random } from './random.ts'
import type { Settings } from './settings.ts'
import type { Clock } from './time.ts'
import type { Assets } from './web/assets.ts'
import type { PageCache } from './web/cache.ts'
import type { Limiter } from './web/limiter.ts'
import type { PageQueue } from './web/page-queue.ts'
import type { PartCache } from './web/part-cache.ts'
import type { SegmentMemo } from './web/segment-memo.ts'

/** The counts in the header of a page. Made in open-deps.ts, because they query folders after web/. */
type Header = {
  sections: () => Promise<{ slug: string; name: string; area: string; area_slug: string }[]>
  /** Unread notices in words that fit a counter; empty for none. */
  unread: (viewer: Viewer) => Promise<string>
  /** How many items wait in the queue; counted once for each request. */
  queue: (request: FastifyRequest) => Promise<number>
  /** How many items wait at the desk. */
  desk: () => Promise<number>
  /** A member's e-mail address that is not confirmed yet, and until when it has to be; null for none. */
  unconfirmed: (viewer: Viewer) => Promise<{ email: string; until: number | null } | null>
}

export type Deps = {
  config: Config
  /** Read-only; write through `write` of db/write.ts. */
  db: Db
  store: Store
  /** The site's current settings. */
  settings: () => Settings
  /** Signs guests' keys, and salts hashes of network addresses. */
  secret: string
  clock: Clock
  /** Counts requests by network. It has a monotonic clock of its own. */
  limiter: Limiter
  /** Pages that are not cached wait here for their turn. */
  pageQueue: PageQueue
  random: Random
  log: Logger
  /** Cache of pages that are the same for every anonymous reader. */
  pages: PageCache
  /** Cache of parts of signed-in pages, and of the compressed pieces of short texts. */
  parts: PartCache
  segments: SegmentMemo
  /** Cache of the pages that readers with something of their own got last. */
  answers: PartCache
  /**
   * Lets go of what is remembered of accounts that was changed since; called each time before it is used.
   * @param isBegin of a request: then changes of other processes count too
   */
  followAccounts: (isBegin?: boolean) => Promise<void>
  /** Whether there is nothing to let go of: no process has committed anything since. */
  areAccountsFollowed: () => boolean
  /** Live streams of open threads; they read the thread again when its page is dropped from the cache. */
  live: Live
  /** `next`: before which moment no scheduled article is due, Unix milliseconds; 0 when that has to be looked up. */
  schedule: { next: number }
  views: ViewCounter
  marks: MarkBuffer
  /** Writes changed read marks: on a timer, and before they are changed in the database. */
  flushMarks: () => Promise<void>
  assets: Assets
  /** Null where limits are switched off: load is never shed. */
  loadLimits: LoadLimits | null
  header: Header
  /**
   * Claims what a guest's receipt is for, if signing in was asked for from one (`urls.claiming`). Made in open-deps.ts,
   * because accounts know neither comments nor submissions.
   * @returns the page that says what was claimed, or the receipt where that can no longer be; null for any other address
   */
  claimReceipt: (viewer: Viewer, next: string) => Promise<string | null>
}

export type OpenDeps = Deps & {
  /** Reads the settings again and forgets every cached page. */
  refresh: () => Promise<void>
  /** Drops the cached pages that show what other processes have changed. */
  readForeignChanges: () => Promise<void>
}
