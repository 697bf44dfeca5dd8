// The frame of the pages of /admin: their tabs, and the message after an action. Pure.
import { queryValue, rowId } from '../faults.ts'
import { settingGroups } from '../setting-texts.ts'
import { urls } from '../urls.ts'
import { type Chrome, unlisted } from '../web/chrome.ts'
import { groupsInUse } from './settings/rules.ts'

const tabs: readonly { href: string; text: string }[] = [
  { href: urls.admin, text: 'Overview' },
  ...groupsInUse.map((group) => ({ href: urls.settingGroup(group), text: settingGroups[group] })),
]

/** The frame of a page, with the tabs. @param current the address of the tab to mark */
export const withAdminTabs = (chrome: Chrome, current: string): Chrome => ({
  ...unlisted(chrome),
  tabs: tabs.map(({ href, text }) => ({ href, text, count: '', current: href === current })),
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
