// The site's own pages: as readers see them, their history, their list and their form. Pure.

import { type Dates, dateOf, type Moment, moment, number } from '../../format.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import type { Button } from '../../markup/table.ts'
import { toolButtons } from '../../markup/toolbar.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { type Piece, wordDiff } from '../../word-diff.ts'
import { type Flash, type FlashModel, flashModel, type Summary, summaryOf } from '../pages.ts'
import type { TypedSiteText } from './form.ts'
import type { PageVersion } from './queries.ts'
import { MAX_PAGE_CHARACTERS, type SitePage, sitePages } from './rules.ts'

export type SiteTextPage = { heading: string; html: SafeHtml; changed: string; history: string; edit: string }

export type SiteTextHistory = {
  heading: string
  back: string
  versions: {
    id: string
    heading: string
    time: Moment
    note: string
    log: string
    pieces: readonly Piece[]
    whole: string
  }[]
  older: string
}

export type SiteTextsPage = {
  intro: string
  flash: FlashModel
  pages: { title: string; href: string; edit: string; history: string; changed: string }[]
}

export type SiteTextFormPage = {
  heading: string
  action: string
  address: string
  summary: Summary
  preview: SafeHtml | null
  tools: readonly Button[]
  text: { value: string; fault: string }
  note: { value: string; fault: string }
  was: string
  max: number
  maxNote: number
  limit: string
}

const changedText = (version: PageVersion | undefined, dates: Dates): string =>
  version === undefined ? '' : `Last changed ${dateOf(version.created_at, dates)}.`

export const siteTextPage = (
  page: SitePage,
  html: SafeHtml,
  version: PageVersion | undefined,
  mayEdit: boolean,
  dates: Dates,
): SiteTextPage => ({
  heading: sitePages[page].title,
  html,
  changed: changedText(version, dates),
  history: version === undefined ? '' : urls.sitePageHistory(page),
  edit: mayEdit ? urls.adminPage(page) : '',
})

export const VERSIONS_PER_PAGE = 10

/**
 * @param rows versions, the newest first, one more than a page if there are older ones
 * @param first what the page said before its first version
 */
export function siteTextHistory(
  page: SitePage,
  rows: readonly PageVersion[],
  first: string,
  now: number,
  dates: Dates,
): SiteTextHistory {
  const shown = rows.slice(0, VERSIONS_PER_PAGE)
  return {
    heading: `History: ${sitePages[page].title}`,
    back: urls.sitePage(page),
    versions: shown.map((version, i) => {
      const diff = wordDiff(rows[i + 1]?.markup ?? first, version.markup)
      return {
        id: `v${version.id}`,
        heading: version.nic === null ? 'Changed' : `Changed by ${version.nic}`,
        time: moment(version.created_at, now, dates),
        note: version.reason,
        log: urls.logEntry(version.log_entry_id),
        pieces: diff?.pieces ?? [],
        whole: diff === null ? version.markup : '',
      }
    }),
    older: rows.length > shown.length ? urls.below(urls.sitePageHistory(page), shown.at(-1)!.id) : '',
  }
}

/** @param versions those in force, by page */
export const siteTextsPage = (
  versions: ReadonlyMap<SitePage, PageVersion>,
  flash: Flash,
  dates: Dates,
): SiteTextsPage => ({
  intro:
    'Pages that are linked at the foot of every page. Their defaults say what the software does, and follow the settings until you change them.',
  flash: flashModel(flash, urls.adminPages),
  pages: (Object.keys(sitePages) as SitePage[]).map((page) => {
    const version = versions.get(page)
    return {
      title: sitePages[page].title,
      href: urls.sitePage(page),
      edit: urls.adminPage(page),
      history: version === undefined ? '' : urls.sitePageHistory(page),
      changed:
        version === undefined
          ? 'Default'
          : `${dateOf(version.created_at, dates)}${version.nic === null ? '' : `, by ${version.nic}`}`,
    }
  }),
})

export type SiteTextResult = {
  typed: TypedSiteText
  faults: { body?: string; note?: string }
  preview: SafeHtml | null
}

export const siteTextFormPage = (page: SitePage, { typed, faults, preview }: SiteTextResult): SiteTextFormPage => ({
  heading: `Page: ${sitePages[page].title}`,
  action: urls.adminPage(page),
  address: urls.sitePage(page),
  summary: summaryOf(
    (['body', 'note'] as const).flatMap((name) =>
      faults[name] === undefined ? [] : [{ href: `#${name}`, text: faults[name] }],
    ),
  ),
  preview,
  tools: toolButtons('article'),
  text: { value: typed.body, fault: faults.body ?? '' },
  note: { value: typed.note, fault: faults.note ?? '' },
  was: typed.was,
  max: MAX_PAGE_CHARACTERS,
  maxNote: limits.reason,
  limit: number(MAX_PAGE_CHARACTERS),
})
