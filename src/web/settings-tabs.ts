// The side tabs of a member's settings: the groups of account-rows.ts, and below its own the pages of the current group. Pure.
import { urls } from '../urls.ts'
import { type AccountGroup, type AccountRow, accountGroups, accountPages } from './account-rows.ts'

type SettingsTab = { href: string; text: string; count: string; current: boolean; isOpen: boolean; isSub: boolean }

/** Pages that have tabs of their own, and are linked only. */
const elsewhere: readonly string[] = [urls.mine, urls.followed]

/** The one page of a group, or its place on the page of all. */
const groupHref = (group: AccountGroup, pages: readonly AccountRow[]): string =>
  pages.length === 1 ? pages[0]!.href : `${urls.account}#${group}`

/** @returns none for a page that is not among them, or a reader without an account */
export function settingsTabs(here: string, isMember: boolean): SettingsTab[] {
  const own = elsewhere.includes(here) ? undefined : accountPages.find(({ href }) => href === here)
  if (!isMember || (own === undefined && here !== urls.account)) return []
  const tab = (href: string, text: string, more: Partial<SettingsTab> = {}): SettingsTab => ({
    href,
    text,
    count: '',
    current: href === here,
    isOpen: false,
    isSub: false,
    ...more,
  })
  return [
    tab(urls.account, 'Your account'),
    ...(Object.keys(accountGroups) as AccountGroup[]).flatMap((group) => {
      const pages = accountPages.filter((page) => page.group === group)
      if (pages.length === 0) return []
      const isOpen = pages.length > 1 && own?.group === group
      return [
        tab(groupHref(group, pages), accountGroups[group], { isOpen }),
        ...(isOpen ? pages.map(({ href, text }) => tab(href, text, { isSub: true })) : []),
      ]
    }),
  ]
}
