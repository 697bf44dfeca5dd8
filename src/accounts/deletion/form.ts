// The forms that ask for the deletion of one's account, and that keep it. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

const choices = ['neutral', 'withdrawn'] as const

export const deletionForm = z.object({
  action: z.enum(['delete', 'keep'], { error: 'This form has no such button. Nothing was changed.' }),
  comments: textField,
  nic: textField,
  password: textField,
  next: textField,
})

/** What the button *Delete* sends. */
export const choiceForm = z.object({
  comments: z.enum(choices, { error: 'Choose what becomes of your comments.' }),
  nic: textField,
})

export type DeletionForm = z.output<typeof choiceForm>
export type DeletionField = 'comments' | 'nic' | 'password'
