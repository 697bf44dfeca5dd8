// The forms of the inbox: mark notices as read, confirm replies by e-mail. Pure.
import { z } from 'zod'
import { rowId, textField } from '../faults.ts'
import { isNoticeFilter } from '../notices/rules.ts'

/** A row's id, or null for an empty field; anything else is a fault. */
const optionalIdField = z
  .string()
  .refine((text) => text === '' || rowId(text) !== null)
  .transform((text) => rowId(text))

/** One notice, or all up to `upto`, of one kind or of all. */
export const readsForm = z.object({
  notice: optionalIdField,
  upto: optionalIdField,
  kind: z.string().refine((text) => text === '' || isNoticeFilter(text)),
  next: textField,
})
