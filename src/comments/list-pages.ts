// View model of a list of comments from many threads: by article, each with its author, time and words. Pure.

import { count, type Moment, moment } from '../format.ts'
import { excerpt } from '../markup/text.ts'
import { commentMuteReason } from '../mutes/rules.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import { type Byline, bylineOf } from './thread/byline-pages.ts'
import { memberBehind, type PickedBy } from './thread/person-pages.ts'

/** A text with the words that were searched for marked. */
export type MarkedText = { text: string; marked: boolean }[]

/** One comment of a list, or a notice of one. */
export type ListedComment = {
  /** Where the time leads. */
  href: string
  /** Null where the page or `did` names the author. */
  by: Byline | null
  /** The account behind a picked nic, for viewers who may see it. */
  person: PickedBy | null
  /** Follows the author: `to Ada`, `replied`, or the sentence of a decision. */
  did: string
  /** Why, for decisions. */
  reason: string
  time: Moment
  /** New to the reader. */
  news: boolean
  /** The comment that it answers. */
  quote: string
  text: MarkedText
  /** A moderator’s note to the reader. */
  note: string
  links: {
    href: string
    text: string
    /** Follows the text for screen readers. */
    hidden: string
  }[]
  /** An unread notice, with the address to return to from its button. */
  notice: { id: number; next: string } | null
  /** Superseded: only the first line is shown until it is opened. */
  folded: boolean
}

export type CommentGroup = {
  /** The article; null for notices that have none. */
  on: {
    /** Empty if readers cannot open it. */
    href: string
    headline: MarkedText
    section: { href: string; text: string } | null
  } | null
  comments: ListedComment[]
}

export const plainParts = (text: string): MarkedText => (text === '' ? [] : [{ text, marked: false }])

/** Rows by article, in the order of the first row of each. */
export const groupByArticle = <R>(
  rows: readonly R[],
  articleOf: (row: R) => number,
  headOf: (row: R) => CommentGroup['on'],
  itemOf: (row: R) => ListedComment,
): CommentGroup[] =>
  [...Map.groupBy(rows, articleOf).values()].map((list) => ({ on: headOf(list[0]!), comments: list.map(itemOf) }))

/** What a list prints of a live comment of a published article. */
export type ListedRow = {
  id: number
  parent_id: number | null
  account_id: number | null
  nic: string
  name_kind: string
  role: string | null
  account_nic: string | null
  html: string
  created_at: number
  reply_count: number
  article_id: number
  slug: string
  headline: string
}

/** Parents of listed comments, by id, as far as readers see them. */
export type Parents = ReadonlyMap<number, { nic: string; state: string }>

const EXCERPT_CHARACTERS = 240

const parentName = (row: ListedRow, parents: Parents, mutes: Reader['mutes']): string => {
  const parent = row.parent_id === null ? undefined : parents.get(row.parent_id)
  if (parent === undefined) return ''
  if (parent.state !== 'live') return 'a removed comment'
  return commentMuteReason(mutes, parent) === null ? parent.nic : 'a hidden comment'
}

export const repliesLink = (
  row: { id: number; reply_count: number },
  time: Moment,
): ListedComment['links'][number] => ({
  href: row.reply_count === 0 ? urls.comment(row.id) : urls.branch(row.id),
  text: row.reply_count === 0 ? 'In the thread' : count(row.reply_count, 'reply', 'replies'),
  hidden: row.reply_count === 0 ? `, this comment of ${time.text}` : ` to this comment, ${time.text}`,
})

/**
 * Comments from many threads, by article.
 * @param named whether each comment shows its author
 * @param fresh ids of comments that are new to the reader
 */
export const listComments = (
  rows: readonly ListedRow[],
  parents: Parents,
  named: boolean,
  now: number,
  { viewer, dates, mutes }: Pick<Reader, 'viewer' | 'dates' | 'mutes'>,
  fresh: ReadonlySet<number>,
): CommentGroup[] =>
  groupByArticle(
    rows,
    (row) => row.article_id,
    (row) => ({
      href: urls.article({ id: row.article_id, slug: row.slug }),
      headline: plainParts(row.headline),
      section: null,
    }),
    (row) => {
      const parent = parentName(row, parents, mutes)
      const time = moment(row.created_at, now, dates)
      return {
        href: urls.comment(row.id),
        by: named ? bylineOf(row) : null,
        person: named ? memberBehind(row, viewer) : null,
        did: parent === '' ? '' : `${named ? 'to' : 'Reply to'} ${parent}`,
        reason: '',
        time,
        news: fresh.has(row.id),
        quote: '',
        text: plainParts(excerpt(row.html, EXCERPT_CHARACTERS)),
        note: '',
        links: [repliesLink(row, time)],
        notice: null,
        folded: false,
      }
    },
  )
