// The button Recommend, which keeps its words and is pressed or not, the count in it, and who recommends a comment. Pure.
import { count as counted, type Dates, type Moment, moment, number } from '../../format.ts'
import { urls } from '../../urls.ts'
import { type Byline, bylineOf } from '../thread/byline-pages.ts'
import type { RecommendAction } from './form.ts'
import { recommendationKeyText } from './rules.ts'

/** The number of recommendations in words; empty for none. */
export const recommendedText = (count: number): string => (count <= 0 ? '' : `Recommended by ${number(count)}`)

export type RecommendButton = { action: string; wish: RecommendAction; text: string; pressed: 'true' | 'false' }

/** @param given whether the reader recommends the comment already */
export const recommendButton = (commentId: number, count: number, given: boolean): RecommendButton => ({
  action: urls.recommendations(commentId),
  wish: given ? 'take' : 'give',
  text: count <= 0 ? 'Recommend' : `Recommend (${number(count)})`,
  pressed: given ? 'true' : 'false',
})

export type RecommendersPage = {
  article: { href: string; headline: string }
  /** What the comment is signed with. */
  by: string
  href: string
  posted: Moment
  count: string
  people: { by: Byline; time: Moment }[]
  /** Members whom the reader has muted are left out. */
  hides: boolean
  /** It is not the first page. */
  newest: string
  older: string
}

type Recommender = { id: number; nic: string; role: string; created_at: number }

/** @param found a page of recommenders, and the row after which they continue */
export const recommendersPage = (
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string; created_at: number; recommendation_count: number },
  found: { rows: readonly Recommender[]; last: Recommender | null },
  { before, hides, now, dates }: { before: object | null; hides: boolean; now: number; dates: Dates },
): RecommendersPage => ({
  article: { href: urls.article(article), headline: article.headline },
  by: comment.nic,
  href: urls.comment(comment.id),
  posted: moment(comment.created_at, now, dates),
  count: counted(comment.recommendation_count, 'recommendation'),
  people: found.rows.map((row) => ({
    by: bylineOf({ ...row, name_kind: 'member' }),
    time: moment(row.created_at, now, dates),
  })),
  hides,
  newest: before === null ? '' : urls.recommendations(comment.id),
  older:
    found.last === null
      ? ''
      : urls.recommendations(comment.id, recommendationKeyText({ at: found.last.created_at, id: found.last.id })),
})
