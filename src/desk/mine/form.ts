// The forms of a submission's writer: withdraw it or undo that, claim it, copy it into a draft. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

export const withdrawalForm = z.object({ action: z.enum(['withdraw', 'restore']) })

/** A form of one button. */
export const buttonForm = z.object({ action: textField })
