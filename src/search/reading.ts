// Gathers what the search page shows: resolves names, scans the index, fetches hits.

import { sections as allSections } from '../articles/section-queries.ts'
import { unreadCounts } from '../comments/thread/news-reading.ts'
import type { Deps } from '../deps.ts'
import type { Faults } from '../faults.ts'
import { count } from '../format.ts'
import { hasNoMutes } from '../mutes/rules.ts'
import { dayOf } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import type { SearchField, SearchForm } from './form.ts'
import { HITS_PER_PAGE, MAX_FETCHES, readHitPage } from './hit-reading.ts'
import { pendingFill } from './index-queries.ts'
import { timeOfKey } from './keys.ts'
import { matchAll, type Question } from './match.ts'
import { keyRangeOf, resolveNames } from './names-reading.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'
import { MAX_PARTS, type ParsedSearch, parseSearch, shortenInput } from './rules.ts'
import { BUDGET, type KeyRange, RANKED_HITS, rankMatches, type ScanBudget, scanIndex } from './walk-reading.ts'

/** Hits that are counted; beyond it the page says "More than". */
const MAX_COUNT = 100

export type SearchAnswer = { page: pages.SearchPage; title: string; status: 200 | 422 }

type Budgets = Record<'search' | 'better', ScanBudget>

/** The page of a search, for one reader. */
export async function readSearch(
  deps: Deps,
  form: SearchForm,
  typedFaults: Faults<SearchField>,
  reader: Reader,
  budget: Budgets = BUDGET,
): Promise<SearchAnswer> {
  const { db } = deps
  const sections = await allSections(db)
  const faults = { ...typedFaults }
  if (form.section !== '' && !sections.some(({ slug }) => slug === form.section))
    faults.section = 'There is no such section.'
  const thread = form.article === null ? null : ((await queries.publishedThread(db, form.article)) ?? null)
  const page = pages.emptyPage(form, faults, sections)
  const status = Object.keys(faults).length > 0 || (form.article !== null && thread === null) ? 422 : 200
  const title = form.q === '' ? 'Search' : `Search: ${shortenInput(form.q)}`
  page.building = (await pendingFill(db)).length > 0
  page.thread =
    thread === null
      ? null
      : {
          href: urls.article(thread),
          headline: thread.headline,
          everywhere: pages.searchAddress(form, { article: null }),
        }
  page.qFaults = (['q', 'period', 'order', 'before', 'newest', 'article'] as const).flatMap(
    (name) => faults[name] ?? [],
  )
  if (form.article !== null && thread === null) page.qFaults.push('That thread does not exist.')
  const parsed = parseSearch(form.q)
  if (parsed.wordless) page.qFaults.push(`“${shortenInput(form.q)}” contains no word to search for.`)
  page.help = form.q === '' || page.qFaults.length > 0
  if (
    status === 422 ||
    parsed.wordless ||
    (form.q === '' && !pages.hasFilters(form)) ||
    (form.q === '' && form.article !== null && !pages.hasFilters({ ...form, article: null }))
  )
    return { page, title, status }
  const { question, faults: unknown, byFault } = await resolveNames(deps, form, parsed, sections, thread)
  page.qFaults.push(...unknown)
  page.by.fault = byFault
  if (page.qFaults.length > 0 || byFault !== '') return { page: { ...page, help: byFault === '' }, title, status }
  await fillResults(
    deps,
    form,
    parsed,
    question,
    keyRangeOf(form, parsed, deps.settings().timeZone),
    page,
    reader,
    budget,
  )
  return { page: { ...page, help: false }, title, status }
}

/** Keys in the order of the page, and the texts around them. */
type Result = {
  keys: number[]
  heading: string
  /** Address of the page after the hit with a key. */
  next: (last: number) => string
  /** Address of the first page; empty on it. */
  first: string
  note: pages.SearchPage['note']
  /** Shown instead of the link to the next page. */
  end: pages.SearchPage['note']
}

/** How far back a search got within its budget. */
const reachedNote = (reached: number, form: SearchForm, zone: string): pages.SearchPage['note'] => ({
  text: `Searched back to ${pages.monthText(dayOf(timeOfKey(reached), zone))}.`,
  link: { href: pages.searchAddress(form, { order: 'date', before: reached }), text: 'Search further back' },
})

async function searchByDate(
  deps: Deps,
  form: SearchForm,
  question: Question,
  range: KeyRange,
  budget: Budgets,
): Promise<Result> {
  const onFirst = form.before === null
  const want = (onFirst ? MAX_COUNT : HITS_PER_PAGE * MAX_FETCHES) + 1
  const { keys, reached } = await scanIndex(
    deps.db,
    matchAll(question),
    { ...range, before: Math.min(range.before, form.before ?? range.before) },
    want,
    budget.search,
  )
  const counted = keys.length > MAX_COUNT ? `More than ${MAX_COUNT} results` : count(keys.length, 'result')
  return {
    keys,
    heading: !onFirst ? 'Results' : reached === null ? counted : `${counted} so far`,
    next: (last) => pages.searchAddress(form, { order: 'date', before: last }),
    first: onFirst ? '' : pages.searchAddress(form, {}),
    note: null,
    end: reached === null ? null : reachedNote(reached, form, deps.settings().timeZone),
  }
}

async function searchByRelevance(
  deps: Deps,
  form: SearchForm,
  question: Question,
  range: KeyRange,
  budget: Budgets,
): Promise<Result> {
  const { keys: ordered, newest } = await rankMatches(
    deps.db,
    question,
    { ...range, before: Math.min(range.before, form.newest === null ? range.before : form.newest + 1) },
    budget,
  )
  // If the key is no longer among the ranked results, its entry was removed: start again.
  const keys = form.before === null ? ordered : ordered.slice(ordered.indexOf(form.before) + 1)
  const full = newest.keys.length >= RANKED_HITS
  const onwards = pages.searchAddress(form, { order: 'date', before: newest.keys.at(-1) ?? null })
  const counted = full ? `More than ${RANKED_HITS} results` : count(ordered.length, 'result')
  return {
    keys,
    heading: newest.reached === null ? counted : `${counted} so far`,
    next: (last) => pages.searchAddress(form, { before: last, newest: form.newest ?? Math.max(...ordered) }),
    first: keys.length < ordered.length ? pages.searchAddress(form, {}) : '',
    note: full
      ? {
          text: `The best of the newest ${RANKED_HITS} results, and older ones with these words in the headline or as a phrase.`,
          link: { href: pages.searchAddress(form, { order: 'date' }), text: 'All by date' },
        }
      : null,
    end:
      newest.reached !== null
        ? reachedNote(newest.reached, form, deps.settings().timeZone)
        : full
          ? { text: 'The best matches end here.', link: { href: onwards, text: 'Continue by date' } }
          : null,
  }
}

/** Adds hits, texts and links to the page. */
async function fillResults(
  deps: Deps,
  form: SearchForm,
  parsed: ParsedSearch,
  question: Question,
  range: KeyRange,
  page: pages.SearchPage,
  reader: Reader,
  budget: Budgets,
): Promise<void> {
  const { mutes } = reader
  const dated = form.order === 'date' || question.phrases.length === 0
  const result = await (dated ? searchByDate : searchByRelevance)(deps, form, question, range, budget)
  const { found, last, more, muted } = await readHitPage(deps.db, result.keys, mutes)
  const fresh = await unreadCounts(
    deps,
    reader,
    found.flatMap((one) => (one.noun === 'article' ? [one.row] : [])),
  )
  page.hits = pages.hitViews(found, {
    phrases: question.phrases,
    now: deps.clock(),
    settings: deps.settings(),
    dates: reader.dates,
    viewer: reader.viewer,
    fresh,
  })
  page.first = result.first
  page.next = more && last !== null ? result.next(last) : ''
  page.note = parsed.cut
    ? { text: `A search can have up to ${MAX_PARTS} words. The rest was ignored.`, link: null }
    : result.note
  page.end = more ? null : result.end
  if (question.phrases.length > 0)
    page.tabs = [
      { href: pages.searchAddress(form, { order: '' }), text: 'Best match', current: !dated },
      { href: pages.searchAddress(form, { order: 'date' }), text: 'Newest', current: dated },
    ]
  if (page.hits.length > 0) page.heading = `${hasNoMutes(mutes) ? result.heading : 'Results'}${pages.forQuery(form.q)}`
  else if (more)
    page.empty = { text: 'Everything on this page is muted.', link: { href: page.next, text: 'Search further back' } }
  else if (muted)
    page.empty = {
      text: 'All results are muted.',
      link: { href: urls.mutes, text: 'Your muted list' },
    }
  else if (result.end === null) page.empty = emptyResults(form, form.before === null)
}

function emptyResults(form: SearchForm, onFirst: boolean): pages.SearchPage['empty'] {
  if (!onFirst)
    return {
      text: 'No older results.',
      link: { href: pages.searchAddress(form, {}), text: 'Newest results' },
    }
  const text = form.q === '' ? 'Nothing found.' : `Nothing found${pages.forQuery(form.q)}.`
  if (pages.hasFilters(form) && form.q !== '')
    return {
      text,
      link: { href: urls.search(new URLSearchParams({ q: form.q }).toString()), text: 'Search without filters' },
    }
  return { text, link: { href: urls.archive, text: 'Try fewer words, or browse the archive' } }
}
