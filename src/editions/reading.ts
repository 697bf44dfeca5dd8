// Gathers what the front page and the archive show.
import { depths as commentDepths } from './queries.ts'
import { volley } from '../comments/volley.ts'
import type { Deps } from '../deps.ts'
import { addDays, nextMidnight, timeOf, DAY } from '../time.ts'
import { count, longDay, monthName, number, shortDay, spelled } from '../web/format.ts'
import { urls } from '../web/urls.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'

export type FrontPage = {
  day: string
  ear: pages.Ear
  strip: pages.Strip
  lead: pages.Lead | null
  blocks: pages.SectionBlock[]
  yesterday: { heading: string; href: string; count: string; stories: pages.Story[] } | null
  latest: pages.LatestComment[]
  updated: string
  since: string
  calendar: pages.Calendar
  totals: string[]
  discussed: pages.Story[]
}

/** When the next of these threads closes by age, or the day ends: until then the page stays true. */
function expiryOf(deps: Deps, rows: readonly queries.StoryRow[], now: number): number {
  const settings = deps.settings()
  let expires = nextMidnight(now, settings.timeZone)
  for (const row of rows) {
    const state = pages.storyState(row, settings, now)
    if (!state.closed && state.closesAt !== null && state.closesAt > now) expires = Math.min(expires, state.closesAt)
  }
  return expires
}

async function leadOf(deps: Deps, rows: readonly queries.StoryRow[], day: string, context: pages.StoryContext): Promise<{ id: number; lead: pages.Lead } | null> {
  const chosen = await queries.leadOf(deps.db, day)
  const row = rows.find(({ id }) => id === chosen) ?? [...rows].sort((a, b) => b.comment_count - a.comment_count || a.id - b.id)[0]
  if (!row) return null
  const answered = await queries.mostAnswered(deps.db, row.id, 2)
  return {
    id: row.id,
    lead: {
      story: pages.story(row, context),
      section: row.section,
      sectionHref: urls.section(row.section_slug),
      volley: volley((await commentDepths(deps.db, row.id)).map((depth) => ({ depth, isNew: false }))),
      quotes: pages.quotes(answered, day, context.settings.timeZone),
    },
  }
}

async function monthCalendar(deps: Deps, day: string): Promise<pages.Calendar> {
  const month = day.slice(0, 7)
  const editions = new Map((await queries.daysWithin(deps.db, month)).map((row) => [row.day, row.articles]))
  const bounds = pages.fifths(await queries.editionSizes(deps.db, addDays(day, -365)))
  const before = addDays(`${month}-01`, -1).slice(0, 7)
  const year = month.slice(0, 4)
  return {
    caption: `${monthName(Number(month.slice(5)))} ${Number(year)}`,
    weeks: pages.calendar(month, editions, bounds, day),
    previous: (await queries.daysWithin(deps.db, before)).length > 0 ? { href: urls.month(before), text: monthName(Number(before.slice(5))) } : null,
    year: { href: urls.year(year), text: `All of ${Number(year)}` },
  }
}

/** The front page of the current edition: today's, or the newest day's that has one; null before the first article. */
export async function readFront(deps: Deps): Promise<{ page: FrontPage; expires: number } | null> {
  const { db } = deps
  const settings = deps.settings()
  const now = deps.clock()
  const zone = settings.timeZone
  const today = pages.today(now, settings)
  const day = await queries.newestDay(db)
  if (day === null) return null
  const context = { now, settings, day }
  const rows = await queries.editionStories(db, day)
  const found = await leadOf(deps, rows, day, context)
  const [current, yesterday, ...older] = await queries.editionsUpTo(db, day, 7)
  const still = yesterday ? (await queries.mostDiscussed(db, yesterday.day, yesterday.day, 4)) : []
  const archive = await queries.archiveTotal(db)
  const discussed = await queries.mostDiscussed(db, addDays(day, -6), day, 5)
  return {
    expires: expiryOf(deps, [...rows, ...still, ...discussed], now),
    page: {
      day,
      ear: pages.ear(day, await queries.editionNumber(db, day), { articles: rows.length, comments: rows.reduce((sum, row) => sum + row.comment_count, 0) }, day === today),
      strip: pages.strip([current!, ...(yesterday ? [yesterday] : []), ...older], day),
      lead: found?.lead ?? null,
      blocks: pages.sectionBlocks(rows, found?.id ?? null, context, day === today ? ' today' : ''),
      yesterday: yesterday && still.length > 0 ? { heading: yesterday.day === addDays(today, -1) ? 'Yesterday, still arguing' : 'The day before, still arguing', href: urls.edition(yesterday.day), count: count(yesterday.articles, 'story', 'stories'), stories: still.map((row) => pages.story(row, context)) } : null,
      latest: pages.latest(await queries.latestComments(db, 5), now, zone),
      updated: `updated ${timeOf(now, zone)}`,
      since: archive.first === null ? '' : `since ${Number(archive.first.slice(0, 4))}`,
      calendar: await monthCalendar(deps, day),
      totals: pages.totals(archive, await queries.dayTotal(db, today), now, zone),
      discussed: discussed.map((row) => pages.story(row, context)),
    },
  }
}

export type EditionPage = {
  title: string
  intro: string
  previous: pages.DayLink
  next: pages.DayLink
  lead: pages.Lead | null
  blocks: pages.SectionBlock[]
  years: { href: string; text: string; current: boolean }[]
}

/** One day of the archive as its front page; null when it has no edition. */
export async function readEdition(deps: Deps, day: string): Promise<{ page: EditionPage; expires: number } | null> {
  const { db } = deps
  const settings = deps.settings()
  const now = deps.clock()
  const rows = await queries.editionStories(db, day)
  if (rows.length === 0) return null
  const context = { now, settings, day }
  const found = await leadOf(deps, rows, day, context)
  const people = new Set(rows.map((row) => row.nic)).size
  const comments = rows.reduce((sum, row) => sum + row.comment_count, 0)
  const no = await queries.editionNumber(db, day)
  const [, before] = await queries.editionsUpTo(db, day, 2)
  return {
    expires: expiryOf(deps, rows, now),
    page: {
      title: longDay(day),
      intro: `No. ${number(no)}. ${spelled(rows.length)} ${rows.length === 1 ? 'story' : 'stories'} by ${count(people, 'person', 'people')}, ${count(comments, 'comment')}.`,
      previous: pages.dayLink(before?.day, day),
      next: pages.dayLink(await queries.editionAfter(db, day), day),
      lead: found?.lead ?? null,
      blocks: pages.sectionBlocks(rows, found?.id ?? null, context, ''),
      years: await yearLinks(deps, day.slice(0, 4)),
    },
  }
}

export async function yearLinks(deps: Deps, current: string): Promise<{ href: string; text: string; current: boolean }[]> {
  const years = [...new Set((await queries.months(deps.db)).map(({ month }) => month.slice(0, 4)))]
  return years.map((year) => ({ href: urls.year(year), text: String(Number(year)), current: year === current }))
}

export type MonthTable = { caption: string; href: string; weeks: pages.Cell[][] }
export type YearPage = { /** A whole year: months side by side, days as dots. */ compact: boolean; title: string; intro: string; key: { size: string; text: string }[]; /** The months with editions on either side of a month. */ previous: pages.DayLink; next: pages.DayLink; months: MonthTable[]; years: { href: string; text: string; current: boolean }[] }

/** A year, or one month of it, as calendars; null when it has no edition. `prefix` is `2030` or `2030-03`. */
export async function readCalendar(deps: Deps, prefix: string): Promise<YearPage | null> {
  const days = await queries.daysWithin(deps.db, prefix)
  if (days.length === 0) return null
  const year = prefix.slice(0, 4)
  const bounds = pages.fifths(days.map((row) => row.articles))
  const editions = new Map(days.map((row) => [row.day, row.articles]))
  const stories = days.reduce((sum, row) => sum + row.articles, 0)
  const shown = prefix.length === 4 ? Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`) : [prefix]
  const today = pages.today(deps.clock(), deps.settings())
  const compact = prefix.length === 4
  const all = compact ? [] : (await queries.months(deps.db)).map(({ month }) => month).reverse()
  const around = (by: number): pages.DayLink => {
    const month = compact ? undefined : all[all.indexOf(prefix) + by]
    return month === undefined ? null : { href: urls.month(month), text: `${monthName(Number(month.slice(5)))} ${Number(month.slice(0, 4))}` }
  }
  return {
    compact,
    title: compact ? `${Number(year)}${today.startsWith(year) ? ', so far' : ''}` : `${monthName(Number(prefix.slice(5)))} ${Number(year)}`,
    intro: `${spelled(stories)} ${stories === 1 ? 'story' : 'stories'}. The bigger the dot, the busier the day.`,
    key: compact && new Set(bounds).size === bounds.length ? [...bounds.map((bound, i) => ({ size: `h${i + 1}`, text: i === 0 ? `up to ${bound}` : `to ${bound}` })), { size: 'h5', text: 'more' }] : [],
    previous: around(-1),
    next: around(1),
    months: shown
      .filter((month) => !compact || month <= today.slice(0, 7) || [...editions.keys()].some((day) => day.startsWith(month)))
      .map((month) => ({ caption: monthName(Number(month.slice(5))), href: compact && [...editions.keys()].some((day) => day.startsWith(month)) ? urls.month(month) : '', weeks: pages.calendar(month, editions, bounds, null, compact) })),
    years: await yearLinks(deps, year),
  }
}

export type ArchivePage = { intro: string; years: { href: string; year: string; count: string; months: { href: string; text: string; articles: string; comments: string }[] }[] }

export async function readArchive(deps: Deps): Promise<ArchivePage> {
  const months = await queries.months(deps.db)
  const total = await queries.archiveTotal(deps.db)
  const years = new Map<string, typeof months>()
  for (const month of months) years.set(month.month.slice(0, 4), [...(years.get(month.month.slice(0, 4)) ?? []), month])
  return {
    intro: total.first === null ? 'Nothing has been published yet.' : `${count(total.articles, 'article')} and ${count(total.comments, 'comment')} since ${shortDay(total.first)}. Every edition stays as it was.`,
    years: [...years].map(([year, list]) => ({
      href: urls.year(year),
      year: String(Number(year)),
      count: count(list.reduce((sum, row) => sum + row.articles, 0), 'article'),
      months: list.map((row) => ({ href: urls.month(row.month), text: monthName(Number(row.month.slice(5))), articles: number(row.articles), comments: number(row.comments) })),
    })),
  }
}

/** Stories of a page of a section. */
const LIST = 40

export type SectionPage = { name: string; area: string; stories: pages.Story[]; older: string; newest: string }

export async function readSection(deps: Deps, slug: string, before: number | null): Promise<{ page: SectionPage; expires: number } | null> {
  const section = await queries.sectionBySlug(deps.db, slug)
  if (!section) return null
  const key = before === null ? null : await queries.articleKey(deps.db, before)
  if (key === undefined) return null
  const now = deps.clock()
  const rows = await queries.sectionStories(deps.db, section.id, key, LIST + 1)
  const shown = rows.slice(0, LIST)
  const context = { now, settings: deps.settings(), day: null }
  return {
    expires: Math.min(expiryOf(deps, shown, now), now + DAY),
    page: {
      name: section.name,
      area: section.area,
      stories: shown.map((row) => pages.story(row, context)),
      older: rows.length > LIST ? `${urls.section(slug)}?before=${shown[shown.length - 1]!.id}` : '',
      newest: before === null ? '' : urls.section(slug),
    },
  }
}

export type SectionsPage = { areas: { name: string; sections: { href: string; name: string; count: string }[] }[] }

export async function readSections(deps: Deps): Promise<SectionsPage> {
  const counts = await queries.sectionCounts(deps.db)
  const areas = new Map<string, SectionsPage['areas'][number]['sections']>()
  for (const section of await queries.sections(deps.db)) {
    const list = areas.get(section.area) ?? []
    list.push({ href: urls.section(section.slug), name: section.name, count: count(counts.get(section.id) ?? 0, 'article') })
    areas.set(section.area, list)
  }
  return { areas: [...areas].map(([name, sections]) => ({ name, sections })) }
}
