// The form of a member's reading preferences. Pure.

import { z } from 'zod'
import { checkedField, textField } from '../faults.ts'
import { dateStyles } from '../format.ts'
import { parseView, serializeView } from '../thread-view.ts'
import { isZone } from '../time.ts'
import { textSizes, themes } from '../web/cookies.ts'
import type { Preferences } from './preferences.ts'

/** An empty zone is the site's, an empty view is the usual one, and an unchecked box sends nothing. */
export const settingsForm = z.object({
  theme: z.enum(themes, 'Choose auto, light or dark.'),
  size: z.enum(textSizes, 'Choose usual, large or larger.'),
  view: checkedField((text) =>
    text === '' || parseView({ view: text }) !== null ? null : 'Choose threaded, flat or newest first.',
  ),
  zone: checkedField((text) =>
    text === '' || isZone(text) ? null : 'That is not a time zone. Use the name of a city, for example Europe/London.',
  ),
  dates: z.enum(dateStyles, 'Choose a date format.'),
  keys: textField,
})

export type SettingsField = keyof typeof settingsForm.shape
export type SettingsForm = Record<SettingsField, string>

/** The preferences that a form without faults asks for. */
export const preferencesOfForm = (form: z.output<typeof settingsForm>): Preferences => {
  const view = form.view === '' ? null : parseView({ view: form.view })
  return {
    theme: form.theme,
    textSize: form.size,
    timeZone: form.zone === '' ? null : form.zone,
    dateStyle: form.dates,
    keys: form.keys !== '',
    view: view === null ? null : serializeView(view),
  }
}
