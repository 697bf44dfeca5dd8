// The form of a flag: its reason. Pure.
import { z } from 'zod'
import { checkedField } from '../../faults.ts'
import { reasonFault } from '../../reasons.ts'

const flagFault = (reason: string): string | null =>
  reason === '' ? 'Enter a reason: moderators decide by it.' : reasonFault(reason)

export const flagForm = z.object({ reason: checkedField(flagFault) })
