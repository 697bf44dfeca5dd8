// Gathers what the lists over many days show: areas, all sections, tags and sources, and the latest comments.

import { sections } from '../articles/section-queries.ts'
import { newestDay } from '../articles/totals-queries.ts'
import { type CommentGroup, listComments } from '../comments/list-pages.ts'
import { unreadInThread } from '../comments/thread/news-reading.ts'
import { visibleParents } from '../comments/thread/queries.ts'
import type { Key } from '../db/sql.ts'
import type { Deps } from '../deps.ts'
import { count, longDay } from '../format.ts'
import { fillPage, unmutedComments, unmutedStories } from '../mutes/reading.ts'
import type { Mutes } from '../mutes/rules.ts'
import { momentOf, nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import * as lists from './list-pages.ts'
import * as queries from './list-queries.ts'
import * as pages from './pages.ts'
import { editionStories, type Scope, type StoryRow, storiesByIds, storyKey, storyKeys } from './queries.ts'
import { readStoryContext } from './story-reading.ts'

/** Stories, comments, and tags or sources of one page. */
export const STORIES_PER_PAGE = 40
const COMMENTS_PER_PAGE = 30
const TERMS_PER_PAGE = 200

type StoryPage = {
  rows: StoryRow[]
  pager: lists.Pager
  /** Key that the previous page begins below; null when that is the first page. */
  above: Key | null
}

/**
 * One page of stories of any list over many days, muted ones left out.
 * @param list address of the list's first page
 * @param before id of the story that the page begins below, or null for the first page
 * @returns null when no story with that id was ever published
 */
export async function readStoryPage(
  deps: Deps,
  mutes: Mutes,
  list: string,
  scope: Scope,
  before: number | null,
  size: number = STORIES_PER_PAGE,
): Promise<StoryPage | null> {
  const { db } = deps
  const from = before === null ? null : await storyKey(db, before)
  if (from === undefined) return null
  const below = async (row: StoryRow | null, limit: number): Promise<StoryRow[]> => {
    const keys = await storyKeys(db, scope, row === null ? from : { at: row.published_at, id: row.id }, 'older', limit)
    return storiesByIds(
      db,
      keys.map(({ id }) => id),
    )
  }
  const { rows, last } = await fillPage(size, below, (found) => unmutedStories(db, mutes, found))
  const up = from === null ? null : await storyKeys(db, scope, from, 'atOrNewer', size + 1)
  return { rows, pager: lists.pagerLinks(list, last, up, size), above: up?.[size] ?? null }
}

export type CacheablePage<Page> = { page: Page; expires: number }

export type AreaPage = {
  heading: string
  intro: string
  areas: lists.AreaLink[]
  /** The day of the current edition; empty on later pages. */
  day: string
  blocks: pages.SectionBlock[]
  stories: pages.Story[]
  pager: lists.Pager
  newest: string
}

/** The page of one area: its stories of the current edition by section, then older ones, newest first. */
export async function readArea(
  deps: Deps,
  slug: string,
  before: number | null,
  reader: Reader,
): Promise<CacheablePage<AreaPage> | null> {
  const { db } = deps
  const all = await sections(db)
  const area = lists.groupByArea(all).find((one) => one.slug === slug)
  if (!area) return null
  const now = deps.clock()
  const settings = deps.settings()
  const list = urls.area(slug)
  const day = await newestDay(db)
  const edition =
    before !== null || day === null ? [] : (await editionStories(db, day)).filter((row) => row.area_slug === slug)
  const rows = await unmutedStories(db, reader.mutes, edition)
  // The list continues below the oldest story of the edition, or from the top if the edition has no story of this area.
  const last = edition.reduce<StoryRow | null>(
    (oldest, row) =>
      oldest === null ||
      row.published_at < oldest.published_at ||
      (row.published_at === oldest.published_at && row.id < oldest.id)
        ? row
        : oldest,
    null,
  )
  const found = await readStoryPage(
    deps,
    reader.mutes,
    list,
    { sections: area.sections.map(({ id }) => id) },
    before ?? last?.id ?? null,
  )
  if (found === null) return null
  // If the page above reaches the current edition, it is the first page.
  const ofEdition = found.above !== null && day !== null && found.above.at >= momentOf(day, '00:00', settings.timeZone)
  const today = pages.currentDay(now, settings)
  const context = await readStoryContext(deps, reader, [...rows, ...found.rows], null)
  const articles = area.sections.reduce((sum, section) => sum + section.article_count, 0)
  return {
    expires: pages.listExpiry([...rows, ...found.rows], settings, now),
    page: {
      heading: area.name,
      intro: `${count(articles, 'article')} in ${count(area.sections.length, 'section')}.`,
      areas: lists.areaLinks(all, slug),
      day: before !== null || day === null ? '' : longDay(day),
      blocks: pages.sectionBlocks(rows, null, { ...context, day: day ?? today }, day === today ? ' today' : ''),
      stories: found.rows.map((row) => pages.storyView(row, context)),
      pager: { older: found.pager.older, newer: before === null ? '' : ofEdition ? list : found.pager.newer },
      newest: before === null ? '' : list,
    },
  }
}

/** Areas with their sections, in the order of the front page. */
export const readSections = async (deps: Deps): Promise<lists.SectionsPage> =>
  lists.sectionsPage(await sections(deps.db))

export type TermsPage = { terms: lists.TermLink[]; pager: lists.Pager }

/** One page of all tags or all sources, the most used first; null when `before` names none. */
export async function readTerms(
  deps: Deps,
  noun: 'tags' | 'sources',
  before: number | null,
): Promise<TermsPage | null> {
  const below = before === null ? null : await queries.termKey(deps.db, noun, before)
  if (below === undefined) return null
  const rows = await queries.termsByCount(deps.db, noun, below, 'older', TERMS_PER_PAGE + 1)
  const up = below === null ? null : await queries.termsByCount(deps.db, noun, below, 'atOrNewer', TERMS_PER_PAGE + 1)
  return {
    terms: lists.termLinks(rows.slice(0, TERMS_PER_PAGE), noun === 'tags' ? urls.tag : urls.source),
    pager: lists.pagerLinks(
      urls[noun],
      rows.length > TERMS_PER_PAGE ? rows[TERMS_PER_PAGE - 1]! : null,
      up,
      TERMS_PER_PAGE,
    ),
  }
}

export type LatestPage = { comments: CommentGroup[]; pager: lists.Pager; newest: string }

/** One page of the newest comments of the site; null when `before` names no comment. */
export async function readLatest(
  deps: Deps,
  before: number | null,
  reader: Reader,
): Promise<CacheablePage<LatestPage> | null> {
  const { db } = deps
  const below = before === null ? null : await queries.commentKey(db, before)
  if (below === undefined) return null
  const { rows, last } = await fillPage<queries.ListedRow>(
    COMMENTS_PER_PAGE,
    (row, limit) => queries.latestComments(db, row === null ? below : { at: row.created_at, id: row.id }, limit),
    (found) => unmutedComments(db, reader.mutes, found),
  )
  const up = below === null ? null : await queries.latestKeysFrom(db, below, COMMENTS_PER_PAGE + 1)
  const parents = await visibleParents(
    db,
    rows.flatMap(({ parent_id }) => parent_id ?? []),
  )
  const now = deps.clock()
  return {
    expires: nextMidnight(now, deps.settings().timeZone),
    page: {
      comments: listComments(rows, parents, true, now, reader, await unreadInThread(deps, reader, rows)),
      pager: lists.pagerLinks(urls.latest, last, up, COMMENTS_PER_PAGE),
      newest: before === null ? '' : urls.latest,
    },
  }
}
