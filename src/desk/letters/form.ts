// The form that marks a letter as read. Pure.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'

export const letterReadForm = z.object({ letter: rowIdField, next: textField })
