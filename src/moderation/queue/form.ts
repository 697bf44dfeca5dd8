// The forms of the queue: one claims an item or releases it, one decides about several.
import { z } from 'zod'
import { rowId, textField } from '../../faults.ts'
import { optionalReasonField, reasonField } from '../../reasons.ts'

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

/** The most comments that one form decides about: more than a page of the queue has. */
export const MAX_TICKED = 100

/** The form that decides about all ticked items: `action` is the button. Only a removal needs the reason. */
const severalFields = { action: z.enum(['approvals', 'removals', 'spam']), next: textField }
export const severalForm = z.object({ ...severalFields, reason: optionalReasonField })
export const severalRemovalForm = z.object({ ...severalFields, reason: reasonField })

const CHECKBOX = 'item-'

/** The name of an item's check box. Its value is the version token. */
export const tickName = (key: string): string => `${CHECKBOX}${key}`

/** Splits a sent form into its fields and the ticked comments, each once, in the order of the page. */
export function splitTicked(body: unknown): { fields: Record<string, unknown>; items: { id: number; seen: string }[] } {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>)
  return {
    fields: Object.fromEntries(entries.filter(([name]) => !name.startsWith(CHECKBOX))),
    items: entries.flatMap(([name, seen]) => {
      const id = name.startsWith(CHECKBOX) ? rowId(name.slice(CHECKBOX.length)) : null
      return id === null || typeof seen !== 'string' ? [] : [{ id, seen }]
    }),
  }
}
