// The form that asks for the daily edition by e-mail. Pure.
import { z } from 'zod'
import { checkedField } from '../../faults.ts'
import { isMailable } from '../../mail/address.ts'
import { limits } from '../../settings.ts'

export const guestForm = z.object({
  email: checkedField((text) =>
    text === ''
      ? 'Enter your e-mail address.'
      : text.length > limits.email
        ? `Use at most ${limits.email} characters.`
        : isMailable(text)
          ? null
          : 'That does not look like an e-mail address.',
  ),
})

export const memberForm = z.object({ action: z.enum(['start', 'stop']) })

export const linkForm = z.object({ action: z.string() })
