// The form that ends one's own claim on an item.
import { z } from 'zod'
import { rowIdField, textField } from '../../faults.ts'

export const claimForm = z.object({ article: rowIdField, next: textField })
