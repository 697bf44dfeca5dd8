// What the page on reading says, for browsers without an account. Pure.

import { views } from '../comments/thread/rules.ts'
import { keptView } from '../comments/thread/view.ts'
import type { Faults } from '../faults.ts'
import { clockTime, type Dates } from '../format.ts'
import { DAY } from '../time.ts'
import { textSizes, themes } from '../web/cookies.ts'

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

const choices = (values: readonly string[], current: string): Choice[] =>
  values.map((value) => ({ value, label: labels[value] ?? value, checked: value === current }))

export const themeChoices = (current: string): Choice[] => choices(themes, current)
export const sizeChoices = (current: string): Choice[] => choices(textSizes, current)
/** @param recommending whether comments are recommended here */
export const orderChoices = (current: string, recommending: boolean): Choice[] =>
  choices(
    views.filter((order) => recommending || order !== 'recommended'),
    current,
  )

/**
 * What a page says after it was saved.
 * @param asked the moment as the address has it; one that is not of the last day says nothing
 */
export function savedWords(asked: unknown, now: number, dates: Dates): string {
  const at = typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : NaN
  return at <= now && now - at < DAY ? `Saved at ${clockTime(at, dates)}.` : ''
}

/** A group of radio buttons with its fault. */
export type Choices = { name: string; legend: string; choices: Choice[]; fault: string }

export type ReadingPage = { groups: Choices[]; next: string; said: string }

export type ReadingField = 'theme' | 'size' | 'view'

/** @param chosen as typed, or as the browser keeps it */
export function readingPage(
  chosen: Record<ReadingField, string>,
  faults: Faults<ReadingField>,
  next: string,
  said: string,
  recommending: boolean,
): ReadingPage {
  return {
    groups: [
      { name: 'theme', legend: 'Colours', choices: themeChoices(chosen.theme), fault: faults.theme ?? '' },
      { name: 'size', legend: 'Text size', choices: sizeChoices(chosen.size), fault: faults.size ?? '' },
      {
        name: 'view',
        legend: 'Comments',
        choices: orderChoices(keptView(chosen.view).order, recommending),
        fault: faults.view ?? '',
      },
    ],
    next,
    said,
  }
}
