// Gathers what the lists over many days show: areas, sections, tags, sources and the latest comments.

import { foldedTag } from '../articles/rules.ts'
import { sectionBySlug, sections, tagByFolded } from '../articles/section-queries.ts'
import { newestDay } from '../articles/totals-queries.ts'
import { parentsOf } from '../comments/queries.ts'
import { unreadInThread } from '../comments/thread/news-reading.ts'
import type { Key } from '../db/sql.ts'
import type { Deps } from '../deps.ts'
import { count, longDay, number } from '../format.ts'
import { listed, unmutedComments, unmutedStories } from '../mutes/reading.ts'
import type { Mutes } from '../mutes/rules.ts'
import { momentOf, nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import * as lists from './list-pages.ts'
import * as queries from './list-queries.ts'
import * as pages from './pages.ts'
import { editionStories, type Scope, type StoryRow, storiesOf, storyKey, storyKeys } from './queries.ts'
import { sourceHost } from './rules.ts'
import { contextFor } from './story-reading.ts'

/** Stories of a page, comments of a page, and words of one. */
const STORIES = 40
const COMMENTS = 30
const WORDS = 200

type Stories = {
  rows: StoryRow[]
  turn: lists.Turn /** Where the page before this one begins below, when it is not the first. */
  above: Key | null
}

/**
 * The one door through which every list of stories over many days comes.
 * @param list address of the list's first page
 * @param before id of the story that the page begins below, or null for the newest
 * @returns null when there has never been a story of that id
 */
export async function storyPage(
  deps: Deps,
  mutes: Mutes,
  list: string,
  scope: Scope,
  before: number | null,
  shown: number = STORIES,
): Promise<Stories | null> {
  const { db } = deps
  const from = before === null ? null : await storyKey(db, before)
  if (from === undefined) return null
  const below = async (row: StoryRow | null, limit: number): Promise<StoryRow[]> => {
    const keys = await storyKeys(db, scope, row === null ? from : { at: row.published_at, id: row.id }, 'older', limit)
    return storiesOf(
      db,
      keys.map(({ id }) => id),
    )
  }
  const { rows, last } = await listed(shown, below, (found) => unmutedStories(db, mutes, found))
  const up = from === null ? null : await storyKeys(db, scope, from, 'fromHereUp', shown + 1)
  return { rows, turn: lists.turn(list, last, up, shown), above: up?.[shown] ?? null }
}

/** A list that an address names: what it holds, and what it is called. */
export type Named = {
  name: string
  list: string
  scope: Scope
  heading: string /** The list's feed, without its ending. */
  feed: string | null
  up: { href: string; text: string }
  intro: string
}

const filed = (articles: number): string => `${count(articles, 'article')}, newest first.`

export async function sectionNamed(deps: Deps, slug: string): Promise<Named | null> {
  const section = await sectionBySlug(deps.db, slug)
  return section
    ? {
        name: section.slug,
        list: urls.section(section.slug),
        scope: { sections: [section.id] },
        heading: section.name,
        feed: urls.sectionFeed(section.slug),
        up: { href: urls.area(section.area_slug), text: section.area },
        intro: filed(section.article_count),
      }
    : null
}

/** A tag in whatever letters; its name is the spelling it has here. */
export async function tagNamed(deps: Deps, asked: string): Promise<Named | null> {
  const tag = await tagByFolded(deps.db, foldedTag(asked))
  return tag
    ? {
        name: tag.name,
        list: urls.tag(tag.name),
        scope: { tag: tag.name },
        heading: tag.name,
        feed: urls.tagFeed(tag.name),
        up: { href: urls.tags, text: 'All tags' },
        intro: filed(tag.article_count),
      }
    : null
}

/** A source with or without `www.`; its name is without. */
export async function sourceNamed(deps: Deps, asked: string): Promise<Named | null> {
  const source = await queries.sourceByHost(deps.db, sourceHost(asked))
  return source
    ? {
        name: source.host,
        list: urls.source(source.host),
        scope: { source: source.host },
        heading: source.host,
        feed: null,
        up: { href: urls.sources, text: 'All sources' },
        intro: filed(source.article_count),
      }
    : null
}

export type StoriesPage = Pick<Named, 'heading' | 'up' | 'intro'> & {
  stories: pages.Story[]
  turn: lists.Turn /** Not the first page: where that is. */
  newest: string
}

export type Read<Page> = { page: Page; expires: number }

export async function readStories(
  deps: Deps,
  { heading, up, intro, list, scope }: Named,
  before: number | null,
  reader: Reader,
): Promise<Read<StoriesPage> | null> {
  const found = await storyPage(deps, reader.mutes, list, scope, before)
  if (found === null) return null
  const context = await contextFor(deps, reader, found.rows, null)
  return {
    expires: pages.expiryOf(found.rows, context.settings, context.now),
    page: {
      heading,
      up,
      intro,
      stories: found.rows.map((row) => pages.story(row, context)),
      turn: found.turn,
      newest: before === null ? '' : list,
    },
  }
}

export type AreaPage = {
  heading: string
  intro: string
  areas: lists.AreaLink[] /** The day of the current edition; empty on later pages. */
  day: string
  blocks: pages.SectionBlock[]
  stories: pages.Story[]
  turn: lists.Turn
  newest: string
}

/** The front page of one area: its stories of the current edition by section, then older ones, newest first. */
export async function readArea(
  deps: Deps,
  slug: string,
  before: number | null,
  reader: Reader,
): Promise<Read<AreaPage> | null> {
  const { db } = deps
  const all = await sections(db)
  const area = lists.areasOf(all).find((one) => one.slug === slug)
  if (!area) return null
  const now = deps.clock()
  const settings = deps.settings()
  const list = urls.area(slug)
  const day = await newestDay(db)
  const edition =
    before !== null || day === null ? [] : (await editionStories(db, day)).filter((row) => row.area_slug === slug)
  const rows = await unmutedStories(db, reader.mutes, edition)
  // The list goes on below the oldest story of the edition; where the area has none in it, it begins at the top.
  const last = edition.reduce<StoryRow | null>(
    (oldest, row) =>
      oldest === null ||
      row.published_at < oldest.published_at ||
      (row.published_at === oldest.published_at && row.id < oldest.id)
        ? row
        : oldest,
    null,
  )
  const found = await storyPage(
    deps,
    reader.mutes,
    list,
    { sections: area.sections.map(({ id }) => id) },
    before ?? last?.id ?? null,
  )
  if (found === null) return null
  // The page above may begin at the current edition, and that is the first page.
  const ofEdition = found.above !== null && day !== null && found.above.at >= momentOf(day, '00:00', settings.timeZone)
  const today = pages.today(now, settings)
  const context = await contextFor(deps, reader, [...rows, ...found.rows], null)
  const articles = area.sections.reduce((sum, section) => sum + section.article_count, 0)
  return {
    expires: pages.expiryOf([...rows, ...found.rows], settings, now),
    page: {
      heading: area.name,
      intro: `${count(articles, 'article')} in ${count(area.sections.length, 'section')}.`,
      areas: lists.areaLinks(all, slug),
      day: before !== null || day === null ? '' : longDay(day),
      blocks: pages.sectionBlocks(rows, null, { ...context, day: day ?? today }, day === today ? ' today' : ''),
      stories: found.rows.map((row) => pages.story(row, context)),
      turn: { older: found.turn.older, newer: before === null ? '' : ofEdition ? list : found.turn.newer },
      newest: before === null ? '' : list,
    },
  }
}

export type SectionsPage = {
  areas: { name: string; href: string; articles: string; sections: { href: string; name: string; count: string }[] }[]
}

/** Areas and their sections, in the order of the front page. */
export async function readSections(deps: Deps): Promise<SectionsPage> {
  return {
    areas: lists.areasOf(await sections(deps.db)).map(({ name, slug, sections }) => ({
      name,
      href: urls.area(slug),
      articles: number(sections.reduce((sum, section) => sum + section.article_count, 0)),
      sections: sections.map((section) => ({
        href: urls.section(section.slug),
        name: section.name,
        count: count(section.article_count, 'article'),
      })),
    })),
  }
}

export type WordsPage = { words: lists.Word[]; turn: lists.Turn }

/** All tags or all sources, those with the most articles first. */
export async function readWords(
  deps: Deps,
  noun: 'tags' | 'sources',
  before: number | null,
): Promise<WordsPage | null> {
  const below = before === null ? null : await queries.wordKey(deps.db, noun, before)
  if (below === undefined) return null
  const rows = await queries.words(deps.db, noun, below, 'older', WORDS + 1)
  const up = below === null ? null : await queries.words(deps.db, noun, below, 'fromHereUp', WORDS + 1)
  return {
    words: lists.words(rows.slice(0, WORDS), noun === 'tags' ? urls.tag : urls.source),
    turn: lists.turn(urls[noun], rows.length > WORDS ? rows[WORDS - 1]! : null, up, WORDS),
  }
}

export type LatestPage = { comments: lists.Said[]; turn: lists.Turn; newest: string }

/** The newest comments of the whole site, or those below one of them. */
export async function readLatest(deps: Deps, before: number | null, reader: Reader): Promise<Read<LatestPage> | null> {
  const { db } = deps
  const below = before === null ? null : await queries.commentKey(db, before)
  if (below === undefined) return null
  const { rows: shown, last } = await listed<queries.ListedRow>(
    COMMENTS,
    (row, limit) => queries.latestComments(db, row === null ? below : { at: row.created_at, id: row.id }, limit),
    (found) => unmutedComments(db, reader.mutes, found),
  )
  const up = below === null ? null : await queries.latestKeysUp(db, below, COMMENTS + 1)
  const parents = await parentsOf(
    db,
    shown.flatMap(({ parent_id }) => parent_id ?? []),
  )
  const now = deps.clock()
  return {
    expires: nextMidnight(now, deps.settings().timeZone),
    page: {
      comments: lists.said(shown, parents, true, now, reader, await unreadInThread(deps, reader, shown)),
      turn: lists.turn(urls.latest, last, up, COMMENTS),
      newest: before === null ? '' : urls.latest,
    },
  }
}
