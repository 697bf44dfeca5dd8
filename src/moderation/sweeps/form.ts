// The form of a sweep: the chosen comments, the action, and whom to ban.
import { z } from 'zod'
import { rowId, textField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'

/** Whom a sweep can also ban: the author of the comment that it starts from, its address or its network. */
export const sweepBans = ['account', 'address', 'network'] as const
export type SweepBan = (typeof sweepBans)[number]

/** `ban` is empty for nobody; `until` and `date` are its end, see `untilOf`. */
export const sweepForm = z.object({
  comment: textField,
  reason: reasonField,
  action: textField,
  ban: textField.transform((ban): SweepBan | null => sweepBans.find((one) => one === ban) ?? null),
  until: textField,
  date: textField,
})

/** The form as sent. `chip` is the reason of the list. */
export type TypedSweep = Record<keyof typeof sweepForm.shape | 'chip', string>

export type SweepField = 'reason' | 'until' | 'rows'

const CHECKBOX = 'comment-'

/** The name of a comment's check box. */
export const checkboxName = (id: number): string => `${CHECKBOX}${id}`

/** Splits a sent form into the fields of `sweepForm` and the ids of the ticked comments. */
export function splitCheckboxes(body: unknown): { fields: Record<string, unknown>; comments: number[] } {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>)
  return {
    fields: Object.fromEntries(entries.filter(([name]) => !name.startsWith(CHECKBOX))),
    comments: entries.flatMap(([name]) =>
      name.startsWith(CHECKBOX) ? (rowId(name.slice(CHECKBOX.length)) ?? []) : [],
    ),
  }
}
