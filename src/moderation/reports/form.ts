// The form in which a moderator answers a report. Pure.
import { z } from 'zod'
import { characters, checkedField, rowIdField } from '../../faults.ts'
import { number } from '../../format.ts'
import { limits } from '../../settings.ts'

export const answerForm = z.object({
  report: rowIdField,
  verdict: z.enum(['upheld', 'dismissed']),
  answer: checkedField((text) =>
    text === ''
      ? 'Write an answer: the reader gets it by e-mail.'
      : characters(text) > limits.reason
        ? `An answer can have up to ${number(limits.reason)} characters.`
        : null,
  ),
})
