// Gathers what the search shows: names resolved, the index looked through, hits fetched and looked at once more.
import { sections as allSections } from '../articles/section-queries.ts'

import { unreadCounts } from '../comments/thread/news-reading.ts'
import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import type { Faults } from '../faults.ts'
import { count } from '../format.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import { hasNoMutes, type Mutes } from '../mutes/rules.ts'
import { addDays, dayOf, momentOf } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import type { SearchField, SearchForm } from './form.ts'
import { firstKeyOf, timeOfKey } from './keys.ts'
import { fact, matchAll, matchFact, type Question } from './match.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'
import { intersectDays, MAX_PARTS, type ParsedSearch, parseSearch, shortenInput } from './rules.ts'
import {
  ALL_TIME,
  BUDGET,
  type KeyRange,
  RANKED_HITS,
  rankMatches,
  type ScanBudget,
  scanIndex,
  UNLIMITED,
} from './walk-reading.ts'
import { foldedWords } from './words.ts'

/** Hits of one page. */
const HITS_PER_PAGE = 20

/** Hits that are counted; more are "more than". */
const MAX_COUNT = 100

/** How often more hits are fetched to fill a page from which some were left out. */
const MAX_FETCHES = 5

export type SearchAnswer = { page: pages.SearchPage; title: string; status: 200 | 422 }

type Budgets = Record<'search' | 'better', ScanBudget>

type Sections = Awaited<ReturnType<typeof allSections>>
type Thread = NonNullable<Awaited<ReturnType<typeof queries.publishedThread>>>

const hasSigned = async (db: Db, nic: string): Promise<boolean> =>
  (await scanIndex(db, matchFact(fact.nic(nic)), ALL_TIME, 1, UNLIMITED)).keys.length > 0

/** The question with every name in it found; what names nothing becomes a fault. */
async function resolveNames(
  deps: Deps,
  form: SearchForm,
  asked: ParsedSearch,
  sections: Sections,
  thread: Thread | null,
): Promise<{ question: Question; faults: string[]; byFault: string }> {
  const faults = [...asked.faults]
  const groups = new Map<string, string[]>()
  const noFacts: string[] = []
  const add = (group: string, one: string, not: boolean): void =>
    void (not ? noFacts.push(one) : groups.set(group, [...(groups.get(group) ?? []), one]))
  for (const { kind, value, not } of asked.filters) {
    if (kind === 'section') {
      const wanted = foldedWords(value).join(' ')
      const section = sections.find(
        ({ slug, name }) => slug === value.toLowerCase() || (wanted !== '' && foldedWords(name).join(' ') === wanted),
      )
      if (section) add('section', fact.section(section.id), not)
      else faults.push(`section: There is no section called “${shortenInput(value)}”.`)
    } else if (kind === 'by') {
      if (await hasSigned(deps.db, value)) add('by', fact.nic(value), not)
      else faults.push(`by: Nothing here is signed “${shortenInput(value)}”.`)
    } else if (/^\d/.test(value)) {
      if (await queries.publishedThread(deps.db, Number(value))) add('thread', fact.article(Number(value)), not)
      else faults.push(`in: There is no article ${value}.`)
    } else add('noun', fact.noun(value.toLowerCase() === 'comments' ? 'comment' : 'article'), not)
  }
  const chosen = sections.find(({ slug }) => slug === form.section)
  if (chosen) add('chosen section', fact.section(chosen.id), false)
  if (form.in.length === 1) add('chosen noun', fact.noun(form.in[0] === 'comments' ? 'comment' : 'article'), false)
  if (thread) add('chosen thread', fact.article(thread.id), false)
  const known = form.by === '' || (await hasSigned(deps.db, form.by))
  if (form.by !== '') add('chosen nic', fact.nic(form.by), false)
  return {
    question: { phrases: asked.phrases, excluded: asked.excluded, facts: [...groups.values()], noFacts },
    faults,
    byFault: known ? '' : `Nothing here is signed “${shortenInput(form.by)}”.`,
  }
}

/** The keys of the days that were asked for. */
function keyRangeOf(form: SearchForm, asked: ParsedSearch, zone: string): KeyRange {
  const days = intersectDays(asked, {
    from: form.from === '' ? null : form.from,
    until: form.to === '' ? null : addDays(form.to, 1),
  })
  const key = (day: string | null, otherwise: number): number =>
    day === null ? otherwise : firstKeyOf(momentOf(day, '00:00', zone))
  return { from: key(days.from, ALL_TIME.from), before: key(days.until, ALL_TIME.before) }
}

/** Rows of these keys in their order; what readers do not see any more is left out. */
async function readHits(db: Db, keys: readonly number[]): Promise<pages.HitRow[]> {
  if (keys.length === 0) return []
  const entries = await queries.entriesByKeys(db, keys)
  const ids = (noun: string): number[] => entries.flatMap((entry) => (entry.noun === noun ? [entry.noun_id] : []))
  const [articles, comments] = [ids('article'), ids('comment')]
  const stories = new Map(
    (articles.length === 0 ? [] : await queries.articleHits(db, articles)).map((row) => [row.id, row]),
  )
  const talk = new Map(
    (comments.length === 0 ? [] : await queries.commentHits(db, comments)).map((row) => [row.id, row]),
  )
  const rows = new Map<number, pages.HitRow>()
  for (const { key, noun, noun_id } of entries) {
    const story = noun === 'article' ? stories.get(noun_id) : undefined
    const comment = noun === 'comment' ? talk.get(noun_id) : undefined
    if (story) rows.set(key, { key, noun: 'article', row: story })
    if (comment) rows.set(key, { key, noun: 'comment', row: comment })
  }
  return keys.flatMap((key) => rows.get(key) ?? [])
}

/** The hits that a reader has not muted, in their order. */
async function unmutedHits(db: Db, mutes: Mutes, found: readonly pages.HitRow[]): Promise<pages.HitRow[]> {
  if (hasNoMutes(mutes)) return [...found]
  const stories = await unmutedStories(
    db,
    mutes,
    found.flatMap((one) => (one.noun === 'article' ? [one.row] : [])),
  )
  const comments = await unmutedComments(
    db,
    mutes,
    found.flatMap((one) => (one.noun === 'comment' ? [one.row] : [])),
  )
  const shown = new Set<object>([...stories, ...comments])
  return found.filter(({ row }) => shown.has(row))
}

type HitPage = {
  found: pages.HitRow[] /** After this key the next page goes on. */
  last: number | null
  more: boolean /** Something was left out because it is muted. */
  muted: boolean
}

/** A page of hits out of a list of keys, filled up where hits are left out. */
async function readHitPage(db: Db, keys: readonly number[], mutes: Mutes): Promise<HitPage> {
  const found: pages.HitRow[] = []
  let at = 0
  let muted = false
  for (let round = 0; round < MAX_FETCHES && at < keys.length && found.length < HITS_PER_PAGE; round++) {
    const batch = keys.slice(at, at + HITS_PER_PAGE - found.length)
    const seen = await readHits(db, batch)
    const shown = await unmutedHits(db, mutes, seen)
    muted ||= shown.length < seen.length
    found.push(...shown)
    at += batch.length
  }
  return { found, last: keys[at - 1] ?? null, more: at < keys.length, muted }
}

/** The page of a search, as one reader sees it. */
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
  page.building = (await queries.pendingFill(db)).length > 0
  page.thread =
    thread === null
      ? null
      : {
          href: urls.article(thread),
          headline: thread.headline,
          everywhere: pages.searchAddress(form, { article: null }),
        }
  page.qFaults = (['q', 'order', 'before', 'newest', 'article'] as const).flatMap((name) => faults[name] ?? [])
  if (form.article !== null && thread === null) page.qFaults.push('There is no such thread to search in.')
  const asked = parseSearch(form.q)
  if (asked.wordless) page.qFaults.push(`There is no word in “${shortenInput(form.q)}” to look for.`)
  page.help = form.q === '' || page.qFaults.length > 0
  if (
    status === 422 ||
    asked.wordless ||
    (form.q === '' && !pages.hasFilters(form)) ||
    (form.q === '' && form.article !== null && !pages.hasFilters({ ...form, article: null }))
  )
    return { page, title, status }
  const { question, faults: unknown, byFault } = await resolveNames(deps, form, asked, sections, thread)
  page.qFaults.push(...unknown)
  page.by.fault = byFault
  if (page.qFaults.length > 0 || byFault !== '') return { page: { ...page, help: byFault === '' }, title, status }
  await fillResults(
    deps,
    form,
    asked,
    question,
    keyRangeOf(form, asked, deps.settings().timeZone),
    page,
    reader,
    budget,
  )
  return { page: { ...page, help: false }, title, status }
}

/** Keys in the order of the page, and what is said of them. */
type Result = {
  keys: number[]
  says: string
  /** Address of the page after the hit with this key. */
  next: (last: number) => string
  /** Address of the first page, from a later one. */
  first: string
  note: pages.SearchPage['note']
  /** Said in place of the next page. */
  end: pages.SearchPage['note']
}

/** How far back a search got before its time was up. */
const reachedNote = (reached: number, form: SearchForm, zone: string): pages.SearchPage['note'] => ({
  text: `Looked back as far as ${pages.monthText(dayOf(timeOfKey(reached), zone))}.`,
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
    says: !onFirst ? 'Results' : reached === null ? counted : `${counted} so far`,
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
  // A place that is not in the window any more was taken down meanwhile: the results begin again.
  const keys = form.before === null ? ordered : ordered.slice(ordered.indexOf(form.before) + 1)
  const full = newest.keys.length >= RANKED_HITS
  const onwards = pages.searchAddress(form, { order: 'date', before: newest.keys.at(-1) ?? null })
  const counted = full ? `More than ${RANKED_HITS} results` : count(ordered.length, 'result')
  return {
    keys,
    says: newest.reached === null ? counted : `${counted} so far`,
    next: (last) => pages.searchAddress(form, { before: last, newest: form.newest ?? Math.max(...ordered) }),
    first: keys.length < ordered.length ? pages.searchAddress(form, {}) : '',
    note: full
      ? {
          text: `The best of the newest ${RANKED_HITS} results, and older ones that have these words in the headline or side by side.`,
          link: { href: pages.searchAddress(form, { order: 'date' }), text: 'All by date' },
        }
      : null,
    end:
      newest.reached !== null
        ? reachedNote(newest.reached, form, deps.settings().timeZone)
        : full
          ? { text: 'The best matches end here.', link: { href: onwards, text: 'Go on by date' } }
          : null,
  }
}

/** Puts the hits on the page, with how far they go and what comes next. */
async function fillResults(
  deps: Deps,
  form: SearchForm,
  asked: ParsedSearch,
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
  const now = deps.clock()
  const fresh = await unreadCounts(
    deps,
    reader,
    found.flatMap((one) => (one.noun === 'article' ? [one.row] : [])),
  )
  page.hits = found.map((one) => pages.hitView(one, question.phrases, now, deps.settings(), reader, fresh))
  page.first = result.first
  page.next = more && last !== null ? result.next(last) : ''
  page.note = asked.cut
    ? { text: `A search takes ${MAX_PARTS} words; the rest was left out.`, link: null }
    : result.note
  page.end = more ? null : result.end
  if (question.phrases.length > 0)
    page.tabs = [
      { href: pages.searchAddress(form, { order: '' }), text: 'Best match', current: !dated },
      { href: pages.searchAddress(form, { order: 'date' }), text: 'Newest', current: dated },
    ]
  if (page.hits.length > 0) page.heading = `${hasNoMutes(mutes) ? result.says : 'Results'}${pages.forQuery(form.q)}`
  else if (more)
    page.empty = { text: 'Everything on this page is muted.', link: { href: page.next, text: 'Look further back' } }
  else if (muted)
    page.empty = {
      text: 'Everything that was found is muted.',
      link: { href: urls.mutes, text: 'What you have muted' },
    }
  else if (result.end === null) page.empty = emptyResults(form, form.before === null)
}

function emptyResults(form: SearchForm, onFirst: boolean): pages.SearchPage['empty'] {
  if (!onFirst)
    return {
      text: 'There is nothing further back.',
      link: { href: pages.searchAddress(form, {}), text: 'The newest results' },
    }
  const text =
    form.q === '' ? 'Nothing here is like that.' : `Nothing here says ${pages.forQuery(form.q).replace(/^ for /, '')}.`
  if (pages.hasFilters(form) && form.q !== '')
    return { text, link: { href: urls.search(new URLSearchParams({ q: form.q }).toString()), text: 'Look everywhere' } }
  return { text, link: { href: urls.archive, text: 'Try fewer words, or look through the archive' } }
}
