// The frame of the pages of /admin: their tabs, and the message after an action. Pure.
import { queryValue, rowId } from '../faults.ts'
import { spelled } from '../format.ts'
import { lazy } from '../lazy.ts'
import { settingGroups } from '../setting-texts.ts'
import { urls } from '../urls.ts'
import { type Chrome, unlisted } from '../web/chrome.ts'
import { groupsInUse } from './settings/rules.ts'

/** What admins change beside the settings. */
export const otherParts: readonly { href: string; heading: string; text: string }[] = [
  {
    href: urls.adminSections,
    heading: 'Sections',
    text: 'Create, rename, order, close and reopen sections and areas',
  },
  { href: urls.adminTags, heading: 'Tags', text: 'Rename tags and merge them' },
  { href: urls.adminPeople(), heading: 'People', text: 'Find people, give and take roles, end sessions' },
  { href: urls.adminPages, heading: 'Pages', text: 'About, house rules, privacy and contact' },
]

const tabs: () => readonly { href: string; text: string }[] = lazy(() => [
  { href: urls.admin, text: 'Overview' },
  ...groupsInUse().map((group) => ({ href: urls.settingGroup(group), text: settingGroups[group] })),
  ...otherParts.map(({ href, heading }) => ({ href, text: heading })),
])

/** The frame of a page, with the tabs. @param current the address of the tab to mark */
export const withAdminTabs = (chrome: Chrome, current: string): Chrome => ({
  ...unlisted(chrome),
  tabs: tabs().map(({ href, text }) => ({ href, text, count: '', current: href === current })),
})

/** What a page says after an action: `done` and, for its undo, the batch. */
export type Flash = { done: string; batch: number | null }

export type FlashQuery = { Querystring: { done?: unknown; batch?: unknown } }

export const readFlash = (query: FlashQuery['Querystring']): Flash => ({
  done: queryValue(query.done) ?? '',
  batch: rowId(queryValue(query.batch)),
})

/** The messages after an action. */
const messages: Readonly<Record<string, string>> = {
  saved: 'Saved.',
  already: 'Nothing was changed: it was like that already.',
  undone: 'Undone.',
  partly: 'Undone, except for what somebody has changed since: that was left as it is.',
}

export type FlashModel = { text: string; undo: string; next: string }

/** @param next where the undo leads */
export const flashModel = ({ done, batch }: Flash, next: string): FlashModel => ({
  text: messages[done] ?? '',
  undo: batch === null || messages[done] === undefined ? '' : String(batch),
  next,
})

/** The address after an action. */
export const afterAction = (to: string, outcome: { kind: 'done'; batch: number } | { kind: 'already' }): string =>
  `${to}?done=${outcome.kind === 'already' ? 'already' : `saved&batch=${outcome.batch}`}`

export type Summary = { title: string; faults: { href: string; text: string }[] } | null

/** A summary of the faults of a form; null without one. */
export function summaryOf(faults: readonly { href: string; text: string }[]): Summary {
  if (faults.length === 0) return null
  const things = faults.length === 1 ? 'one thing' : `${spelled(faults.length).toLowerCase()} things`
  return { title: `Please fix ${things}. Nothing was saved, and what you typed is safe.`, faults: [...faults] }
}
