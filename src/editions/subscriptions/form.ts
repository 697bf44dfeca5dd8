// The form that asks for the daily edition by e-mail. Pure.
import { z } from 'zod'
import { checkedField } from '../../faults.ts'
import { mailableFault } from '../../mail/address.ts'

export const guestForm = z.object({
  email: checkedField((text) => mailableFault(text, 'Enter your e-mail address.')),
})

export const memberForm = z.object({ action: z.enum(['start', 'stop']) })

export const linkForm = z.object({ action: z.string() })
