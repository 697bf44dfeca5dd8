// The forms that arrange an edition: its lead, the order of a section, and quotes from the thread of the lead.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'
import { moves } from './rules.ts'

/** `action` is `choose`, or `clear` to leave it to the number of comments. */
export const leadForm = z.object({ article: rowIdField, action: z.enum(['choose', 'clear']), next: textField })

export const positionForm = z.object({ article: rowIdField, action: z.enum(moves), next: textField })

/** `action` is `choose` or `clear`. */
export const quoteForm = z.object({ comment: rowIdField, action: z.enum(['choose', 'clear']), next: textField })
