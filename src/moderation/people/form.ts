// The forms that warn, silence, ban and pardon, and the one that writes a note.
import { z } from 'zod'
import { characters, checkedField, rowIdField, textField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { HOUR } from '../../time.ts'

/** How far back a ban removes comments: hours as the form sends them, and the label. */
export const removalSpans = [
  ['', 'None'],
  ['1', 'Of the last hour'],
  ['24', 'Of the last day'],
  ['168', 'Of the last week'],
] as const

/** Milliseconds before now from which on comments are removed; null for none. Any number of hours is accepted. */
const removalField = z.string().transform((hours, context) => {
  if (hours === '' || hours === '0') return null
  if (/^[1-9]\d{0,3}$/.test(hours)) return Number(hours) * HOUR
  context.addIssue({ code: 'custom', message: 'Choose which comments to remove.' })
  return z.NEVER
})

const noteBodyField = checkedField((body) =>
  body === ''
    ? 'Write something first.'
    : characters(body) > limits.reason
      ? `A note can have up to ${limits.reason} characters.`
      : null,
)

/** A span, or a day in `date`, which takes precedence: see `untilOf`. */
const untilFields = { until: textField, date: textField }

/** The forms by the noun of their address. `ban` and `note` are ids: the ban to end, the note to correct. */
export const sanctionForms = {
  warnings: z.object({ nic: textField, reason: reasonField }),
  silences: z.object({ nic: textField, ...untilFields, reason: reasonField }),
  'person-holds': z.object({ nic: textField, ...untilFields, reason: reasonField }),
  bans: z.object({
    nic: textField,
    email: textField,
    address: textField,
    ...untilFields,
    remove: removalField,
    reason: reasonField,
  }),
  pardons: z.object({ nic: textField, ban: textField, reason: reasonField }),
  notes: z.object({ nic: textField, note: textField, reason: noteBodyField }),
} as const

export type SanctionForm = keyof typeof sanctionForms

/** The fields of all forms together. */
export type SanctionField =
  | 'nic'
  | 'email'
  | 'address'
  | 'chip'
  | 'reason'
  | 'until'
  | 'date'
  | 'remove'
  | 'ban'
  | 'note'

/** A form as typed; fields that it does not have are missing or empty. */
export type TypedSanction = Partial<Record<SanctionField, string>>

export const hasField = (noun: SanctionForm, field: SanctionField): boolean =>
  Object.hasOwn(sanctionForms[noun].shape, field)

/** The form with which a member confirms a warning. */
export const acknowledgementForm = z.object({ warning: rowIdField, next: textField })
