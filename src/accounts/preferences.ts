// How a member reads: what can be chosen, what holds until somebody does, and what is wrong with a choice. Pure.

import type { Faults } from '../faults.ts'
import { type DateStyle, dateStyles } from '../format.ts'
import { parseView, serializeView } from '../thread-view.ts'
import { isZone } from '../time.ts'
import { type TextSize, type Theme, textSizes, themes } from '../web/cookies.ts'

export type Preferences = {
  theme: Theme
  textSize: TextSize
  /** IANA name, or null for the site's. */
  timeZone: string | null
  dateStyle: DateStyle
  /** Single-key shortcuts. */
  keys: boolean
  /** How threads are laid out, as comments/view.ts writes it; null where nothing was chosen. A browser's own choice goes before it. */
  view: string | null
}

export const defaultPreferences: Preferences = {
  theme: 'auto',
  textSize: 'usual',
  timeZone: null,
  dateStyle: 'long',
  keys: true,
  view: null,
}

type Row = {
  theme: Theme | null
  text_size: TextSize | null
  time_zone: string | null
  date_style: DateStyle | null
  keys: number | null
  thread_view: string | null
}

/** @returns null where nothing was ever chosen */
export const preferencesFrom = (row: Row): Preferences | null =>
  row.theme === null || row.text_size === null || row.date_style === null
    ? null
    : {
        theme: row.theme,
        textSize: row.text_size,
        timeZone: row.time_zone,
        dateStyle: row.date_style,
        keys: row.keys !== 0,
        view: row.thread_view,
      }

export const preferencesRow = ({ theme, textSize, timeZone, dateStyle, keys, view }: Preferences) => ({
  theme,
  text_size: textSize,
  time_zone: timeZone,
  date_style: dateStyle,
  keys: keys ? 1 : 0,
  thread_view: view,
})

export const settingsFields = ['theme', 'size', 'view', 'zone', 'dates', 'keys'] as const
export type SettingsField = (typeof settingsFields)[number]
export type SettingsForm = Record<SettingsField, string>

const chosen = <T extends string>(list: readonly T[], value: string): T | undefined => list.find((one) => one === value)

/** The preferences that a form asks for, or its faults. An empty zone is the site's; an unchecked box sends nothing. */
export function readPreferences(form: SettingsForm): { preferences: Preferences } | { faults: Faults<SettingsField> } {
  const theme = chosen(themes, form.theme)
  const textSize = chosen(textSizes, form.size)
  const dateStyle = chosen(dateStyles, form.dates)
  const view = form.view === '' ? null : parseView({ view: form.view })
  const zone = form.zone.trim()
  const faults: Faults<SettingsField> = {}
  if (theme === undefined) faults.theme = 'The colours are auto, light or dark.'
  if (textSize === undefined) faults.size = 'The text is usual, large or larger.'
  if (form.view !== '' && view === null) faults.view = 'Threads are threaded, flat or newest first.'
  if (dateStyle === undefined) faults.dates = 'Choose one of the ways to write a date.'
  if (zone !== '' && !isZone(zone))
    faults.zone = 'That is not a time zone. They are called after a city, for instance Europe/London.'
  return theme === undefined || textSize === undefined || dateStyle === undefined || Object.keys(faults).length > 0
    ? { faults }
    : {
        preferences: {
          theme,
          textSize,
          timeZone: zone === '' ? null : zone,
          dateStyle,
          keys: form.keys !== '',
          view: view === null ? null : serializeView(view),
        },
      }
}
