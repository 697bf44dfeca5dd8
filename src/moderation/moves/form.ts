// The form that moves a comment with its replies to another article.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'

/** `into` is what was typed, `choice` the id of a listed article, `from` the article in which the moderator saw the comment. */
export const moveForm = z.object({
  comment: rowIdField,
  reason: reasonField,
  into: textField,
  choice: rowIdField,
  from: rowIdField,
  action: textField,
})

/** The form as sent. `chip` is the reason of the list. */
export type MoveForm = Record<keyof typeof moveForm.shape | 'chip', string>
