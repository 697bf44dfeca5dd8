// Finds what was published or sent in before an item: with its address, with nearly its headline, on its subject, from its source.
import { addressKey, hostKey } from '../../articles/address-key.ts'
import { type SeenRow, seenBefore, seenReasons } from '../../articles/page/seen-queries.ts'
import { tagsOf } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { commentCount, type Dates, dayWithoutYear, moment, shortDay } from '../../format.ts'
import { dayOf } from '../../time.ts'
import { urls } from '../../urls.ts'
import { findDuplicates } from '../duplicates/reading.ts'
import type { OpenItem } from './pages.ts'
import { newestFromSource, type OpenItemRow } from './queries.ts'

type Earlier = OpenItem['earlier'][number] & { id: number }

/** Articles of each kind, and in all. */
const RELATED = 3
const MAX_EARLIER = 8

const reasonWords: Record<(typeof seenReasons)[number], string> = {
  source: 'Same address',
  linkedFrom: 'Links to it',
  linksTo: 'Linked from it',
  tags: 'Same subject',
}

/** The articles that an editor compares an item with, the nearest first, each once. */
export async function readEarlier(deps: Deps, row: OpenItemRow, dates: Dates): Promise<OpenItem['earlier']> {
  const { db } = deps
  const now = deps.clock()
  const duplicates = await findDuplicates(deps, {
    url: row.source_url ?? '',
    headline: row.headline,
    except: row.id,
  })
  const source = row.source_url === null ? null : addressKey(row.source_url)
  const seen = await seenBefore(
    db,
    {
      id: row.id,
      published_at: row.published_at ?? now,
      sourceKey: source === null || source.isFront ? null : source.key,
      host: hostKey(new URL(deps.config.baseUrl)),
      tags: await tagsOf(db, row.id),
    },
    RELATED,
  )
  const sameHost = row.source_host === null ? [] : await newestFromSource(db, row.source_host, row.id, RELATED)
  const today = dayOf(now, deps.settings().timeZone)
  const published = (match: string, other: Omit<SeenRow, 'reason'>): Earlier => ({
    id: other.id,
    match,
    isSame: match === reasonWords.source,
    href: urls.article(other),
    headline: other.headline,
    comments: commentCount(other.comment_count),
    when: other.day.slice(0, 4) === today.slice(0, 4) ? dayWithoutYear(other.day) : shortDay(other.day),
  })
  const found: Earlier[] = [
    ...duplicates.map((one) => ({
      id: one.id,
      match: one.why === 'address' ? reasonWords.source : 'Same headline',
      isSame: one.why === 'address',
      href: one.href ?? urls.deskItem(one.id),
      headline: one.headline,
      comments: one.state === 'published' ? commentCount(one.comments) : one.state,
      when: moment(one.at, now, dates).text,
    })),
    ...seen.map((other) => published(reasonWords[seenReasons[other.reason] ?? 'tags'], other)),
    ...sameHost.map((other) => published('Same source', other)),
  ]
  return [...new Map(found.toReversed().map((one) => [one.id, one])).values()].toReversed().slice(0, MAX_EARLIER)
}
