// What moderators feature in a thread, quoted apart from it. Pure.

import { type Moment, moment } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { commentMuteReason } from '../../mutes/rules.ts'
import { urls } from '../../urls.ts'
import type { CommentRow } from '../queries.ts'
import { type Signed, signed, type ThreadContext } from './pages.ts'

export type FeaturedQuote = { text: string; by: Signed; time: Moment; href: string }

/** Characters of a featured comment that are quoted above its thread. */
const QUOTE = 220

/** Featured comments as they are quoted; those that their reader has muted are not. */
export const featuredQuotesOf = (rows: readonly CommentRow[], { mutes, now, dates }: ThreadContext): FeaturedQuote[] =>
  rows
    .filter((row) => commentMuteReason(mutes, row) === null)
    .map((row) => ({
      text: excerpt(row.html, QUOTE),
      by: signed(row),
      time: moment(row.created_at, now, dates),
      href: urls.comment(row.id),
    }))
