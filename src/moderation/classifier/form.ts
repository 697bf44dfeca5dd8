// The form that lets the classifier hold comments from a score on, or stops it.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'

/** `threshold` is needed only to switch the classifier on. */
export const classifierSwitchForm = z
  .object({ action: textField, threshold: z.string().trim(), reason: reasonField })
  .superRefine(({ action, threshold }, context) => {
    if (action !== 'off' && !/^[5-9]\d$/.test(threshold))
      context.addIssue({ code: 'custom', path: ['threshold'], message: 'Enter a number from 50 to 99.' })
  })

/** Training takes no fields. */
export const trainingForm = z.object({})
