// Gathers the feed of accepted corrections.
import { changesBetween } from '../articles/change-pages.ts'
import { type AcceptedCorrection, acceptedCorrections } from '../articles/correction-queries.ts'
import { type RevisionRow, revisionBefore } from '../articles/revision-queries.ts'
import type { Deps } from '../deps.ts'
import { rowId } from '../faults.ts'
import { diffHtml, paragraph } from '../markup/syndication.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { type BoundedDiff, diffWithinBudget } from '../word-diff.ts'
import { buildFeed, type CacheableFeed, ENTRIES_PER_PAGE } from './feed-pages.ts'
import type { Entry } from './shape.ts'

/** @param before id of an acceptance, or empty for the newest */
export async function readCorrectionsFeed(deps: Deps, before: string): Promise<CacheableFeed | null> {
  const id = rowId(before)
  if (before !== '' && id === null) return null
  const rows = await acceptedCorrections(deps.db, id, ENTRIES_PER_PAGE + 1)
  const shown = rows.slice(0, ENTRIES_PER_PAGE)
  const diffOf = diffWithinBudget()
  const entries: Entry[] = []
  for (const row of shown)
    entries.push(
      correctionEntry(row, await revisionBefore(deps.db, row.article_id, row.revision), diffOf, deps.config.baseUrl),
    )
  const info = {
    title: `${deps.settings().siteName}: corrections`,
    subtitle: 'Mistakes that were corrected, newest first',
    home: urls.corrections,
    stem: urls.correctionsFeed,
    before,
  }
  return {
    feed: buildFeed(deps, info, entries, rows.length > shown.length ? String(shown.at(-1)!.id) : ''),
    topics: [topic.lists],
  }
}

function correctionEntry(
  row: AcceptedCorrection,
  texts: { before: RevisionRow; after: RevisionRow } | null,
  diffOf: BoundedDiff,
  base: string,
): Entry {
  const changes = texts === null ? null : changesBetween(texts.before, texts.after, diffOf)
  const change =
    texts === null
      ? urls.articleHistory(row.article_id)
      : urls.articleChange(row.article_id, texts.before.number, texts.after.number)
  return {
    id: `${base}/corrections/${row.id}`,
    url: `${base}${change}`,
    title: `Correction: ${row.headline}`,
    author: { name: row.editor ?? '', url: row.editor === null ? null : `${base}${urls.person(row.editor)}` },
    published: row.created_at,
    updated: row.created_at,
    summary: row.reason,
    html: [
      ...(changes?.fields ?? []).map(({ label, pieces }) => diffHtml(pieces, label)),
      ...(changes?.blocks ?? []).flatMap(({ pieces }) => (pieces.length === 0 ? [] : [diffHtml(pieces)])),
      paragraph(row.headline, { before: row.reason, href: `${base}${urls.articleById(row.article_id)}` }),
    ].join(''),
    section: { name: row.section, slug: row.section_slug, url: `${base}${urls.section(row.section_slug)}` },
    tags: [],
    source: null,
    image: null,
    inReplyTo: null,
    comments: null,
  }
}
