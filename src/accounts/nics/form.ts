// The form that reserves and removes other names. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

export const nicsForm = z.object({ nic: textField, action: z.enum(['', 'add', 'remove', 'pick-nic']) })
