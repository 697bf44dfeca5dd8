// View model of the frame of every page: masthead, navigation, account links, footer.

import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { number } from '../format.ts'
import { atLeast, may } from '../permissions.ts'
import { urls } from '../urls.ts'
import type { Theme } from './cookies.ts'
import { type Head, plainHead } from './head.ts'
import { looksOf } from './looks.ts'

type Link = { href: string; text: string; current: boolean }

/** A tab with the number of items that wait there; empty for none. */
export type Tab = Link & { count: string }

export type Chrome = {
  siteName: string
  tagline: string
  /** The site has the name of the drawn nameplate. */
  drawnName: boolean
  /** Address of the page, without host. */
  canonical: string
  /** Sections in the bar; the rest are on /sections. */
  sections: Link[]
  far: Link[]
  /** The forms that send in news, for readers who may send some or could after signing in. */
  posting: Link[]
  account: Link[]
  /** A member's inbox with its counter of unread notices; null for guests. */
  inbox: (Link & { unread: string }) | null
  /** The reader's nic, with the address of its page; null for guests. */
  viewer: { nic: string; href: string } | null
  themes: { value: Theme; label: string; checked: boolean }[]
  /** The theme that the reader chose, for <html>; else empty. */
  theme: 'light' | 'dark' | ''
  /** The text size that the reader chose; else empty. */
  textSize: 'large' | 'larger' | ''
  /** The reader has switched off single-key shortcuts. */
  keysOff: boolean
  /** Address of the reading preferences. */
  reading: string
  css: string
  /** Address of the scripts' folder. */
  scripts: string
  icon: string
  touchIcon: string
  /** Values of theme-color: a browser uses the first whose media query matches. A chosen theme has one. */
  themeColors: { media: string; color: string }[]
  head: Head
  /** Tabs in the margin; empty on most pages. */
  tabs: Tab[]
  /** What the tabs lead through, for screen readers. */
  tabsLabel: string
  /** The page is a form that came back with faults. */
  faulty: boolean
}

async function accountLinks(deps: Deps, request: FastifyRequest, here: string, current: string): Promise<Link[]> {
  const { viewer } = request
  const link = (href: string, text: string): Link => ({ href, text, current: current === href })
  if (viewer === null)
    return [link(urls.register(here), 'Register'), link(urls.login(here), 'Sign in')].map((item) => ({
      ...item,
      current: item.href.startsWith(`${current}?`),
    }))
  return [
    link(urls.settings, 'Settings'),
    ...(atLeast(viewer, 'editor') ? [link(urls.desk(), countedText('Desk', await deps.header.desk()))] : []),
    ...(atLeast(viewer, 'moderator')
      ? [link(urls.queue, countedText('Queue', await deps.header.queue(request))), link(urls.log, 'Moderation log')]
      : []),
    ...(atLeast(viewer, 'admin') ? [link(urls.admin, 'Admin')] : []),
  ]
}

const themeColors = ({ assets }: Deps, theme: Theme): Chrome['themeColors'] =>
  theme === 'auto'
    ? [
        { media: '(prefers-color-scheme: dark)', color: assets.paper.dark },
        { media: '', color: assets.paper.light },
      ]
    : [{ media: '', color: assets.paper[theme] }]

const countedText = (text: string, items: number): string => (items === 0 ? text : `${text} (${number(items)})`)

/** Strangers get the links where an account is enough to use them. */
function mayPost({ settings }: Deps, { viewer }: FastifyRequest): boolean {
  const { submitters } = settings()
  return viewer === null
    ? submitters === 'guests' || submitters === 'members'
    : may.submit(viewer, { submitters }) === null
}

const SECTIONS_IN_BAR = 6

/**
 * @param request for the reader and their theme
 * @param here address of the page
 * @param current address of the section or page that the bar marks
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
    posting: mayPost(deps, request)
      ? [link(urls.newLink, 'Post a news link'), link(urls.newArticle, 'Post your own article')]
      : [],
    account: await accountLinks(deps, request, here, current),
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
    themeColors: themeColors(deps, theme),
    head: plainHead(siteName, `${deps.config.baseUrl}${here}`),
    tabs: [],
    tabsLabel: 'Moderation',
    faulty: false,
  }
}

/** Adds metadata to a page's head. */
export const withHead = (chrome: Chrome, head: Partial<Head>): Chrome => ({
  ...chrome,
  head: { ...chrome.head, ...head },
})

/** For pages that search engines must not find: personal pages, forms, errors. */
export const unlisted = (chrome: Chrome): Chrome => withHead(chrome, { canonical: '', feeds: [], properties: [] })
