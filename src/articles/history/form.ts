// The form that restores an earlier version of an article. Pure.
import { z } from 'zod'
import { rowIdField } from '../../faults.ts'

/** `base` is the version that was current when the page was made. */
export const restorationForm = z.object({ version: rowIdField, base: rowIdField })
