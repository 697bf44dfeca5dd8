// The forms of editors' decisions: their fields, and what is wrong with each.
import { z } from 'zod'
import { isInvisible } from '../../blank.ts'
import { characters, checkedField, textField } from '../../faults.ts'
import { existingMoment, nextTimeOfDay, parseMoment } from '../../moments.ts'
import { limits, MAX_CLOSE_DAYS } from '../../settings.ts'
import { dayOf, isDay } from '../../time.ts'
import type { DeskDecision } from './rules.ts'

const audiences = ['anyone', 'members', 'staff'] as const
export type Audience = (typeof audiences)[number]

const tooLong = (what: string) => (text: string) =>
  characters(text) > limits.reason ? `${what} can have up to ${limits.reason} characters.` : null

const common = { article: textField, base: textField, seen: textField, next: textField }

/** Who may comment, and for how many days: empty fields are the site's. */
const threadFields = {
  who: z.union([z.literal(''), z.enum(audiences)], 'Choose who may comment.').transform((who) => who || null),
  days: z
    .string()
    .trim()
    .transform((text, context) => {
      if (text === '') return null
      const days = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Infinity
      if (days <= MAX_CLOSE_DAYS) return days
      context.addIssue({ code: 'custom', message: `Enter a number of days from 1 to ${MAX_CLOSE_DAYS}, or none.` })
      return z.NEVER
    }),
}

/** A day that has begun; empty is null. */
const pastDayField = (now: number, zone: string) =>
  z
    .string()
    .trim()
    .transform((day, context) => {
      if (day === '') return null
      const fault = !isDay(day)
        ? 'Enter a date such as 2030-03-12.'
        : day > dayOf(now, zone)
          ? 'That day has not begun. Schedule the article instead.'
          : null
      if (fault === null) return day
      context.addIssue({ code: 'custom', message: fault })
      return z.NEVER
    })

/** A moment as it was asked for; `isSkipped` when clocks of the zone skip it, and `at` is the first moment after. */
export type AskedMoment = { at: number; asked: string; isSkipped: boolean }

const MAX_MONTHS_AHEAD = 12

/** A future time of the site's clock: a date and a time, or a time alone for the next time that clocks show it. */
function parseSchedule(text: string, now: number, zone: string): AskedMoment | { fault: string } {
  const typed = text.trim()
  if (typed === '') return { fault: 'Enter the time at which it appears.' }
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(typed)) {
    const at = nextTimeOfDay(typed, now, zone)
    return { at, asked: `${dayOf(at, zone)}T${typed}`, isSkipped: false }
  }
  const read = parseMoment(typed, now, zone)
  if ('fault' in read) return read
  const [day = '', time = ''] = typed.split('T')
  const { at, isSkipped } = existingMoment(day, time.slice(0, 5), zone)
  if (at <= now) return { fault: 'That time has passed. Publish it now, or choose a later time.' }
  if (at > now + MAX_MONTHS_AHEAD * 31 * 86_400_000)
    return { fault: `Choose a time within the next ${MAX_MONTHS_AHEAD} months.` }
  return { at, asked: `${day}T${time.slice(0, 5)}`, isSkipped }
}

const scheduleField = (now: number, zone: string) =>
  z.string().transform((text, context) => {
    const read = parseSchedule(text, now, zone)
    if (!('fault' in read)) return read
    context.addIssue({ code: 'custom', message: read.fault })
    return z.NEVER
  })

const requiredField = (empty: string, what: string) =>
  checkedField((text) => (text === '' || isInvisible(text) ? empty : tooLong(what)(text)))

/** The schema of a decision's form. @param zone the site's */
export const deskForms = {
  acceptances: (now: number, zone: string) => z.object({ ...common, ...threadFields, at: pastDayField(now, zone) }),
  schedulings: (now: number, zone: string) => z.object({ ...common, ...threadFields, at: scheduleField(now, zone) }),
  returns: () =>
    z.object({ ...common, reason: requiredField('Say what should change: its writer reads it.', 'Your words') }),
  /** `reason` is one of the list, `own` another one; `note` is for the writer alone. */
  rejections: () =>
    z
      .object({
        ...common,
        reason: checkedField(tooLong('A reason')),
        own: checkedField(tooLong('A reason')),
        note: checkedField(tooLong('A note')),
      })
      .superRefine(({ reason, own }, context) => {
        if (reason === '' && own === '')
          context.addIssue({ code: 'custom', path: ['reason'], message: 'Choose a reason: everybody can read it.' })
      }),
  merges: () => z.object({ ...common, into: textField, reason: checkedField(tooLong('A reason')) }),
  moves: (now: number, zone: string) => z.object({ ...common, at: pastDayField(now, zone) }),
  unpublishings: () =>
    z.object({ ...common, reason: requiredField('Enter a reason: everybody can read it.', 'A reason') }),
} as const satisfies Record<DeskDecision, (now: number, zone: string) => z.ZodObject>
