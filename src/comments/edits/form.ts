// The forms of a comment's writer: to edit the comment, and to withdraw it or undo that. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

/** The action checks the text, after the site's filters. */
export const editForm = z.object({ body: textField, action: textField, tool: textField })

/** An empty action withdraws. */
export const withdrawalForm = z.object({ action: z.enum(['', 'withdraw', 'restore']) })
