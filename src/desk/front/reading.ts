// Gathers the arrangement of an edition, and the front page of an hour to come.
import { newestDay } from '../../articles/totals-queries.ts'
import { rehearse } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { FrontPage } from '../../editions/front-model-pages.ts'
import { readFront } from '../../editions/front-reading.ts'
import { chosenQuotes, editionStories, leadInForce, mostRepliedComments } from '../../editions/queries.ts'
import type { Dates } from '../../format.ts'
import { MAX_CHOSEN_QUOTES } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { publishDueIn } from '../schedule/actions.ts'
import { type ArrangementPage, arrangedQuotes, arrangedSections, arrangementIntro } from './pages.ts'

/** Comments of the lead that an editor can choose from. */
const QUOTABLE = 12

/** The arrangement of a day's edition, or of the newest; null when there is no such edition. */
export async function readArrangement(
  deps: Deps,
  requested: string | null,
  flash: { done: string; batch: string },
  dates: Dates,
): Promise<ArrangementPage | null> {
  const { db } = deps
  const day = requested ?? (await newestDay(db))
  const rows = day === null ? [] : await editionStories(db, day)
  if (day === null || rows.length === 0) return null
  const chosen = await leadInForce(db, day)
  const lead =
    rows.find(({ id }) => id === chosen?.article_id) ??
    [...rows].sort((a, b) => b.comment_count - a.comment_count || a.id - b.id)[0]!
  const picked = await chosenQuotes(db, lead.id)
  const ids = new Set(picked.map(({ id }) => id))
  const others = (await mostRepliedComments(db, lead.id, QUOTABLE)).filter(({ id }) => !ids.has(id))
  return {
    day,
    intro: arrangementIntro(day),
    edition: urls.edition(day),
    lead: {
      id: lead.id,
      headline: lead.headline,
      href: urls.article(lead),
      isChosen: lead.id === chosen?.article_id,
    },
    sections: arrangedSections(rows, lead.id, day, dates),
    quotes: arrangedQuotes([...picked, ...others], ids),
    quotesHint: `Up to ${MAX_CHOSEN_QUOTES}. Without a choice, the two comments with the most replies are quoted.`,
    next: urls.arrangement(day),
    ...flash,
  }
}

/**
 * The front page as it will be at a moment, with everything that is scheduled until then. It is published in a transaction
 * that is never committed.
 */
export async function readFrontAt(deps: Deps, reader: Reader, at: number): Promise<FrontPage | null> {
  const ahead = { ...reader, marks: null }
  return rehearse(deps, async (db) => {
    await publishDueIn(deps, db, at)
    return (await readFront({ ...deps, db, clock: () => at }, ahead))?.page ?? null
  })
}
