// The form of a receipt: a guest edits, withdraws or claims the comment. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

/** The action checks the text, after the site's filters. */
export const receiptForm = z.object({ body: textField, action: textField, tool: textField })
