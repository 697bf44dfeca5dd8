// The form that trusts a member, or no longer.
import { z } from 'zod'
import { checkedField, textField } from '../../faults.ts'
import { optionalReasonField } from '../../reasons.ts'

export const trustForm = z.object({
  nic: checkedField((nic) => (nic === '' ? 'Enter the name of a member.' : null)),
  reason: optionalReasonField,
  action: z.enum(['trust', 'end'], 'This form has no such button. Nothing was changed.'),
  next: textField,
})
