// View model of the frame of every page: masthead, navigation, account links, footer.

import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { dateAndTime } from '../format.ts'
import { atLeast, may, type Viewer } from '../permissions.ts'
import { canStrangersRegister } from '../registration-modes.ts'
import { urls } from '../urls.ts'
import { cookieNames, type Theme } from './cookies.ts'
import { type Head, plainHead } from './head.ts'
import { looksOf } from './looks.ts'
import { datesOf } from './reader.ts'
import { settingsTabs } from './settings-tabs.ts'

type Link = { href: string; text: string; current: boolean }

/** A tab with the number of items that wait there; empty for none. */
export type Tab = Link & {
  count: string
  /** A group of pages, one of which is the current one. */
  isOpen?: boolean
  /** A page below its group; shown where the window is wide. */
  isSub?: boolean
}

/** A link of the account with the number of items behind it, empty for none, and what they are: ` unread`. */
type Counted = Tab & { unit: string }

export type Chrome = {
  siteName: string
  tagline: string
  /** The site has the name of the drawn nameplate. */
  drawnName: boolean
  /** Address of the page, without host. */
  canonical: string
  /** All open sections. A wide window shows the first ones in one line, without the others, the `rest`. */
  sections: (Link & { rest: boolean })[]
  /** All open areas; empty on a site with a single one, which has the same page as the front page. */
  areas: Link[]
  far: Link[]
  /** The forms that send in news, for readers who may send some or could after signing in. */
  posting: Link[]
  /** Links of a stranger; empty for members. */
  account: Link[]
  /** Whether strangers can register without an invitation. */
  canRegister: boolean
  /** What waits for a member, beside their nic; the first is shown on a phone too. */
  waiting: Counted[]
  /** Links under a member's nic; empty for strangers. */
  menu: Counted[]
  /** The reader's nic; null for guests. */
  viewer: { nic: string } | null
  /** The first page after registering greets; `email` waits to be confirmed until a time, both empty for none. */
  welcome: { nic: string; email: string; until: string } | null
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
  /** Tools below the tabs; empty on most pages. */
  tools: Tab[]
  /** The page is one of the tools. */
  isTool: boolean
  /** What the tabs lead through, for screen readers. */
  tabsLabel: string
  /** The page is a form that came back with faults. */
  faulty: boolean
}

const strangerLinks = (here: string, current: string, canRegister: boolean): Link[] =>
  [
    ...(canRegister ? [{ href: urls.register(here), text: 'Register' }] : []),
    { href: urls.login(here), text: 'Sign in' },
  ].map((link) => ({ ...link, current: link.href.startsWith(`${current}?`) }))

/** The links under a member's nic. What waits for others comes before what waits for them. */
async function memberLinks(deps: Deps, request: FastifyRequest, viewer: Viewer, current: string): Promise<Counted[]> {
  const link = (href: string, text: string, items = '', unit = ''): Counted => ({
    href,
    text,
    current: current === href,
    count: items,
    unit,
  })
  const waiting = (items: number): [string, string] => [countText(items), ' waiting']
  return [
    ...(request.withheldRole === null ? [] : [link(urls.totp, 'Set up a second factor')]),
    link(urls.person(viewer.nic), 'Profile'),
    ...(atLeast(viewer, 'moderator') ? [link(urls.queue, 'Queue', ...waiting(await deps.header.queue(request)))] : []),
    ...(atLeast(viewer, 'editor') ? [link(urls.desk(), 'Desk', ...waiting(await deps.header.desk()))] : []),
    link(urls.inbox, 'Inbox', request.anyUnread ? await deps.header.unread(viewer) : '', ' unread'),
    ...(atLeast(viewer, 'moderator') ? [link(urls.log, 'Moderation log')] : []),
    ...(atLeast(viewer, 'admin') ? [link(urls.admin, 'Admin')] : []),
    ...postingLinks(deps, request, current).map(({ href, text }) => link(href, text)),
    link(urls.drafts, 'Drafts'),
    { ...link(urls.account, 'Settings'), current: current === urls.settings },
  ]
}

const themeColors = ({ assets }: Deps, theme: Theme): Chrome['themeColors'] =>
  theme === 'auto'
    ? [
        { media: '(prefers-color-scheme: dark)', color: assets.paper.dark },
        { media: '', color: assets.paper.light },
      ]
    : [{ media: '', color: assets.paper[theme] }]

const MAX_COUNTED = 999

/** A number with room in the header; empty for none. */
const countText = (items: number): string =>
  items === 0 ? '' : items > MAX_COUNTED ? `${MAX_COUNTED}+` : String(items)

/** Strangers get the links where an account is enough to use them. */
function mayPost({ settings }: Deps, { viewer }: FastifyRequest): boolean {
  const { submitters } = settings()
  return viewer === null
    ? submitters === 'guests' || submitters === 'members'
    : may.submit(viewer, { submitters }) === null
}

const postingLinks = (deps: Deps, request: FastifyRequest, current: string): Link[] =>
  mayPost(deps, request)
    ? [
        { href: urls.newLink, text: 'Post a news link', current: current === urls.newLink },
        { href: urls.newArticle, text: 'Post your own article', current: current === urls.newArticle },
      ]
    : []

/** Sections that a wide window shows. */
const SECTIONS_IN_LINE = 6

type Placed = { slug: string; name: string; area: string; area_slug: string }

function placeLinks(
  all: readonly Placed[],
  link: (href: string, text: string) => Link,
): Pick<Chrome, 'sections' | 'areas'> {
  const areas = new Map(all.map(({ area_slug, area }) => [area_slug, area]))
  return {
    sections: all.map(({ slug, name }, i) => ({ ...link(urls.section(slug), name), rest: i >= SECTIONS_IN_LINE })),
    areas: areas.size > 1 ? [...areas].map(([slug, name]) => link(urls.area(slug), name)) : [],
  }
}

async function readWelcome(
  deps: Deps,
  request: FastifyRequest,
  viewer: Viewer,
): Promise<NonNullable<Chrome['welcome']>> {
  const unconfirmed = await deps.header.unconfirmed(viewer)
  const until = unconfirmed?.until ?? null
  return {
    nic: viewer.nic,
    email: unconfirmed?.email ?? '',
    until: until === null ? '' : dateAndTime(until, datesOf(deps, request)),
  }
}

/** What the header says to its reader. */
export type AccountChrome = Pick<Chrome, 'posting' | 'account' | 'waiting' | 'menu' | 'viewer' | 'welcome'>

/**
 * @param here address of the page
 * @param current address of the section or page that the bar marks
 */
export async function accountChrome(
  deps: Deps,
  request: FastifyRequest,
  here: string,
  current: string,
): Promise<AccountChrome> {
  const { viewer } = request
  const menu = viewer === null ? [] : await memberLinks(deps, request, viewer, current)
  return {
    posting: postingLinks(deps, request, current),
    account: viewer === null ? strangerLinks(here, current, canStrangersRegister(deps.settings())) : [],
    waiting: menu.filter(({ count }) => count !== ''),
    menu,
    viewer: viewer === null ? null : { nic: viewer.nic },
    welcome:
      viewer === null || request.cookies[cookieNames.welcome] === undefined
        ? null
        : await readWelcome(deps, request, viewer),
  }
}

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
  const { theme, size, keys } = looksOf(request)
  const { viewer } = request
  const link = (href: string, text: string): Link => ({ href, text, current: current === href })
  return {
    ...(await accountChrome(deps, request, here, current)),
    siteName,
    tagline,
    drawnName: siteName === 'Broadside',
    canonical: here,
    ...placeLinks(await deps.header.sections(), link),
    far: [link(urls.archive, 'Archive'), link(urls.search(), 'Search')],
    canRegister: canStrangersRegister(deps.settings()),
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
    tabs: settingsTabs(here, viewer !== null),
    tools: [],
    isTool: false,
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
