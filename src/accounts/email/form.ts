// The forms of a member's e-mail address: change it, choose how often it is used, confirm it. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { mailFrequencies } from '../../mail/rules.ts'

/** One address takes three forms; `action` says which. */
export const emailForm = z
  .object({
    email: textField,
    password: textField,
    frequency: textField,
    /** Checked for the daily edition. */
    edition: textField,
    action: z.enum(['', 'again', 'frequency', 'change']),
  })
  .superRefine(({ action, frequency }, context) => {
    const chosen = (mailFrequencies as readonly string[]).includes(frequency)
    if ((action === 'frequency' || (action === '' && frequency !== '')) && !chosen)
      context.addIssue({ code: 'custom', path: ['frequency'], message: 'Choose at once, once a day or never.' })
  })

export type EmailField = keyof z.input<typeof emailForm>

export const confirmationForm = z.object({ action: textField })
