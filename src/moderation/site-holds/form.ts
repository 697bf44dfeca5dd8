// The form that holds every comment on the site for a time, and the one that ends the hold.
import { z } from 'zod'
import { checkedField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'
import { HOUR } from '../../time.ts'

/** How long a hold of the site lasts: hours, as the form sends them, and the label. There is none for ever. */
export const siteHoldHours = [
  [1, 'An hour'],
  [3, 'Three hours'],
  [8, 'Eight hours'],
  [24, 'A day'],
  [72, 'Three days'],
  [168, 'A week'],
] as const

const hoursField = checkedField((hours) =>
  siteHoldHours.some(([choice]) => String(choice) === hours) ? null : 'Choose how long.',
).transform((hours) => Number(hours) * HOUR)

/** `hours` becomes milliseconds. */
export const siteHoldForm = z.object({ hours: hoursField, reason: reasonField })

export const siteReleaseForm = z.object({ reason: reasonField })
