// A member's reading preferences, with their defaults and their row. Pure.

import type { DateStyle } from '../format.ts'
import type { TextSize, Theme } from '../web/cookies.ts'

export type Preferences = {
  theme: Theme
  textSize: TextSize
  /** IANA name, or null for the site's. */
  timeZone: string | null
  dateStyle: DateStyle
  /** Single-key shortcuts. */
  keys: boolean
  /** Order and filters of threads as `serializeView` writes them; null where nothing was chosen. A browser's own choice takes precedence. */
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

/** @returns null for a member who never chose */
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
