// View model of the reading settings of a browser without an account. Pure.

import type { Faults } from '../faults.ts'
import { parseStoredView } from '../thread-view.ts'
import type { Choices } from '../web/looks.ts'
import { orderChoices, sizeChoices, themeChoices } from '../web/looks.ts'

export type ReadingPage = { groups: Choices[]; next: string; message: string }

export type ReadingField = 'theme' | 'size' | 'view'

/** @param chosen as typed, or as the browser has saved it */
export function readingPage(
  chosen: Record<ReadingField, string>,
  faults: Faults<ReadingField>,
  next: string,
  message: string,
  recommending: boolean,
): ReadingPage {
  return {
    groups: [
      { name: 'theme', legend: 'Colours', choices: themeChoices(chosen.theme), fault: faults.theme ?? '' },
      { name: 'size', legend: 'Text size', choices: sizeChoices(chosen.size), fault: faults.size ?? '' },
      {
        name: 'view',
        legend: 'Comments',
        choices: orderChoices(parseStoredView(chosen.view).order, recommending),
        fault: faults.view ?? '',
      },
    ],
    next,
    message,
  }
}
