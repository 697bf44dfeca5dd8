// The forms that close a thread, now or later, and that reopen it.
import { z } from 'zod'
import { characters, checkedField, textField } from '../../faults.ts'
import { parseMoment } from '../../moments.ts'
import { reasonField } from '../../reasons.ts'
import { limits } from '../../settings.ts'

/** A future moment in the time zone, or null when empty. @param passed the fault of a moment that has passed */
const futureField = (now: number, zone: string, passed: string) =>
  z.string().transform((text, context) => {
    const read = parseMoment(text, now, zone)
    if ('at' in read && (read.at === null || read.at > now)) return read.at
    context.addIssue({ code: 'custom', message: 'fault' in read ? read.fault : passed })
    return z.NEVER
  })

const UNTIL_FAULT = 'Enter a time after the thread closes.'

const summaryField = checkedField((text) =>
  characters(text) > limits.lede ? `A summary can have up to ${limits.lede} characters.` : null,
)

/** `starts` is null for now, `until` null for good. */
export const closureForm = (now: number, zone: string) =>
  z
    .object({
      article: textField,
      reason: reasonField,
      starts: futureField(now, zone, 'That time has passed. Leave it empty to close the thread now.'),
      until: futureField(now, zone, UNTIL_FAULT),
      summary: summaryField,
    })
    .superRefine(({ starts, until }, context) => {
      if (starts !== null && until !== null && until <= starts)
        context.addIssue({ code: 'custom', path: ['until'], message: UNTIL_FAULT })
    })

/** `until` is when the thread opens again, null for now; `action` is `unplan` to cancel a scheduled closing. */
export const reopeningForm = (now: number, zone: string) =>
  z.object({
    article: textField,
    reason: reasonField,
    until: futureField(now, zone, 'That time has passed. Leave it empty to reopen the thread now.'),
    action: textField,
  })
