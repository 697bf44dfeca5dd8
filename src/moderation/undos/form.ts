// The form that undoes an action.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'
import { optionalReasonField } from '../../reasons.ts'

export const undoForm = z.object({ batch: rowIdField, reason: optionalReasonField, next: textField })
