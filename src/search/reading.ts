// Gathers what the search shows: names resolved, the index looked through, hits fetched and looked at once more.
import { sections as allSections } from '../articles/section-queries.ts'

import { unreadCounts } from '../comments/thread/news-reading.ts'
import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import type { Faults } from '../faults.ts'
import { count } from '../format.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import { type Mutes, mutesNothing } from '../mutes/rules.ts'
import { addDays, dayOf, momentOf } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import type { SearchField, SearchForm } from './form.ts'
import { keyOf, timeOfKey } from './keys.ts'
import { all, fact, having, type Question } from './match.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'
import { type Asked, MOST_PARTS, narrowed, parse, shortly } from './rules.ts'
import { BUDGET, type Budget, bestOf, EVER, type Range, UNLIMITED, WINDOW, walk } from './walk-reading.ts'
import { wordsOf } from './words.ts'

/** Hits of one page. */
const PAGE = 20

/** Hits that are counted; more are "more than". */
const COUNTED = 100

/** How often more hits are fetched to fill a page from which some were left out. */
const ROUNDS = 5

export type Read = { page: pages.SearchPage; title: string; status: 200 | 422 }

type Budgets = Record<'search' | 'better', Budget>

type Sections = Awaited<ReturnType<typeof allSections>>
type Thread = NonNullable<Awaited<ReturnType<typeof queries.threadNamed>>>

const isSigned = async (db: Db, nic: string): Promise<boolean> =>
  (await walk(db, having(fact.nic(nic)), EVER, 1, UNLIMITED)).keys.length > 0

/** The question with every name in it found; what names nothing becomes a fault. */
async function resolve(
  deps: Deps,
  form: SearchForm,
  asked: Asked,
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
      const wanted = wordsOf(value).join(' ')
      const section = sections.find(
        ({ slug, name }) => slug === value.toLowerCase() || (wanted !== '' && wordsOf(name).join(' ') === wanted),
      )
      if (section) add('section', fact.section(section.id), not)
      else faults.push(`section: There is no section called “${shortly(value)}”.`)
    } else if (kind === 'by') {
      if (await isSigned(deps.db, value)) add('by', fact.nic(value), not)
      else faults.push(`by: Nothing here is signed “${shortly(value)}”.`)
    } else if (/^\d/.test(value)) {
      if (await queries.threadNamed(deps.db, Number(value))) add('thread', fact.article(Number(value)), not)
      else faults.push(`in: There is no article ${value}.`)
    } else add('noun', fact.noun(value.toLowerCase() === 'comments' ? 'comment' : 'article'), not)
  }
  const chosen = sections.find(({ slug }) => slug === form.section)
  if (chosen) add('chosen section', fact.section(chosen.id), false)
  if (form.in.length === 1) add('chosen noun', fact.noun(form.in[0] === 'comments' ? 'comment' : 'article'), false)
  if (thread) add('chosen thread', fact.article(thread.id), false)
  const known = form.by === '' || (await isSigned(deps.db, form.by))
  if (form.by !== '') add('chosen nic', fact.nic(form.by), false)
  return {
    question: { phrases: asked.phrases, excluded: asked.excluded, facts: [...groups.values()], noFacts },
    faults,
    byFault: known ? '' : `Nothing here is signed “${shortly(form.by)}”.`,
  }
}

/** The keys of the days that were asked for. */
function rangeOf(form: SearchForm, asked: Asked, zone: string): Range {
  const days = narrowed(asked, {
    from: form.from === '' ? null : form.from,
    until: form.to === '' ? null : addDays(form.to, 1),
  })
  const key = (day: string | null, otherwise: number): number =>
    day === null ? otherwise : keyOf(momentOf(day, '00:00', zone))
  return { from: key(days.from, EVER.from), before: key(days.until, EVER.before) }
}

/** Rows of these keys in their order; what readers do not see any more is left out. */
async function fetch(db: Db, keys: readonly number[]): Promise<pages.Found[]> {
  if (keys.length === 0) return []
  const entries = await queries.entriesAt(db, keys)
  const ids = (noun: string): number[] => entries.flatMap((entry) => (entry.noun === noun ? [entry.noun_id] : []))
  const [articles, comments] = [ids('article'), ids('comment')]
  const stories = new Map(
    (articles.length === 0 ? [] : await queries.foundArticles(db, articles)).map((row) => [row.id, row]),
  )
  const talk = new Map(
    (comments.length === 0 ? [] : await queries.foundComments(db, comments)).map((row) => [row.id, row]),
  )
  const rows = new Map<number, pages.Found>()
  for (const { key, noun, noun_id } of entries) {
    const story = noun === 'article' ? stories.get(noun_id) : undefined
    const comment = noun === 'comment' ? talk.get(noun_id) : undefined
    if (story) rows.set(key, { key, noun: 'article', row: story })
    if (comment) rows.set(key, { key, noun: 'comment', row: comment })
  }
  return keys.flatMap((key) => rows.get(key) ?? [])
}

/** The hits that a reader has not muted, in their order. */
async function unmuted(db: Db, mutes: Mutes, found: readonly pages.Found[]): Promise<pages.Found[]> {
  if (mutesNothing(mutes)) return [...found]
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

type Page = {
  found: pages.Found[] /** After this key the next page goes on. */
  last: number | null
  more: boolean /** Something was left out because it is muted. */
  muted: boolean
}

/** A page of hits out of a list of keys, filled up where hits are left out. */
async function pageOf(db: Db, keys: readonly number[], mutes: Mutes): Promise<Page> {
  const found: pages.Found[] = []
  let at = 0
  let muted = false
  for (let round = 0; round < ROUNDS && at < keys.length && found.length < PAGE; round++) {
    const batch = keys.slice(at, at + PAGE - found.length)
    const seen = await fetch(db, batch)
    const shown = await unmuted(db, mutes, seen)
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
): Promise<Read> {
  const { db } = deps
  const sections = await allSections(db)
  const faults = { ...typedFaults }
  if (form.section !== '' && !sections.some(({ slug }) => slug === form.section))
    faults.section = 'There is no such section.'
  const thread = form.article === null ? null : ((await queries.threadNamed(db, form.article)) ?? null)
  const page = pages.emptyPage(form, faults, sections)
  const status = Object.keys(faults).length > 0 || (form.article !== null && thread === null) ? 422 : 200
  const title = form.q === '' ? 'Search' : `Search: ${shortly(form.q)}`
  page.building = (await queries.fillLeft(db)).length > 0
  page.thread =
    thread === null
      ? null
      : { href: urls.article(thread), headline: thread.headline, everywhere: pages.addressOf(form, { article: null }) }
  page.qFaults = (['q', 'order', 'before', 'newest', 'article'] as const).flatMap((name) => faults[name] ?? [])
  if (form.article !== null && thread === null) page.qFaults.push('There is no such thread to search in.')
  const asked = parse(form.q)
  if (asked.wordless) page.qFaults.push(`There is no word in “${shortly(form.q)}” to look for.`)
  page.help = form.q === '' || page.qFaults.length > 0
  if (
    status === 422 ||
    asked.wordless ||
    (form.q === '' && !pages.isNarrowed(form)) ||
    (form.q === '' && form.article !== null && !pages.isNarrowed({ ...form, article: null }))
  )
    return { page, title, status }
  const { question, faults: unknown, byFault } = await resolve(deps, form, asked, sections, thread)
  page.qFaults.push(...unknown)
  page.by.fault = byFault
  if (page.qFaults.length > 0 || byFault !== '') return { page: { ...page, help: byFault === '' }, title, status }
  await answer(deps, form, asked, question, rangeOf(form, asked, deps.settings().timeZone), page, reader, budget)
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
const gotTo = (reached: number, form: SearchForm, zone: string): pages.SearchPage['note'] => ({
  text: `Looked back as far as ${pages.monthText(dayOf(timeOfKey(reached), zone))}.`,
  link: { href: pages.addressOf(form, { order: 'date', before: reached }), text: 'Search further back' },
})

async function byDate(
  deps: Deps,
  form: SearchForm,
  question: Question,
  range: Range,
  budget: Budgets,
): Promise<Result> {
  const onFirst = form.before === null
  const want = (onFirst ? COUNTED : PAGE * ROUNDS) + 1
  const { keys, reached } = await walk(
    deps.db,
    all(question),
    { ...range, before: Math.min(range.before, form.before ?? range.before) },
    want,
    budget.search,
  )
  const counted = keys.length > COUNTED ? `More than ${COUNTED} results` : count(keys.length, 'result')
  return {
    keys,
    says: !onFirst ? 'Results' : reached === null ? counted : `${counted} so far`,
    next: (last) => pages.addressOf(form, { order: 'date', before: last }),
    first: onFirst ? '' : pages.addressOf(form, {}),
    note: null,
    end: reached === null ? null : gotTo(reached, form, deps.settings().timeZone),
  }
}

async function byRelevance(
  deps: Deps,
  form: SearchForm,
  question: Question,
  range: Range,
  budget: Budgets,
): Promise<Result> {
  const { keys: ordered, newest } = await bestOf(
    deps.db,
    question,
    { ...range, before: Math.min(range.before, form.newest === null ? range.before : form.newest + 1) },
    budget,
  )
  // A place that is not in the window any more was taken down meanwhile: the results begin again.
  const keys = form.before === null ? ordered : ordered.slice(ordered.indexOf(form.before) + 1)
  const full = newest.keys.length >= WINDOW
  const onwards = pages.addressOf(form, { order: 'date', before: newest.keys.at(-1) ?? null })
  const counted = full ? `More than ${WINDOW} results` : count(ordered.length, 'result')
  return {
    keys,
    says: newest.reached === null ? counted : `${counted} so far`,
    next: (last) => pages.addressOf(form, { before: last, newest: form.newest ?? Math.max(...ordered) }),
    first: keys.length < ordered.length ? pages.addressOf(form, {}) : '',
    note: full
      ? {
          text: `The best of the newest ${WINDOW} results, and older ones that have these words in the headline or side by side.`,
          link: { href: pages.addressOf(form, { order: 'date' }), text: 'All by date' },
        }
      : null,
    end:
      newest.reached !== null
        ? gotTo(newest.reached, form, deps.settings().timeZone)
        : full
          ? { text: 'The best matches end here.', link: { href: onwards, text: 'Go on by date' } }
          : null,
  }
}

/** Puts the hits on the page, with how far they go and what comes next. */
async function answer(
  deps: Deps,
  form: SearchForm,
  asked: Asked,
  question: Question,
  range: Range,
  page: pages.SearchPage,
  reader: Reader,
  budget: Budgets,
): Promise<void> {
  const { mutes } = reader
  const dated = form.order === 'date' || question.phrases.length === 0
  const result = await (dated ? byDate : byRelevance)(deps, form, question, range, budget)
  const { found, last, more, muted } = await pageOf(deps.db, result.keys, mutes)
  const now = deps.clock()
  const fresh = await unreadCounts(
    deps,
    reader,
    found.flatMap((one) => (one.noun === 'article' ? [one.row] : [])),
  )
  page.hits = found.map((one) => pages.hit(one, question.phrases, now, deps.settings(), reader, fresh))
  page.first = result.first
  page.next = more && last !== null ? result.next(last) : ''
  page.note = asked.cut
    ? { text: `A search takes ${MOST_PARTS} words; the rest was left out.`, link: null }
    : result.note
  page.end = more ? null : result.end
  if (question.phrases.length > 0)
    page.tabs = [
      { href: pages.addressOf(form, { order: '' }), text: 'Best match', current: !dated },
      { href: pages.addressOf(form, { order: 'date' }), text: 'Newest', current: dated },
    ]
  if (page.hits.length > 0) page.says = `${mutesNothing(mutes) ? result.says : 'Results'}${pages.asking(form.q)}`
  else if (more)
    page.empty = { text: 'Everything on this page is muted.', link: { href: page.next, text: 'Look further back' } }
  else if (muted)
    page.empty = {
      text: 'Everything that was found is muted.',
      link: { href: urls.mutes, text: 'What you have muted' },
    }
  else if (result.end === null) page.empty = emptyOf(form, form.before === null)
}

function emptyOf(form: SearchForm, onFirst: boolean): pages.SearchPage['empty'] {
  if (!onFirst)
    return {
      text: 'There is nothing further back.',
      link: { href: pages.addressOf(form, {}), text: 'The newest results' },
    }
  const text =
    form.q === '' ? 'Nothing here is like that.' : `Nothing here says ${pages.asking(form.q).replace(/^ for /, '')}.`
  if (pages.isNarrowed(form) && form.q !== '')
    return { text, link: { href: urls.search(new URLSearchParams({ q: form.q }).toString()), text: 'Look everywhere' } }
  return { text, link: { href: urls.archive, text: 'Try fewer words, or look through the archive' } }
}
