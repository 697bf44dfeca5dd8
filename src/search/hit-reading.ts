// Gathers pages of hits: rows of the index as readers see them.

import type { Db } from '../db/open.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import type { Mutes } from '../mutes/rules.ts'
import { hasNoMutes } from '../mutes/rules.ts'
import type * as pages from './pages.ts'
import * as queries from './queries.ts'

/** Hits of one page. */
export const HITS_PER_PAGE = 20

/** Fetches for one page of hits, to replace hidden ones. */
export const MAX_FETCHES = 5

/** The rows of these keys, in their order, without what readers no longer see. */
async function readHits(db: Db, keys: readonly number[]): Promise<pages.HitRow[]> {
  if (keys.length === 0) return []
  const entries = await queries.entriesByKeys(db, keys)
  const ids = (noun: string): number[] => entries.flatMap((entry) => (entry.noun === noun ? [entry.noun_id] : []))
  const [articles, comments] = [ids('article'), ids('comment')]
  const articleRows = new Map(
    (articles.length === 0 ? [] : await queries.articleHits(db, articles)).map((row) => [row.id, row]),
  )
  const commentRows = new Map(
    (comments.length === 0 ? [] : await queries.commentHits(db, comments)).map((row) => [row.id, row]),
  )
  const rows = new Map<number, pages.HitRow>()
  for (const { key, noun, noun_id } of entries) {
    const story = noun === 'article' ? articleRows.get(noun_id) : undefined
    const comment = noun === 'comment' ? commentRows.get(noun_id) : undefined
    if (story) rows.set(key, { key, noun: 'article', row: story })
    if (comment) rows.set(key, { key, noun: 'comment', row: comment })
  }
  return keys.flatMap((key) => rows.get(key) ?? [])
}

/** The hits that a reader has not muted, in their order. */
async function unmutedHits(db: Db, mutes: Mutes, found: readonly pages.HitRow[]): Promise<pages.HitRow[]> {
  if (hasNoMutes(mutes)) return [...found]
  const stories = await unmutedStories(
    db,
    mutes,
    found.flatMap((one) => (one.noun === 'article' ? [one.row] : [])),
  )
  const comments = await unmutedComments(
    db,
    mutes,
    found.flatMap((one) => (one.noun === 'comment' ? [one.row] : [])),
  )
  const shown = new Set<object>([...stories, ...comments])
  return found.filter(({ row }) => shown.has(row))
}

type HitPage = {
  found: pages.HitRow[]
  /** The key after which the next page continues. */
  last: number | null
  more: boolean
  /** Whether muted hits were left out. */
  muted: boolean
}

/** A page of hits from a list of keys. Fetches more hits to replace hidden ones. */
export async function readHitPage(db: Db, keys: readonly number[], mutes: Mutes): Promise<HitPage> {
  const found: pages.HitRow[] = []
  let at = 0
  let muted = false
  for (let round = 0; round < MAX_FETCHES && at < keys.length && found.length < HITS_PER_PAGE; round++) {
    const batch = keys.slice(at, at + HITS_PER_PAGE - found.length)
    const visible = await readHits(db, batch)
    const unmuted = await unmutedHits(db, mutes, visible)
    muted ||= unmuted.length < visible.length
    found.push(...unmuted)
    at += batch.length
  }
  return { found, last: keys[at - 1] ?? null, more: at < keys.length, muted }
}
