// The forms of the thread settings page, and the one that closes old threads.
import { z } from 'zod'
import { characters, checkedField, textField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'
import { limits, MAX_CLOSE_DAYS } from '../../settings.ts'

/** The choices of slow mode, in minutes between two comments of one person. */
export const slowModeMinutes = [1, 5, 15, 60, 240] as const

export const whoMayComment = { anyone: 'Everybody', members: 'Members', staff: 'Editors and moderators' } as const

/** The page's forms by the noun of their address. `action` is the button. */
const fields = { article: textField, action: textField }

export const threadHoldForm = z.object({ ...fields, reason: reasonField })

export const slowModeForm = z
  .object({ ...fields, minutes: textField, reason: reasonField })
  .superRefine(({ action, minutes }, context) => {
    if (action !== 'release' && !slowModeMinutes.some((choice) => String(choice) === minutes))
      context.addIssue({
        code: 'custom',
        path: ['minutes'],
        message: `Choose ${slowModeMinutes.slice(0, -1).join(', ')} or ${slowModeMinutes.at(-1)} minutes.`,
      })
  })

const whoFault = (who: string): string | null =>
  Object.hasOwn(whoMayComment, who) ? null : 'Choose everybody, members, or editors and moderators.'

const daysFault = (days: string): string | null =>
  days === '' || (/^[1-9]\d{0,3}$/.test(days) && Number(days) <= MAX_CLOSE_DAYS)
    ? null
    : `Enter a number of days from 1 to ${MAX_CLOSE_DAYS}, or leave it empty.`

/** `days` is null for the site's default. */
export const threadSettingsForm = z.object({
  ...fields,
  who: checkedField(whoFault).transform((who) => who as keyof typeof whoMayComment),
  days: checkedField(daysFault).transform((days) => (days === '' ? null : Number(days))),
  reason: reasonField,
})

/** An empty text removes the notice. */
export const threadNoticeForm = z.object({
  ...fields,
  text: checkedField((text) =>
    characters(text) > limits.lede ? `A notice can have up to ${limits.lede} characters.` : null,
  ),
  reason: reasonField,
})

const olderDaysFault = (days: string): string | null =>
  /^[1-9]\d{0,4}$/.test(days) ? null : 'Enter a number of days, at least 1.'

export const oldThreadsForm = z.object({ days: checkedField(olderDaysFault).transform(Number), reason: reasonField })
