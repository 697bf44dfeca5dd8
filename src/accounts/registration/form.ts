// The sentence of an applicant, and the button that confirms an application. Pure.
import { z } from 'zod'
import { checkedField, textField } from '../../faults.ts'
import { introductionFault } from './rules.ts'

export const introductionField = checkedField(introductionFault)

export const applicationConfirmForm = z.object({ action: textField })
