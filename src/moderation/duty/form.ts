// The forms of duties and of the handover note.
import { z } from 'zod'
import { characters, checkedField, textField } from '../../faults.ts'
import { MAX_HANDOVER_CHARACTERS } from '../../settings.ts'

/** `until` is a time of day, or empty for the usual hours; ending a duty ignores it. */
export const dutyForm = z
  .object({ action: textField, until: z.string().trim(), next: textField })
  .superRefine(({ action, until }, context) => {
    if (action === 'begin' && until !== '' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(until))
      context.addIssue({ code: 'custom', path: ['until'], message: 'Enter a time of day such as 18:00.' })
  })

const noteFault = (body: string): string | null =>
  body === ''
    ? 'Write something first.'
    : characters(body) > MAX_HANDOVER_CHARACTERS
      ? `A note can have up to ${MAX_HANDOVER_CHARACTERS} characters.`
      : null

export const handoverForm = z.object({ action: textField, body: checkedField(noteFault), next: textField })
