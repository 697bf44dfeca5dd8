// The form that mutes or unmutes something. Limits of the value depend on its kind: see `parseMute`.
import { z } from 'zod'
import { textField } from '../faults.ts'
import { muteKinds } from './rules.ts'

export const muteForm = z.object({
  kind: z.enum(muteKinds),
  value: textField,
  action: z.enum(['', 'mute', 'unmute']),
  next: textField,
})
