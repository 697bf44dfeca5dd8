// The form that asks for one's own data. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

export const exportForm = z.object({ password: textField })
