// The form that saves an article or a comment, removes it from the list, or restores it. Pure.
import { z } from 'zod'
import { characters, checkedField, textField } from '../faults.ts'
import { limits } from '../settings.ts'

const noteFault = (text: string): string | null =>
  characters(text) > limits.reason
    ? `A note can have up to ${limits.reason} characters. This one has ${characters(text)}.`
    : null

/** An empty action saves and leaves an earlier note as it is; `save` also stores an empty note and an unticked box. */
export const saveForm = z.object({
  note: checkedField(noteFault),
  remind: z.enum(['', 'on']),
  action: z.enum(['', 'save', 'remove', 'restore']),
  next: textField,
})

/** The button Save below a comment. */
export const saveButton = z.object({ comment: textField })

export type SaveForm = z.output<typeof saveForm>
