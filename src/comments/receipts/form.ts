// The forms of a receipt (a guest edits, withdraws or claims the comment) and of an e-mail address's confirmation. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

/** The action checks the text, after the site's filters. */
export const receiptForm = z.object({ body: textField, action: textField, tool: textField })

/** Where on the receipt a guest wants to go: to the form of an edit, or to the withdrawal. */
export const ownReceiptForm = z.object({ to: textField })

export const confirmationForm = z.object({ action: textField })
