// The forms that feature a comment and blank an earlier version of one.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'
import { optionalReasonField, reasonField } from '../../reasons.ts'

export const featureForm = z.object({
  comment: textField,
  reason: optionalReasonField,
  action: textField,
  next: textField,
})

export const blankingForm = z.object({ comment: textField, version: rowIdField, reason: reasonField })
