// The tabs of the desk's pages, with the number of items behind each.
import { openCorrectionsTally } from '../../articles/correction-queries.ts'
import { keptUntilChange } from '../../db/until-change.ts'
import type { Deps } from '../../deps.ts'
import { number } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { Chrome, Tab } from '../../web/chrome.ts'
import { unreadLetters } from '../letters/queries.ts'
import { storiesTally } from './queries.ts'

/** What waits for an editor: submissions, letters and corrections. */
export const countAtDesk = keptUntilChange(
  async ({ db }: Pick<Deps, 'db' | 'clock' | 'store'>): Promise<number> =>
    (await storiesTally(db)).n + (await unreadLetters(db)) + (await openCorrectionsTally(db)).n,
)

/** Adds the tabs to the frame of a page. @param current the address of the tab to mark */
export async function withDeskTabs(deps: Deps, chrome: Chrome, current: string): Promise<Chrome> {
  const tab = (href: string, text: string, n = 0): Tab => ({
    href,
    text,
    count: n === 0 ? '' : number(n),
    current: href === current,
  })
  return {
    ...chrome,
    tabsLabel: 'Desk',
    tabs: [
      tab(urls.desk(), 'Submissions', (await storiesTally(deps.db)).n),
      tab(`${urls.desk()}#scheduled`, 'Scheduled'),
      tab(urls.letters, 'Letters', await unreadLetters(deps.db)),
      tab(urls.deskCorrections, 'Corrections', (await openCorrectionsTally(deps.db)).n),
      tab(urls.arrangement(null), 'Front page now'),
      tab(urls.tomorrow, 'Front page tomorrow'),
      tab(urls.trusts(), 'Trusted members'),
      tab(urls.log, 'Public log'),
    ],
  }
}
