// The form that creates or deletes the address of a private feed.
import { z } from 'zod'

export const tokenForm = z.object({
  action: z.enum(['make', 'revoke'], { error: 'This form has no such button. Nothing was changed.' }),
})
