// The button Recommend and the count beside it. Pure.
import { number } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { RecommendAction } from './form.ts'

/** The number of recommendations in words; empty for none. @param yours whether the reader's is among them */
export function recommendedText(count: number, yours: boolean): string {
  if (count <= 0) return ''
  if (!yours) return `Recommended by ${number(count)}`
  return count === 1 ? 'Recommended by you' : `Recommended by you and ${number(count - 1)}`
}

/** @param given whether the reader recommends the comment already */
export const recommendButton = (
  commentId: number,
  given: boolean,
): { action: string; wish: RecommendAction; text: string } => ({
  action: urls.recommendations(commentId),
  wish: given ? 'take' : 'give',
  text: given ? 'Unrecommend' : 'Recommend',
})
