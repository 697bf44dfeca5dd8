// The form that ends sessions: `end` is the handle of one, or `others`; empty only proves who one is. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

export const sessionsForm = z.object({ end: textField, password: textField })
