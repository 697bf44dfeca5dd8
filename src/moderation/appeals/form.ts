// The forms of an appeal against a decision on a comment, of one against a ban, and of an answer.
import { z } from 'zod'
import { characters, checkedField, rowIdField, textField } from '../../faults.ts'
import { number } from '../../format.ts'
import { limits } from '../../settings.ts'

/** What is wrong with an appeal, or null. */
const appealFault = (body: string): string | null =>
  body === ''
    ? 'Say why this should be reconsidered.'
    : characters(body) > limits.appeal
      ? `An appeal has at most ${number(limits.appeal)} characters; this one has ${number(characters(body))}.`
      : null

/** What is wrong with an answer, or null. */
const answerFault = (answer: string): string | null =>
  answer === ''
    ? 'Write an answer: it is sent to the person who appealed.'
    : characters(answer) > limits.reason
      ? `An answer has at most ${limits.reason} characters.`
      : null

/** `receipt` is the token of a guest's receipt; empty for members. */
export const commentAppealForm = z.object({ body: checkedField(appealFault), receipt: textField })

/** `token` is that of an appeal link; empty for a guest at a banned address. */
export const banAppealForm = z.object({ token: textField, body: checkedField(appealFault) })

/** `seen` is the version token of the comment. */
export const answerForm = z.object({
  appeal: rowIdField,
  answer: checkedField(answerFault),
  action: textField,
  seen: textField,
  next: textField,
})

export const isAnswer = (action: string): action is 'grant' | 'stand' => action === 'grant' || action === 'stand'
