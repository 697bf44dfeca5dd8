// The form that undoes an action.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'

export const undoForm = z.object({ batch: rowIdField, reason: z.string().trim(), next: textField })
