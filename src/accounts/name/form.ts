// The form that changes a member's original nic. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

export const nameForm = z.object({
  nic: textField,
  password: textField,
  action: z.enum(['', 'change', 'pick-nic']),
})

export type NameField = 'nic' | 'password'
