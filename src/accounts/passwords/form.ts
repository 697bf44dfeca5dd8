// The forms of passwords. Pure.
import { z } from 'zod'
import { checkedField, textField } from '../../faults.ts'
import { emailFault } from '../form.ts'

/** What the script of a field asks while somebody types. */
export const ratingForm = z.object({ password: textField, nic: textField, email: textField })

export const forgottenForm = z.object({
  email: checkedField((email) => (email.trim() === '' ? 'Enter your e-mail address.' : emailFault(email))),
})

export const resetForm = z.object({ password: textField })

/** `others` is ticked to end the other sessions. */
export const changeForm = z.object({ current: textField, password: textField, others: textField })
export type ChangeForm = z.output<typeof changeForm>
export type ChangeField = keyof ChangeForm
