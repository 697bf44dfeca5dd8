// The form that claims a queue item or releases it.
import { z } from 'zod'
import { rowId, textField } from '../../faults.ts'

export const claimForm = z.object({
  comment: z.string().transform((text, context) => {
    const id = rowId(text)
    if (id !== null) return id
    context.addIssue({ code: 'custom', message: 'This is not a comment.' })
    return z.NEVER
  }),
  action: z.enum(['claim', 'release']),
  next: textField,
})
