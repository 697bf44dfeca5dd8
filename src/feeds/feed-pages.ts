// Builds a feed from its entries.
import type { Deps } from '../deps.ts'
import type { Entry, Feed } from './shape.ts'

export const ENTRIES_PER_PAGE = 40

/** A feed, with the topics whose changes drop it from the cache. */
export type CacheableFeed = { feed: Feed; topics: string[] }

export type FeedInfo = {
  title: string
  subtitle: string
  home: string
  stem: string
  before: string
  /** Date of the feed while it has no entries, in Unix milliseconds. */
  since?: number
}

/** Builds a feed from its entries. @param older cursor of the next older page, or empty */
export function buildFeed({ config, assets }: Deps, info: FeedInfo, entries: readonly Entry[], older: string): Feed {
  const base = config.baseUrl
  return {
    id: `${base}${info.stem}`,
    title: info.title,
    subtitle: info.subtitle,
    home: `${base}${info.home}`,
    stem: `${base}${info.stem}`,
    before: info.before,
    older,
    icon: `${base}${assets.href('icon-192.png')}`,
    updated: entries.reduce((newest, { updated }) => Math.max(newest, updated), info.since ?? 0),
    entries,
  }
}
