// Gathers what an article's page shows every reader of the same kind, without what is a reader's own.
import { readThreadBase, type ThreadBase } from '../../comments/thread/base-reading.ts'
import { namesOf } from '../../comments/thread/reading.ts'
import { nextThreadChange, type ThreadSettings, type ThreadState } from '../../comments/thread/rules.ts'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { asSentence, zoneOf } from '../../format.ts'
import { mutedArticles } from '../../mutes/reading.ts'
import { hasNoMutes, noMutes } from '../../mutes/rules.ts'
import type { GuestPolicy } from '../../settings.ts'
import type { ThreadView } from '../../thread-view.ts'
import { addDays, momentOf, nextMidnight } from '../../time.ts'
import { topic } from '../../topics.ts'
import type { Reader } from '../../web/reader.ts'
import { addressKey, hostKey } from '../address-key.ts'
import * as queries from '../queries.ts'
import { type SeenRow, seenBefore, seenReasons } from './seen-queries.ts'
import { type StoryFields, storyFields } from './story-pages.ts'

export type ArticleBase = {
  row: queries.ArticleRow
  tags: readonly string[]
  story: StoryFields
  thread: ThreadBase
  /** For a reader without mutes. */
  related: RelatedRows
  /** What editors read above an article that was unpublished; empty for others. */
  unpublished: string
  siteName: string
  guests: GuestPolicy
  /** Unix milliseconds. */
  expires: number
  /** Topics that the page shows: the article, related articles, targets of moved branches, and the usual wait of guests. */
  topics: string[]
}

export type RelatedRows = {
  before: { id: number; slug: string; headline: string } | undefined
  after: { id: number; slug: string; headline: string } | undefined
  also: Awaited<ReturnType<typeof queries.alsoInSection>>
  seen: SeenRow[]
}

/** Other articles of the section, and articles seen before, that the page shows; and those that are read if some are muted. */
const RELATED_ARTICLES = 3
const SEEN_ARTICLES = 5
const READ_WITH_MUTES = 20

/** The previous and next article of the edition, others of the section, and those seen before, muted ones left out. */
export async function readRelated(
  deps: Deps,
  row: queries.ArticleRow,
  tags: readonly string[],
  { mutes }: Pick<Reader, 'mutes'>,
): Promise<RelatedRows> {
  const { db, config } = deps
  const limit = (shown: number): number => (hasNoMutes(mutes) ? shown : READ_WITH_MUTES)
  const { before, after } = await queries.adjacentArticles(db, row)
  const endOfDay = momentOf(addDays(row.day, 1), '00:00', deps.settings().timeZone)
  const also = await queries.alsoInSection(db, row, endOfDay, limit(RELATED_ARTICLES))
  const source = row.source_url === null ? null : addressKey(row.source_url)
  const seen = await seenBefore(
    db,
    {
      id: row.id,
      published_at: row.published_at,
      sourceKey: source === null || source.isFront ? null : source.key,
      host: hostKey(new URL(config.baseUrl)),
      tags,
    },
    limit(SEEN_ARTICLES + RELATED_ARTICLES),
  )
  const muted = await mutedArticles(
    db,
    mutes,
    [before, after, ...also, ...seen].flatMap((other) => other?.id ?? []),
  )
  const unmuted = <R extends { id: number }>(rows: readonly R[], shown: number): R[] =>
    rows.filter((other) => !muted.has(other.id)).slice(0, shown)
  const others = unmuted(also, RELATED_ARTICLES)
  const listed = new Set(others.map(({ id }) => id))
  return {
    before: before && muted.has(before.id) ? undefined : before,
    after: after && muted.has(after.id) ? undefined : after,
    also: others,
    // An article that the page lists already is listed again only for a better reason than its tags.
    seen: unmuted(
      seen.filter(({ id, reason }) => !listed.has(id) || seenReasons[reason] !== 'tags'),
      SEEN_ARTICLES,
    ),
  }
}

async function unpublishedSentence(db: Db, id: number): Promise<string> {
  const absence = await queries.articleAbsence(db, id)
  return `Unpublished by ${absence?.by ?? 'an editor'}. ${absence?.reason ? `Reason: ${asSentence(absence.reason)} ` : ''}Only editors can read this page.`
}

/** When the page expires: at the next midnight of site and reader, or earlier when the thread closes or reopens, or a hold ends. */
const expiryOf = (thread: ThreadState & ThreadSettings, now: number, zones: readonly string[]): number =>
  Math.min(...zones.map((zone) => nextMidnight(now, zone)), nextThreadChange(thread) ?? Infinity)

/** @returns null when the thread has no such page */
export async function readArticleBase(
  deps: Deps,
  row: queries.ArticleRow,
  reader: Pick<Reader, 'viewer' | 'dates'>,
  view: ThreadView,
  page: number,
): Promise<ArticleBase | null> {
  const { db, config } = deps
  const { siteName, timeZone, guests } = deps.settings()
  const thread = await readThreadBase(deps, row, reader, view, page)
  if (thread === null) return null
  const tags = await queries.tagsOf(db, row.id)
  const related = await readRelated(deps, row, tags, { mutes: noMutes })
  const merged = row.has_merged === 0 ? [] : await queries.mergedWriters(db, row.id)
  return {
    row,
    tags,
    story: storyFields(row, tags, merged, reader.dates, config.baseUrl),
    thread,
    related,
    unpublished: row.state === 'published' ? '' : await unpublishedSentence(db, row.id),
    siteName,
    guests,
    expires: expiryOf(thread.state, deps.clock(), [timeZone, zoneOf(reader.dates)]),
    topics: [
      topic.waits,
      topic.edition(row.day),
      topic.section(row.section_id),
      ...[row.id, ...shownBeside(related), ...namesOf(thread)].map(topic.article),
    ],
  }
}

/** Ids of the articles whose comments the page counts. */
export const shownBeside = ({ also, seen }: RelatedRows): number[] => [...also, ...seen].map(({ id }) => id)
