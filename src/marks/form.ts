// The form that turns read marks on or off, or deletes them.
import { z } from 'zod'
import { textField } from '../faults.ts'

export const marksForm = z.object({ action: z.enum(['on', 'off', 'forget']), next: textField })
