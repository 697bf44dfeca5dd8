// Gathers what the list of a section, a tag or a source shows, in any of its orders.

import { foldTag, normalizeHost } from '../articles/rules.ts'
import { sectionBySlug, tagByFolded } from '../articles/section-queries.ts'
import type { Deps } from '../deps.ts'
import { count } from '../format.ts'
import { MINUTE } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import type * as lists from './list-pages.ts'
import { sourceByHost } from './list-queries.ts'
import { type CacheablePage, readStoryPage, STORIES_PER_PAGE } from './list-reading.ts'
import * as pages from './pages.ts'
import type { Scope, StoryRow } from './queries.ts'
import { type ListSort, sortedIntro, sortLinks } from './sort-rules.ts'
import { readSortedPage } from './sorted-reading.ts'
import { readStoryContext } from './story-reading.ts'

/** The list of stories that an address names. */
export type StoryList = {
  name: string
  list: string
  scope: Scope
  heading: string
  /** Address of the list's feed without its extension. */
  feed: string | null
  up: { href: string; text: string }
  articles: number
}

/** Such as `212 articles, newest first.` */
const listIntro = (articles: number, sort: '' | ListSort): string =>
  sort === '' ? `${count(articles, 'article')}, newest first.` : sortedIntro(articles, count(articles, 'article'), sort)

/** The list of a section. */
export async function findSectionList(deps: Deps, slug: string): Promise<StoryList | null> {
  const section = await sectionBySlug(deps.db, slug)
  return section
    ? {
        name: section.slug,
        list: urls.section(section.slug),
        scope: { sections: [section.id] },
        heading: section.name,
        feed: urls.sectionFeed(section.slug),
        up: { href: urls.area(section.area_slug), text: section.area },
        articles: section.article_count,
      }
    : null
}

/** The list of a tag; the address matches in any case, `name` is the stored spelling. */
export async function findTagList(deps: Deps, requested: string): Promise<StoryList | null> {
  const tag = await tagByFolded(deps.db, foldTag(requested))
  return tag
    ? {
        name: tag.name,
        list: urls.tag(tag.name),
        scope: { tag: tag.name },
        heading: tag.name,
        feed: urls.tagFeed(tag.name),
        up: { href: urls.tags, text: 'All tags' },
        articles: tag.article_count,
      }
    : null
}

/** The list of a source, with or without `www.` in the address; `name` has none. */
export async function findSourceList(deps: Deps, requested: string): Promise<StoryList | null> {
  const source = await sourceByHost(deps.db, normalizeHost(requested))
  return source
    ? {
        name: source.host,
        list: urls.source(source.host),
        scope: { source: source.host },
        heading: source.host,
        feed: null,
        up: { href: urls.sources, text: 'All sources' },
        articles: source.article_count,
      }
    : null
}

export type StoriesPage = Pick<StoryList, 'heading' | 'up'> & {
  intro: string
  /** Links to the orders of the list; empty for a list that has none. */
  tabs: { href: string; text: string; current: boolean }[]
  stories: pages.Story[]
  pager: lists.Pager
  /** Address of the first page; empty on it. */
  newest: string
}

/** How long a page by recommendation is cached: recommending does not drop it. */
const RECOMMENDED_CACHED = 5 * MINUTE

/** One page of a list of stories; null when `before` names none. */
export async function readStories(
  deps: Deps,
  { heading, up, list, scope, articles }: StoryList,
  sort: '' | ListSort,
  before: number | null,
  reader: Reader,
): Promise<(CacheablePage<StoriesPage> & { rows: readonly StoryRow[] }) | null> {
  const address = urls.sorted(list, sort)
  const found =
    sort === ''
      ? await readStoryPage(deps, reader.mutes, list, scope, before)
      : await readSortedPage(deps, reader.mutes, address, { scope, sort, before, size: STORIES_PER_PAGE })
  if (found === null) return null
  const context = await readStoryContext(deps, reader, found.rows, null)
  const expires = pages.listExpiry(found.rows, context.settings, context.now)
  const ranks = 'ranks' in found ? found.ranks : new Map<number, number>()
  return {
    rows: found.rows,
    expires: sort === 'recommended' ? Math.min(expires, context.now + RECOMMENDED_CACHED) : expires,
    page: {
      heading,
      up,
      intro: listIntro(articles, sort),
      tabs:
        articles < 2 ? [] : sortLinks(sort, context.settings.recommendations, (wanted) => urls.sorted(list, wanted)),
      stories: found.rows.map((row) => ({
        ...pages.storyView(row, context),
        rank: sort === '' ? '' : pages.rankText(sort, ranks.get(row.id), context.now, reader.dates),
      })),
      pager: found.pager,
      newest: before === null ? '' : address,
    },
  }
}
