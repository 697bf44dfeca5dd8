// The forms that decide about applications: about one, or about all that are ticked. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { optionalReasonField } from '../../reasons.ts'

export const decisionForm = z
  .object({
    /** The key of one application; empty where several are ticked. */
    application: textField,
    action: z.enum(['approve', 'refuse']),
    reason: optionalReasonField,
  })
  .superRefine(({ action, reason }, context) => {
    if (action === 'refuse' && reason === '')
      context.addIssue({ code: 'custom', path: ['reason'], message: 'Enter a reason: the applicant gets it.' })
  })

/** What a button carries of an application: its number, and when its address was confirmed. */
export type ApplicationKey = { id: number; confirmedAt: number }

export const writeKey = ({ id, confirmedAt }: ApplicationKey): string => `${id}-${confirmedAt}`

/** @returns null for anything that is not a key */
export function readKey(text: string): ApplicationKey | null {
  const [, id, confirmedAt] = /^([1-9]\d{0,14})-([1-9]\d{0,14})$/.exec(text) ?? []
  return id === undefined ? null : { id: Number(id), confirmedAt: Number(confirmedAt) }
}

const TICK = 'tick-'

/** The name of an application's check box. */
export const tickName = (key: string): string => `${TICK}${key}`

/** The fields of the form, and the keys that are ticked. */
export function splitTicks(body: unknown): { fields: Record<string, unknown>; ticked: string[] } {
  const sent = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.entries(body) : []
  const isTick = ([name]: [string, unknown]): boolean =>
    name.startsWith(TICK) && readKey(name.slice(TICK.length)) !== null
  return {
    fields: Object.fromEntries(sent.filter((one) => !isTick(one))),
    ticked: sent.filter(isTick).map(([name]) => name.slice(TICK.length)),
  }
}
