// The tabs over the pages of moderation: one row a page, and how much waits in the sections of the queue.
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { number } from '../../format.ts'
import { may } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import type { Chrome, Tab } from '../../web/chrome.ts'
import { type Section, talliesFor } from './reading.ts'

/** Every tab: where it leads, and which section of the queue it counts. The queue itself is the first of them. */
const tabs: { href: string; text: string; counts?: Section }[] = [
  { href: urls.queue, text: 'Held comments', counts: 'held' },
  { href: `${urls.queue}#flagged`, text: 'Flags', counts: 'flagged' },
  { href: `${urls.queue}#newcomers`, text: 'Newcomers', counts: 'newcomers' },
  { href: `${urls.queue}#appeals`, text: 'Appeals', counts: 'appeals' },
  { href: `${urls.queue}#submissions`, text: 'Submissions', counts: 'submissions' },
  { href: urls.older, text: 'Close old threads' },
  { href: urls.sanction('bans'), text: 'Bans' },
  { href: urls.filters, text: 'Filters' },
  { href: urls.classifier, text: 'The classifier' },
  { href: urls.handovers, text: 'Duty and notes' },
  { href: urls.privateLog, text: 'Private log' },
  { href: urls.log, text: 'Public log' },
  { href: urls.purges, text: 'What is thrown away' },
]

/** The tab of the page of the queue that shows some sections: that of the first of them, and none where nothing waits. */
export const tabOf = (shown: readonly string[]): string =>
  tabs.find(({ counts }) => counts !== undefined && shown.includes(counts))?.href ?? ''

/** The same page with the tabs in its margin, for those who moderate. @param current the address of the tab that it stands under */
export async function tabbed(deps: Deps, request: FastifyRequest, chrome: Chrome, current: string): Promise<Chrome> {
  if (may.enter(request.viewer, 'moderator') !== null) return chrome
  const tallies = await talliesFor(deps, request)
  const shown = tabs.map(
    ({ href, text, counts }): Tab => ({
      href,
      text,
      count: counts === undefined || tallies[counts].n === 0 ? '' : number(tallies[counts].n),
      current: href === current,
    }),
  )
  return { ...chrome, tabs: shown }
}
