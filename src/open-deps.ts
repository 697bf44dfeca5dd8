// Makes the Deps, for the server, the commands and the tests alike.

import { isDeepStrictEqual } from 'node:util'
import { pino } from 'pino'
import { unconfirmedEmail } from './accounts/email/queries.ts'
import { openSections } from './articles/section-queries.ts'
import { createViewCounter } from './articles/views.ts'
import { claimComment } from './comments/receipts/actions.ts'
import type { Config } from './config.ts'
import { foreignChanges, newestChange, triggerChanges } from './db/changes.ts'
import { makeFolder } from './db/folder.ts'
import { openStore, type Store } from './db/open.ts'
import { readSecret } from './db/secret.ts'
import { readSettings } from './db/settings.ts'
import { write } from './db/write.ts'
import type { Deps, OpenDeps } from './deps.ts'
import { claimSubmission } from './desk/mine/claim-actions.ts'
import { countAtDesk } from './desk/queue/tab-reading.ts'
import { AppError } from './errors.ts'
import { markSeenNoticesRead } from './inbox/actions.ts'
import { countUnreadNotices } from './inbox/reading.ts'
import { unreadText } from './inbox/rules.ts'
import { openLive } from './live/actions.ts'
import { loadLimits, pageBudget } from './load-limits.ts'
import { createMarkBuffer } from './marks/buffer.ts'
import { writeMarks } from './marks/queries.ts'
import { mediaFolder } from './media/names.ts'
import { updatePictureUses } from './media/queries.ts'
import { talliesFor, totalTally } from './moderation/queue/reading.ts'
import type { Viewer } from './permissions.ts'
import { systemRandom } from './random.ts'
import { updateSearchIndex } from './search/index-queries.ts'
import type { Settings } from './settings.ts'
import { yieldToOthers } from './slices.ts'
import { type Clock, monotonicClock, systemClock } from './time.ts'
import { topic } from './topics.ts'
import { receiptToClaim, urls } from './urls.ts'
import { loadAssets } from './web/assets.ts'
import { createPageCache } from './web/cache.ts'
import { createLimiter } from './web/limiter.ts'
import { ownFact } from './web/own-facts.ts'
import { createPageQueue } from './web/page-queue.ts'
import { createPartCache } from './web/part-cache.ts'
import { createSegmentMemo } from './web/segment-memo.ts'

/** Parts of the pages of members take more room than whole pages: their texts are kept uncompressed too. */
const PARTS_TO_PAGES = 1.5

/** Pages of single readers, each of which is asked for again by one person alone. */
const ANSWERS_TO_PAGES = 0.5

/**
 * @param over replacements for clocks, chance, log, assets or store
 * @throws when the database has not been migrated
 */
export async function openDeps(
  config: Config,
  over: Partial<Pick<Deps, 'clock' | 'random' | 'log' | 'assets'>> & { store?: Store; monotonic?: Clock } = {},
): Promise<OpenDeps> {
  const store = over.store ?? openStore(config.databaseFile)
  store.follow = async (db) => {
    await updateSearchIndex(db)
    await updatePictureUses(db)
  }
  store.keepUndoInMemory()
  let newest = await newestChange(store.reader)
  let settings: Settings = await readSettings(store.reader)
  /** Other processes are asked once in a turn of the event loop, which answers many requests at once under load. */
  let isKnownToBeFollowed = false
  let followed = { database: store.version(), commits: store.commits, change: newest }
  makeFolder(mediaFolder(config.dataDir))
  const random = over.random ?? systemRandom
  const known = {
    config,
    db: store.reader,
    settings: () => settings,
    secret: config.secret ?? readSecret(config.dataDir, random),
    clock: over.clock ?? systemClock,
    limiter: createLimiter(over.monotonic ?? monotonicClock),
    pageQueue: createPageQueue(pageBudget),
    random,
    log:
      over.log ??
      pino({
        level: config.logLevel,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        redact: ['req.headers', 'res.headers'],
      }),
  }
  store.clock = known.clock
  const live = openLive(known)
  // A dropped page is announced to the streams that show it, so no action has to do both.
  const pages = createPageCache({ capacity: config.pageCacheBytes, dropped: live.changed })
  const deps: OpenDeps = {
    ...known,
    store,
    pages,
    parts: createPartCache(pages, PARTS_TO_PAGES * config.pageCacheBytes),
    segments: createSegmentMemo(),
    answers: createPartCache(pages, ANSWERS_TO_PAGES * config.pageCacheBytes),
    areAccountsFollowed: () => {
      if (isKnownToBeFollowed && followed.commits === store.commits) return true
      if (store.version() !== followed.database) return false
      isKnownToBeFollowed = true
      void yieldToOthers().then(() => {
        isKnownToBeFollowed = false
      })
      return true
    },
    followAccounts: async (isBegin = false) => {
      if (!isBegin && followed.commits === store.commits) return
      const [database, commits] = [store.version(), store.commits]
      if (database === followed.database) return void Object.assign(followed, { commits })
      const { topics, version } = await triggerChanges(store.reader, followed.change)
      followed = { database, commits, change: version }
      if (topics === null) pages.clear()
      else if (topics.size > 0) pages.drop(...topics)
    },
    live,
    schedule: { next: 0 },
    views: createViewCounter(),
    marks: createMarkBuffer(pages),
    flushMarks: () =>
      deps.marks.flush((moved) =>
        write(deps, async (db) => {
          await writeMarks(db, moved)
          await markSeenNoticesRead(db, moved, deps.clock())
        }),
      ),
    assets: over.assets ?? loadAssets(),
    loadLimits: config.rateLimits ? loadLimits : null,
    header: {
      sections: () => openSections(store.reader),
      unread: async (viewer) => unreadText(await countUnreadNotices(known, viewer)),
      queue: async (request) => totalTally(await talliesFor(deps, request)).n,
      desk: () => countAtDesk(deps),
      unconfirmed: ({ id }) => ownFact(deps, id, 'unconfirmed', () => unconfirmedEmail(store.reader, id)),
    },
    claimReceipt: (viewer, next) => claimFromReceipt(deps, viewer, next),
    refresh: async () => {
      settings = await readSettings(store.reader)
      deps.pages.clear()
      await deps.live.checkSessions()
    },
    readForeignChanges: async () => {
      const before = settings
      settings = await readSettings(store.reader)
      const { topics, version } = await foreignChanges(store.reader, newest, store.origin)
      // Settings can be changed by hand, and then nothing has noted it.
      if (topics === null || !isDeepStrictEqual(before, settings)) deps.pages.clear()
      else if (topics.size > 0) deps.pages.drop(...topics)
      if (topics === null || topics.has(topic.schedule)) deps.schedule.next = 0
      await deps.live.checkSessions()
      newest = version
    },
  }
  store.changed = async (topics) => {
    if (topics.includes(topic.schedule)) deps.schedule.next = 0
    // Read before pages are dropped: a page that is made in between must not show the former settings.
    if (topics.includes(topic.everything)) settings = await readSettings(store.reader)
    deps.pages.drop(...topics)
  }
  return deps
}

async function claimFromReceipt(deps: Deps, viewer: Viewer, next: string): Promise<string | null> {
  const receipt = receiptToClaim(next)
  if (receipt === null) return null
  const { noun, token } = receipt
  const back = noun === 'comments' ? urls.receipt(token) : urls.articleReceipt(token)
  try {
    if (noun === 'comments') return (await claimComment(deps, viewer, token)) ? `${back}?done=claim` : back
    const id = await claimSubmission(deps, viewer, token)
    return id === null ? back : `${urls.submission(id)}?done=claim`
  } catch (error) {
    if (error instanceof AppError) return back
    throw error
  }
}
