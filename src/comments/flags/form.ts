// The form of a flag: its reason. Pure.
import { z } from 'zod'
import { checkedField } from '../../faults.ts'
import { reasonFault } from '../../reasons.ts'

const flagFault = (reason: string): string | null =>
  reason === '' ? 'Say what is wrong with the comment.' : reasonFault(reason)

export const flagForm = z.object({ reason: checkedField(flagFault) })
