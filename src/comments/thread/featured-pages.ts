// Excerpts of featured comments, shown above the thread. Pure.

import { type Moment, moment } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { commentMuteReason } from '../../mutes/rules.ts'
import { urls } from '../../urls.ts'
import { type Byline, bylineOf } from './byline-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import type { CommentRow } from './queries.ts'

export type FeaturedQuote = { text: string; by: Byline; time: Moment; href: string }

const QUOTE_CHARACTERS = 220

/** Excerpts of featured comments, without those that the reader has muted. */
export const featuredQuotes = (rows: readonly CommentRow[], { mutes, now, dates }: ThreadContext): FeaturedQuote[] =>
  rows
    .filter((row) => commentMuteReason(mutes, row) === null)
    .map((row) => ({
      text: excerpt(row.html, QUOTE_CHARACTERS),
      by: bylineOf(row),
      time: moment(row.created_at, now, dates),
      href: urls.comment(row.id),
    }))
