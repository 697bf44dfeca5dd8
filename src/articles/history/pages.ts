// What the public history of an article says: each version, with what changed since the one before. Pure.
import { count, type Dates, type Moment, moment, momentInSentence, number } from '../../format.ts'
import { urls } from '../../urls.ts'
import { type BoundedDiff, diffWithinBudget } from '../../word-diff.ts'
import { type Changes, changesBetween, noChanges } from '../change-pages.ts'
import type { RevisionRow } from '../revision-queries.ts'

export const VERSIONS_PER_PAGE = 20

type Version = Changes & {
  number: number
  heading: string
  time: Moment
  by: { nic: string; href: string }
  why: string
  /** Who sent the correction that it is; null for other changes. */
  correction: { text: string; href: string } | null
  /** The first version: its length. */
  size: string
  restorable: boolean
}

type Option = { value: string; text: string; from: boolean; to: boolean }

export type HistoryPage = {
  article: { href: string; headline: string }
  versionCount: string
  /** Null if it was never changed. */
  changed: { time: Moment; commentsBefore: string } | null
  intro: string
  action: string
  /** The versions to choose from; empty if there is only one. */
  options: Option[]
  comparison: (Changes & { heading: string; nothing: boolean }) | null
  versions: Version[]
  restorations: string
  current: number
  edit: string
  older: string
  newest: string
  done: string
  /** The batch that can be undone; empty for none. */
  undo: string
  back: string
}

/** The facts that the page needs beside its versions. */
export type HistoryContext = {
  article: { id: number; slug: string; headline: string; revised_at: number | null; comment_count: number }
  /** Numbers of all public versions, the first one first. */
  numbers: readonly number[]
  current: number
  commentsBefore: number
  /** Senders of accepted corrections, by the version that has each. */
  corrections: ReadonlyMap<number, { text: string; href: string }>
  edits: boolean
  done: { text: string; batch: string }
  now: number
  dates: Dates
}

/** `6 paragraphs, 412 words, 1 picture`. */
function sizeOf({ body_html, word_count }: RevisionRow): string {
  const [paragraphs, pictures] = [/<p[ >]/g, /<img /g].map((tag) => [...body_html.matchAll(tag)].length) as [
    number,
    number,
  ]
  return [
    ...(paragraphs === 0 ? [] : [count(paragraphs, 'paragraph')]),
    count(word_count, 'word'),
    ...(pictures === 0 ? [] : [count(pictures, 'picture')]),
  ].join(', ')
}

function versionOf(
  row: RevisionRow,
  before: RevisionRow | undefined,
  first: number,
  diffOf: BoundedDiff,
  { current, corrections, edits, now, dates }: HistoryContext,
): Version {
  return {
    ...(before === undefined ? noChanges : changesBetween(before, row, diffOf)),
    number: row.number,
    heading: `Version ${number(row.number)}${row.number === current ? ', current' : ''}`,
    time: moment(row.at, now, dates),
    by: { nic: row.nic, href: row.account_nic === null ? '' : urls.person(row.account_nic) },
    why: row.number === first ? 'Published' : row.note === '' ? 'No reason given' : row.note,
    correction: corrections.get(row.number) ?? null,
    size: row.number === first ? sizeOf(row) : '',
    restorable: edits && row.number !== current,
  }
}

function introOf({ numbers, article, now, dates }: HistoryContext): string {
  if (numbers.length > 1)
    return `Every change since publication, the newest first. Removed words are struck through, added words are underlined.${numbers[0] === 1 ? '' : ' The versions before that were drafts at the desk, which are not public.'}`
  return article.revised_at === null
    ? 'This article has not been changed since it was published.'
    : `This article was last changed ${momentInSentence(article.revised_at, now, dates).text}. What was changed is not on record here.`
}

/**
 * @param rows the versions of the page, the newest first, and the one before the last of them if there is one
 * @param compared the two versions to compare, or null
 * @param before the page begins below this version; null for the newest
 */
export function historyPage(
  context: HistoryContext,
  rows: readonly RevisionRow[],
  compared: { from: RevisionRow; to: RevisionRow } | null,
  before: number | null,
): HistoryPage {
  const { article, numbers, current, now, dates, edits, done } = context
  const diffOf = diffWithinBudget()
  const shown = rows.slice(0, VERSIONS_PER_PAGE)
  const first = numbers[0] ?? 1
  const changed = numbers.length > 1
  const comparison = compared === null ? null : changesBetween(compared.from, compared.to, diffOf)
  const [from, to] = compared === null ? [first, current] : [compared.from.number, compared.to.number]
  return {
    article: { href: urls.article(article), headline: article.headline },
    versionCount: number(Math.max(1, numbers.length)),
    changed:
      !changed || article.revised_at === null
        ? null
        : {
            time: moment(article.revised_at, now, dates),
            commentsBefore: `${number(context.commentsBefore)} of ${number(article.comment_count)}`,
          },
    intro: introOf(context),
    action: urls.articleHistory(article.id),
    options: !changed
      ? []
      : numbers.toReversed().map((one) => ({
          value: String(one),
          text: `Version ${number(one)}`,
          from: one === from,
          to: one === to,
        })),
    comparison:
      comparison === null
        ? null
        : {
            ...comparison,
            heading: `From version ${number(from)} to version ${number(to)}`,
            nothing: comparison.fields.length + comparison.blocks.length === 0 && comparison.whole === null,
          },
    versions:
      comparison === null && changed ? shown.map((row, i) => versionOf(row, rows[i + 1], first, diffOf, context)) : [],
    restorations: urls.restorations(article.id),
    current,
    edit: edits ? urls.revisions(article.id) : '',
    older:
      comparison === null && rows.length > shown.length
        ? urls.articleHistory(article.id, `before=${shown.at(-1)!.number}`)
        : '',
    newest: comparison === null && before === null ? '' : urls.articleHistory(article.id),
    done: done.text,
    undo: done.batch,
    back: `Back to “${article.headline}”`,
  }
}
