// How a page looks to its reader: by the account's preferences, else by the browser's cookies.

import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Dates } from '../format.ts'
import { clockTime } from '../format.ts'
import { parseStoredView, type ThreadView, views, withoutRecommendations } from '../thread-view.ts'
import { DAY } from '../time.ts'
import { cookieNames, sizeOf, type TextSize, type Theme, textSizes, themeOf, themes } from './cookies.ts'

/** The reader's thread view: this browser's choice, else the account's. */
export const viewFor = (deps: Pick<Deps, 'settings'>, request: FastifyRequest): ThreadView =>
  offeredView(deps, parseStoredView(request.cookies?.[cookieNames.view] ?? request.preferences?.view ?? undefined))

/** A view without what this site does not offer. */
export const offeredView = ({ settings }: Pick<Deps, 'settings'>, view: ThreadView): ThreadView =>
  settings().recommendations ? view : withoutRecommendations(view)

export type Looks = { theme: Theme; size: TextSize; keys: boolean }

export function looksOf(request: FastifyRequest): Looks {
  const { preferences } = request
  if (preferences) return { theme: preferences.theme, size: preferences.textSize, keys: preferences.keys }
  return {
    theme: themeOf(request.cookies?.[cookieNames.theme]),
    size: sizeOf(request.cookies?.[cookieNames.size]),
    keys: true,
  }
}

export type Choice = { value: string; label: string; checked: boolean }

const labels: Record<string, string> = {
  auto: 'As my device',
  light: 'Light',
  dark: 'Dark',
  usual: 'Usual',
  large: 'Large',
  larger: 'Larger',
  threaded: 'Threaded',
  flat: 'Flat',
  newest: 'Newest first',
  recommended: 'Most recommended',
}

const radioChoices = (values: readonly string[], current: string): Choice[] =>
  values.map((value) => ({ value, label: labels[value] ?? value, checked: value === current }))

export const themeChoices = (current: string): Choice[] => radioChoices(themes, current)

export const sizeChoices = (current: string): Choice[] => radioChoices(textSizes, current)

/** @param recommending whether the site has recommendations */
export const orderChoices = (current: string, recommending: boolean): Choice[] =>
  radioChoices(
    views.filter((order) => recommending || order !== 'recommended'),
    current,
  )

/**
 * The message after saving.
 * @param value time in the address; older than a day, it gives no message
 */
export function savedMessage(value: unknown, now: number, dates: Dates): string {
  const at = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : NaN
  return at <= now && now - at < DAY ? `Saved at ${clockTime(at, dates)}.` : ''
}

/** A group of radio buttons with its fault. */
export type Choices = { name: string; legend: string; choices: Choice[]; fault: string }
