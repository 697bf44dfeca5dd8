// The form that withdraws a member's right to invite, or gives it back. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'

export const invitationRightForm = z.object({
  nic: textField,
  reason: reasonField,
  action: z.enum(['stop', 'allow']),
})
