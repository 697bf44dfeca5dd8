// The line that a branch leaves behind when it is moved to another article. Pure.

import { asSentence, count, type Dates, dateAndTime, number } from '../../format.ts'
import { commentMuteReason, type Mutes } from '../../mutes/rules.ts'
import { urls } from '../../urls.ts'
import type { CommentRow } from '../thread/queries.ts'
import type { Pointer } from './pointer-queries.ts'

type Link = { href: string; text: string }

export type PointerPage = {
  /** Id of the branch's first comment, and ids of the others: old links lead to this line. */
  id: number
  anchors: readonly number[]
  /** `A branch of 3 comments, begun by`, the nic (may be empty), and `, was moved to`. */
  what: string
  nic: string
  went: string
  into: Link
  /** By whom, when and why: the rest of the sentence. */
  how: string
  /** Where it was moved on to since. */
  on: Link | null
  entry: Link
}

/** A pointer as a row of its thread. It has a place and a negative id, but no other field of a comment. */
export const pointerRow = (pointer: Pointer): CommentRow => ({
  id: -pointer.id,
  article_id: pointer.article_id,
  parent_id: pointer.parent_id,
  root_id: pointer.root_id,
  number: pointer.number,
  depth: pointer.depth,
  path: pointer.path,
  created_at: pointer.created_at,
  state: 'moved',
  pointer,
  nic: '',
  name_kind: 'guest',
  account_id: null,
  account_nic: null,
  role: null,
  html: '',
  edited_at: null,
  website: null,
  reply_count: 0,
  recommendation_count: 0,
  removal_reason: null,
  removed_at: null,
  removal_entry: null,
  removed_by: null,
})

/** A link to an article, or words without a link if it is no longer published. */
const articleOrCommentLink = (
  article: { id: number; slug: string; headline: string; state: string },
  comment: number | null,
): Link =>
  article.state !== 'published'
    ? { href: '', text: 'an article that is no longer here' }
    : { href: comment === null ? `${urls.article(article)}#comments` : urls.comment(comment), text: article.headline }

/** Names the author only if the comment is live and the reader has not muted them. */
export function pointerPage(pointer: Pointer, mutes: Mutes, dates: Dates): PointerPage {
  const named = pointer.state === 'live' && commentMuteReason(mutes, pointer) === null
  const stands =
    pointer.state === 'live' || (pointer.state === 'removed' && pointer.unseen_removal === null)
      ? pointer.comment_id
      : null
  const now = { id: pointer.now_id, slug: pointer.now_slug, headline: pointer.now_headline, state: pointer.now_state }
  const into = {
    id: pointer.to_article_id,
    slug: pointer.into_slug,
    headline: pointer.into_headline,
    state: pointer.into_state,
  }
  const movedOn = now.id !== into.id
  const n = pointer.comment_count
  return {
    id: pointer.comment_id,
    anchors: pointer.anchors,
    what:
      n === 0
        ? 'A branch'
        : n === 1
          ? `A comment${named ? ' by' : ''}`
          : `A branch of ${count(n, 'comment')}${named ? ', begun by' : ''}`,
    nic: named && n > 0 ? pointer.nic : '',
    went: named && n > 1 ? ', was moved to' : ' was moved to',
    into: articleOrCommentLink(into, movedOn ? null : stands),
    how: `${pointer.moved_by === null ? '' : ` by ${pointer.moved_by}`} on ${dateAndTime(pointer.created_at, dates)}. Reason: ${asSentence(pointer.reason)}`,
    on: movedOn ? articleOrCommentLink(now, stands) : null,
    entry: { href: urls.logEntry(pointer.log_entry_id), text: `Public log, entry ${number(pointer.log_entry_id)}` },
  }
}
