// The form that removes parts of a member's page. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'

/** A checked box sends anything. */
export const profileRemovalForm = z.object({
  nic: textField,
  website: textField,
  about: textField,
  picture: textField,
  reason: reasonField,
})
