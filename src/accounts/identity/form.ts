// The form that proves again who one is. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

export const identityForm = z.object({ password: textField, next: textField })
