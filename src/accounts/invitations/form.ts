// The forms of invitations: make one, and revoke one. Pure.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'
import { mailableFault } from '../../mail/address.ts'

/** `key` is the form's own, so that a second press makes the same invitation. `email` may be empty. */
export const invitationForm = z
  .object({ email: textField, key: textField, invitation: rowIdField, action: z.enum(['make', 'revoke']) })
  .superRefine(({ email, key, action, invitation }, context) => {
    const typed = email.trim()
    const fault = typed === '' ? null : mailableFault(typed, '')
    if (action === 'make' && fault !== null) context.addIssue({ code: 'custom', path: ['email'], message: fault })
    const isWhole = action === 'make' ? /^[\w-]{43}$/.test(key) : invitation !== null
    if (!isWhole) context.addIssue({ code: 'custom', path: ['action'], message: 'This form is not whole.' })
  })
