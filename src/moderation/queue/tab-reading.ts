// The tabs of the moderation pages, with the number of items in each section of the queue.
import type { FastifyRequest } from 'fastify'
import { countWaitingApplications } from '../../accounts/registration/queries.ts'
import type { Deps } from '../../deps.ts'
import { number } from '../../format.ts'
import { may } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import type { Chrome, Tab } from '../../web/chrome.ts'
import { type Section, talliesFor } from './reading.ts'

/** What waits: each tab shows the size of its section of the queue. */
const inboxes: { href: string; text: string; counts: Section }[] = [
  { href: urls.queue, text: 'Held comments', counts: 'held' },
  { href: `${urls.queue}#flagged`, text: 'Flags', counts: 'flagged' },
  { href: `${urls.queue}#newcomers`, text: 'Newcomers', counts: 'newcomers' },
  { href: `${urls.queue}#appeals`, text: 'Appeals', counts: 'appeals' },
  { href: urls.readerReports, text: 'Reports', counts: 'reports' },
  { href: `${urls.queue}#submissions`, text: 'Submissions', counts: 'submissions' },
]

/** The other pages of moderators. */
const tools: { href: string; text: string }[] = [
  { href: urls.older, text: 'Close old threads' },
  { href: urls.siteHolds, text: 'Hold the site' },
  { href: urls.sanction('bans'), text: 'Bans' },
  { href: urls.filters, text: 'Filters' },
  { href: urls.classifier, text: 'Classifier' },
  { href: urls.handovers, text: 'Duty and notes' },
  { href: urls.invitationTree(), text: 'Invitations' },
  { href: urls.privateLog, text: 'Private log' },
  { href: urls.log, text: 'Public log' },
  { href: urls.purges, text: 'Data retention' },
]

/** The tab of the first section on a page of the queue; empty when the page has none. */
export const tabOfSections = (onPage: readonly string[]): string =>
  inboxes.find(({ counts }) => onPage.includes(counts))?.href ?? ''

/** Adds inboxes and tools to the frame of a page, for moderators only. @param current the address of the tab to mark */
export async function withTabs(deps: Deps, request: FastifyRequest, chrome: Chrome, current: string): Promise<Chrome> {
  if (may.enter(request.viewer, 'moderator') !== null) return chrome
  const tallies = await talliesFor(deps, request)
  const tab = (href: string, text: string, n: number): Tab => ({
    href,
    text,
    count: n === 0 ? '' : number(n),
    current: href === current,
  })
  const applications = await countWaitingApplications(deps.db)
  const asks = deps.settings().registration === 'approved' || applications > 0
  return {
    ...chrome,
    tabs: [
      ...inboxes.map(({ href, text, counts }) => tab(href, text, tallies[counts].n)),
      ...(asks ? [tab(urls.applications, 'Applications', applications)] : []),
    ],
    tools: tools.map(({ href, text }) => tab(href, text, 0)),
    isTool: tools.some(({ href }) => href === current),
  }
}
