// What the pages of corrections say: the open ones to editors, the accepted ones to everybody. Pure.

import { type Changes, changesBetween } from '../../articles/change-pages.ts'
import { senderOfCorrection } from '../../articles/correction-pages.ts'
import type { AcceptedCorrection, CorrectionRow } from '../../articles/correction-queries.ts'
import { type PassageContext, passageIn } from '../../articles/correction-rules.ts'
import type { RevisionRow } from '../../articles/revision-queries.ts'
import { count, type Dates, type Moment, moment, spelled } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { diffWithinBudget } from '../../word-diff.ts'

export const CORRECTIONS_PER_PAGE = 20

type OpenCorrection = {
  id: number
  article: { href: string; headline: string }
  section: string
  time: Moment
  by: { nic: string; href: string; named: string }
  /** The passage as the reader copied it, if the article no longer has it. */
  lost: string
  context: PassageContext | null
  body: string
  accept: string
  decline: { action: string; keep: string; reason: string; fault: string }
}

export type OpenCorrectionsPage = {
  intro: string
  items: OpenCorrection[]
  maxReason: number
  more: string
  first: string
  done: string
  undo: string
}

/** A reason that came back with a fault. */
export type TypedDecline = { id: number; reason: string; fault: string }

export function openCorrectionsPage(
  rows: readonly CorrectionRow[],
  tally: { n: number },
  after: number,
  typed: TypedDecline | null,
  done: { text: string; batch: string },
  now: number,
  dates: Dates,
): OpenCorrectionsPage {
  const shown = rows.slice(0, CORRECTIONS_PER_PAGE)
  return {
    intro:
      tally.n === 0
        ? 'No reader’s correction is waiting.'
        : `${spelled(tally.n)} ${count(tally.n, 'correction').replace(/^\S+ /, '')} from readers, the oldest first. Your decisions and reasons are published.`,
    items: shown.map((row) => openCorrection(row, typed?.id === row.id ? typed : null, now, dates)),
    maxReason: limits.reason,
    more: rows.length > shown.length ? `${urls.deskCorrections}?after=${shown.at(-1)!.id}` : '',
    first: after === 0 ? '' : urls.deskCorrections,
    done: done.text,
    undo: done.batch,
  }
}

function openCorrection(row: CorrectionRow, typed: TypedDecline | null, now: number, dates: Dates): OpenCorrection {
  const context = passageIn(row, row.passage)
  return {
    id: row.id,
    article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
    section: row.section,
    time: moment(row.created_at, now, dates),
    by: {
      nic: row.account_nic ?? 'a guest',
      href: row.account_nic === null ? '' : urls.person(row.account_nic),
      named: row.account_nic === null || row.named_at !== null ? '' : ', who does not want to be named',
    },
    lost: context === null ? row.passage : '',
    context,
    body: row.body,
    accept: urls.acceptances(row.id),
    decline: {
      action: urls.declines(row.id),
      keep: `${urls.deskCorrections}#k${row.id}`,
      reason: typed?.reason ?? '',
      fault: typed?.fault ?? '',
    },
  }
}

type Accepted = Changes & {
  section: { href: string; name: string }
  time: Moment
  article: { href: string; headline: string }
  sender: { text: string; href: string }
  editor: string
  change: string
  /** The reader has read the article before. */
  isNews: boolean
}

export type CorrectionsPage = {
  items: Accepted[]
  month: string
  median: string
  /** Open ones, for editors. */
  open: { href: string; text: string } | null
  older: string
  newest: string
}

export type AcceptedTexts = ReadonlyMap<number, { before: RevisionRow; after: RevisionRow }>

/** @param texts by acceptance: the version before the correction and the one with it @param news acceptances that the reader has not seen */
export function correctionsPage(
  rows: readonly AcceptedCorrection[],
  texts: AcceptedTexts,
  news: ReadonlySet<number>,
  facts: { month: number; median: string; open: number | null; before: number | null },
  now: number,
  dates: Dates,
): CorrectionsPage {
  const diffOf = diffWithinBudget()
  const shown = rows.slice(0, CORRECTIONS_PER_PAGE)
  return {
    items: shown.map((row) => {
      const found = texts.get(row.id)
      const changes =
        found === undefined
          ? { fields: [], blocks: [], whole: null }
          : changesBetween(found.before, found.after, diffOf)
      return {
        ...changes,
        // What did not change is counted in the history.
        blocks: changes.blocks.filter(({ pieces }) => pieces.length > 0),
        section: { href: urls.section(row.section_slug), name: row.section },
        time: moment(row.created_at, now, dates),
        article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
        sender: senderOfCorrection(row),
        editor: row.editor ?? '',
        change:
          found === undefined
            ? urls.articleHistory(row.article_id)
            : urls.articleChange(row.article_id, found.before.number, found.after.number),
        isNews: news.has(row.id),
      }
    }),
    month: count(facts.month, 'correction'),
    median: facts.median,
    open:
      facts.open === null
        ? null
        : {
            href: urls.deskCorrections,
            text: facts.open === 0 ? 'No open corrections' : count(facts.open, 'open correction'),
          },
    older: rows.length > shown.length ? urls.below(urls.corrections, shown.at(-1)!.id) : '',
    newest: facts.before === null ? '' : urls.corrections,
  }
}
