// What stands around every page: masthead, navigation, account links, footer.

import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { number } from '../format.ts'
import { atLeast } from '../permissions.ts'
import { urls } from '../urls.ts'
import type { Theme } from './cookies.ts'
import { type Head, plainHead } from './head.ts'
import { looksOf } from './looks.ts'

export type Link = { href: string; text: string; current: boolean }

/** A page beside others of its kind; `count` is how much waits there, empty for nothing. */
export type Tab = Link & { count: string }

export type Chrome = {
  siteName: string
  tagline: string
  /** The site is called as the drawn nameplate says. */
  drawnName: boolean
  /** Address of the page itself, without host. */
  canonical: string
  /** Sections that fit the bar; the rest are on /sections. */
  sections: Link[]
  far: Link[]
  account: Link[]
  /** A member's inbox, with how many notices are unread in words that fit a counter; null for strangers. */
  inbox: (Link & { unread: string }) | null
  /** The nic of the reader, with the address of its page; null for strangers. */
  viewer: { nic: string; href: string } | null
  themes: { value: Theme; label: string; checked: boolean }[]
  /** Written into <html> when the reader chose one. */
  theme: 'light' | 'dark' | ''
  /** The same for the size of the text. */
  textSize: 'large' | 'larger' | ''
  /** Single keys do nothing for this reader. */
  keysOff: boolean
  /** Where everything about reading is chosen. */
  reading: string
  css: string
  /** Address of the folder that holds every script. */
  scripts: string
  icon: string
  touchIcon: string
  /** The colours around the page: a browser takes the first whose condition holds. A chosen theme leaves one. */
  themeColors: { media: string; color: string }[]
  head: Head
  /** Pages beside this one, in the margin; empty on most. */
  tabs: Tab[]
  /** The page is a form that came back: something in it is to be put right. */
  faulty: boolean
}

/** The queue, with how much waits in it. */
async function queueText(deps: Deps, request: FastifyRequest): Promise<string> {
  const waits = await deps.header.queue(request)
  return waits === 0 ? 'Queue' : `Queue (${number(waits)})`
}

/** Sections in the bar, at most. */
const SECTIONS_IN_BAR = 6

/**
 * @param request for who is reading and in which theme
 * @param here address of the page
 * @param current the section (its slug) or the page that the bar marks
 */
export async function chromeFor(
  deps: Deps,
  request: FastifyRequest,
  here: string,
  current: string = here,
): Promise<Chrome> {
  const { siteName, tagline } = deps.settings()
  const all = await deps.header.sections()
  const { theme, size, keys } = looksOf(request)
  const viewer = request.viewer
  const link = (href: string, text: string): Link => ({ href, text, current: current === href })
  return {
    siteName,
    tagline,
    drawnName: siteName === 'Broadside',
    canonical: here,
    sections: all.slice(0, SECTIONS_IN_BAR).map((section) => link(urls.section(section.slug), section.name)),
    far: [link(urls.sections, 'Sections'), link(urls.archive, 'Archive'), link(urls.search(), 'Search')],
    account:
      viewer === null
        ? [link(urls.register(here), 'Register'), link(urls.login(here), 'Sign in')].map((item) => ({
            ...item,
            current: item.href.startsWith(`${current}?`),
          }))
        : [
            link(urls.settings, 'Settings'),
            ...(atLeast(viewer, 'editor') ? [link(urls.letters, 'Letters')] : []),
            ...(atLeast(viewer, 'moderator')
              ? [link(urls.queue, await queueText(deps, request)), link(urls.log, 'Moderation log')]
              : []),
          ],
    inbox:
      viewer === null
        ? null
        : {
            ...link(urls.inbox, 'Inbox'),
            unread: request.anyUnread ? await deps.header.unread(viewer) : '',
          },
    viewer: viewer === null ? null : { nic: viewer.nic, href: urls.person(viewer.nic) },
    themes: (['auto', 'light', 'dark'] as const).map((value) => ({
      value,
      label: value[0]!.toUpperCase() + value.slice(1),
      checked: value === theme,
    })),
    theme: theme === 'auto' ? '' : theme,
    textSize: size === 'usual' ? '' : size,
    keysOff: !keys,
    reading: viewer === null ? urls.theme : urls.settings,
    css: deps.assets.href('site.css'),
    scripts: deps.assets.scripts,
    icon: deps.assets.href('mark.svg'),
    touchIcon: deps.assets.href('icon-180.png'),
    themeColors:
      theme === 'auto'
        ? [
            { media: '(prefers-color-scheme: dark)', color: deps.assets.paper.dark },
            { media: '', color: deps.assets.paper.light },
          ]
        : [{ media: '', color: deps.assets.paper[theme] }],
    head: plainHead(siteName, `${deps.config.baseUrl}${here}`),
    tabs: [],
    faulty: false,
  }
}

/** The same around a page that has more to say of itself to machines. */
export const withHead = (chrome: Chrome, head: Partial<Head>): Chrome => ({
  ...chrome,
  head: { ...chrome.head, ...head },
})

/** The same around a page that nobody is to find by searching: a form that is personal, an error. */
export const unlisted = (chrome: Chrome): Chrome => withHead(chrome, { canonical: '', feeds: [], properties: [] })
