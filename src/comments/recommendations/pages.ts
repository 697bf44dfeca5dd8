// What is said of recommendations. Pure.
import { number } from '../../format.ts'
import { urls } from '../../urls.ts'

/** What a press of the button may say; a form that says nothing gives. */
export const wishes = ['give', 'take'] as const
export type Wish = (typeof wishes)[number]

/** How many recommend a comment, whoever reads this among them or not; empty for none. */
export function recommendedWords(count: number, yours: boolean): string {
  if (count <= 0) return ''
  if (!yours) return `Recommended by ${number(count)}`
  return count === 1 ? 'Recommended by you' : `Recommended by you and ${number(count - 1)}`
}

/** The button under a comment. @param given whether its reader recommends it already */
export const recommendButton = (commentId: number, given: boolean): { action: string; wish: Wish; text: string } => ({
  action: urls.recommendations(commentId),
  wish: given ? 'take' : 'give',
  text: given ? 'Unrecommend' : 'Recommend',
})
