// The button Recommend, which keeps its words and is pressed or not, and the count in it. Pure.
import { number } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { RecommendAction } from './form.ts'

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
