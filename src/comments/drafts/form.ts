// The forms of a draft: to save or delete it, and to send it to the editors. Pure.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'

/** `save` is sent while the text is typed, `discard` by the list of drafts. */
export const draftForm = z.object({
  action: textField,
  draft: textField,
  key: textField,
  article: textField,
  parent: textField,
  nic: textField,
  email: textField,
  website: textField,
  body: textField,
})

export const letterForm = z.object({ draft: rowIdField })
