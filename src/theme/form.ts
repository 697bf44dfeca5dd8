// The form for how a browser shows pages: colours, text size, and what a thread shows.
import { z } from 'zod'
import { textField } from '../faults.ts'
import { parseView, viewFields } from '../thread-view.ts'
import { textSizes, themes } from '../web/cookies.ts'

/** One of the values, or empty for no change. */
const choiceField = (values: readonly string[], fault: string) =>
  z.string().refine((text) => text === '' || values.includes(text), { error: fault })

const viewShape = Object.fromEntries(viewFields.map((name) => [name, textField])) as Record<
  (typeof viewFields)[number],
  typeof textField
>

export const themeForm = z
  .object({
    theme: choiceField(themes, 'Choose auto, light or dark.'),
    size: choiceField(textSizes, 'Choose usual, large or larger.'),
    next: textField,
    ...viewShape,
  })
  .refine((form) => form.view === '' || parseView(form) !== null, {
    path: ['view'],
    error: 'Choose threaded, flat or newest first.',
    when: () => true,
  })
  .refine((form) => form.theme !== '' || form.size !== '' || parseView(form) !== null, {
    path: ['theme'],
    error: 'Choose a setting first.',
    when: () => true,
  })
