// Finds what has been sent in or published before: articles with the same address, or with nearly the same headline.

import { addressKey, hostKey } from '../../articles/address-key.ts'
import { headlineWords } from '../../articles/headline-words.ts'
import { publishedArticle } from '../../articles/queries.ts'
import { HEADLINE_WINDOW_MS } from '../../articles/rules.ts'
import { articleThreadState } from '../../comments/thread/rules.ts'
import type { Deps } from '../../deps.ts'
import { dayOf } from '../../time.ts'
import { urls } from '../../urls.ts'
import * as queries from './queries.ts'
import { canBeNear, type DuplicateReason, isNear, MAX_DUPLICATES, searchedWords, similarity, weights } from './rules.ts'

/** Articles whose headline is compared word by word. */
const MAX_CANDIDATES = 60

export type Duplicate = {
  id: number
  why: DuplicateReason
  state: 'published' | 'waiting' | 'scheduled'
  headline: string
  /** The address of its page; null unless it is published. */
  href: string | null
  /** When it was published, else when it was sent in; Unix milliseconds. */
  at: number
  comments: number
  /** Whether its thread takes comments. */
  open: boolean
}

/**
 * Articles that say the same as one that is being written: those with the same address first, then those of the last 30 days
 * with nearly the same headline, most alike first; five at most.
 * @param about the address and the headline as typed, either may be empty; `except` is the article itself, if it is stored
 */
export async function findDuplicates(
  deps: Pick<Deps, 'db' | 'clock' | 'settings' | 'config'>,
  about: { url: string; headline: string; except: number | null },
): Promise<Duplicate[]> {
  const same = await withSameAddress(deps, about)
  const missing = MAX_DUPLICATES - same.length
  const near = missing === 0 ? [] : await withNearHeadline(deps, about)
  const known = new Set(same.map(({ id }) => id))
  const found = [
    ...same.map((row) => ({ row, why: 'address' as const })),
    ...near
      .filter(({ id }) => !known.has(id))
      .slice(0, missing)
      .map((row) => ({ row, why: 'headline' as const })),
  ]
  return Promise.all(found.map(({ row, why }) => duplicate(deps, row, why)))
}

async function withSameAddress(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  { url, except }: { url: string; except: number | null },
): Promise<queries.DuplicateRow[]> {
  const address = addressKey(url)
  if (address === null) return []
  const { key, host, articleId } = address
  // The address of an article of this site is that article.
  const own = articleId !== null && articleId !== except && (host === '' || host === hostKey(new URL(config.baseUrl)))
  const itself = own ? await queries.articlesByIds(db, [articleId]) : []
  const others = await queries.articlesWithSource(db, key, except, MAX_DUPLICATES)
  return [...itself, ...others.filter(({ id }) => itself.every((one) => one.id !== id))].slice(0, MAX_DUPLICATES)
}

/** Articles with nearly the same headline, most alike first. */
async function withNearHeadline(
  { db, clock, settings }: Pick<Deps, 'db' | 'clock' | 'settings'>,
  { headline, except }: { headline: string; except: number | null },
): Promise<queries.DuplicateRow[]> {
  const words = headlineWords(headline)
  if (words.length === 0) return []
  const since = clock() - HEADLINE_WINDOW_MS
  const counts = await queries.headlinesByWord(db, words, since)
  if (counts.size === 0) return []
  const ids = await queries.articlesWithWords(db, searchedWords(words, counts), since, except, MAX_CANDIDATES)
  const rows = await queries.articlesByIds(db, ids)
  const total = await queries.articlesSince(db, dayOf(since, settings().timeZone))
  const rough = weights(counts, total)
  const likely = rows
    .map((row) => ({ row, others: headlineWords(row.headline) }))
    .filter(({ others }) => canBeNear(words, others, rough))
  const others = [...new Set(likely.flatMap((one) => one.others))].filter((word) => !counts.has(word))
  const weight = weights(new Map([...counts, ...(await queries.headlinesByWord(db, others, since))]), total)
  return likely
    .map(({ row, others }) => ({ row, ...similarity(words, others, weight) }))
    .filter(isNear)
    .sort((a, b) => b.share - a.share || b.row.id - a.row.id)
    .map(({ row }) => row)
}

async function duplicate(
  { db, clock, settings }: Pick<Deps, 'db' | 'clock' | 'settings'>,
  row: queries.DuplicateRow,
  why: DuplicateReason,
): Promise<Duplicate> {
  const article = row.state === 'published' ? await publishedArticle(db, row.id) : undefined
  return {
    id: row.id,
    why,
    state: row.state as Duplicate['state'],
    headline: row.headline,
    href: article === undefined ? null : urls.article(row),
    at: row.published_at ?? row.created_at,
    comments: row.comment_count,
    open: article !== undefined && !articleThreadState(article, settings(), clock()).closed,
  }
}
