// Applies filters to a text before it is stored: replaces words, refuses it, or holds it.

import type { Db, Store, Tx } from '../db/open.ts'
import type { FilterAction, FilterKind } from '../db/schema/filters.ts'
import type { Deps } from '../deps.ts'
import { linkedHosts } from '../markup/links.ts'
import { plainText } from '../markup/text.ts'
import { atLeast, isGuest, type Writer } from '../permissions.ts'
import { createPause, runInSlices } from '../slices.ts'
import { DAY } from '../time.ts'
import { topic } from '../topics.ts'
import { classify } from './classifier-actions.ts'
import { textKey } from './normalize.ts'
import * as stored from './queries.ts'
import { countLiveOfGuest } from './queries.ts'
import {
  type CompiledFilter,
  compileFilter,
  createSearchText,
  type Filter,
  kindNouns,
  type Match,
  matchInSteps,
  mergeSpans,
  plainSearchText,
  replaceSpans,
  type Subject,
} from './rules.ts'
import { type FormSigns, hasSign, noSigns, refusedSignSentence } from './signs.ts'

/** A match of a filter, as recorded. */
export type Catch = { filter: number; action: FilterAction; words: string }

/** The data of an author that filters use. Texts of the staff are not filtered. */
export type FilterWriter = {
  staff: boolean
  guest: boolean
  liveComments: () => Promise<number>
  /** The id of the comment that is edited; 0 for a new one. */
  comment: number
}

/** The result of filtering a text. */
export type Filtered = {
  /** The text to store, with replacements. */
  source: string
  /** The replacements, in words for the author; empty for none. */
  replaced: string
  /** Why it is refused, in a sentence; null otherwise. */
  refused: string | null
  /** Why it is held; null otherwise. */
  hold: { rule: 'filter' | 'classifier'; words: string } | null
  catches: Catch[]
}

/** Compiled filters by version id. A version never changes, so an entry stays valid. */
const compiledFilters = new WeakMap<Store, Map<number, CompiledFilter>>()

async function compileFilters(
  deps: Pick<Deps, 'store'>,
  rows: Awaited<ReturnType<typeof stored.whatIsOn>>['filters'],
): Promise<CompiledFilter[]> {
  const before = compiledFilters.get(deps.store)
  const pause = createPause()
  const now = new Map<number, CompiledFilter>()
  for (const row of rows) {
    now.set(row.id, before?.get(row.id) ?? compileFilter(row))
    await pause()
  }
  compiledFilters.set(deps.store, now)
  return [...now.values()]
}

/** What the remembered filters take in memory beside their words, roughly. */
const FILTER_BYTES = 1000

/**
 * What is on, remembered until a trigger notes that it has changed.
 * @param isGuest only the sessions of members look for what other processes have changed
 */
async function whatIsOn(
  { db, parts, clock, followAccounts }: Deps,
  isGuest: boolean,
): ReturnType<typeof stored.whatIsOn> {
  await followAccounts(isGuest)
  return parts.once('filters', clock(), async () => {
    const value = await stored.whatIsOn(db)
    const bytes = value.filters.reduce((sum, filter) => sum + FILTER_BYTES + 2 * filter.match_text.length, FILTER_BYTES)
    return { value, bytes, expires: Infinity, topics: [topic.filters] }
  })
}

const describeWriter = (db: Db, writer: Writer): FilterWriter =>
  isGuest(writer)
    ? { staff: false, guest: true, liveComments: () => countLiveOfGuest(db, writer.key), comment: 0 }
    : {
        staff: atLeast(writer, 'moderator'),
        guest: false,
        liveComments: async () => writer.commentCount,
        comment: 0,
      }

/** The most recent comments that a text is compared with. */
const REPEAT_CANDIDATES = 2000

/** Days since the same text was last posted, or null. */
async function daysSinceRepeat(
  deps: Pick<Deps, 'clock'>,
  db: Db,
  source: string,
  days: number,
  except: number,
): Promise<number | null> {
  const key = textKey(source)
  if (key === null || days === 0) return null
  const length = [...source].length
  const rows = await stored.recentTexts(
    db,
    deps.clock() - days * DAY,
    { least: Math.floor(length * 0.7), most: Math.ceil(length * 1.3) + 20 },
    except,
    REPEAT_CANDIDATES,
  )
  const same = rows.find((row) => textKey(row.source) === key)
  return same === undefined ? null : (deps.clock() - same.created_at) / DAY
}

/** Applies the filters that replace words. Works on the source, because rendering and sanitizing come last. */
async function applyReplacements(
  ready: readonly CompiledFilter[],
  source: string,
  who: Pick<Subject, 'guest' | 'liveComments'>,
): Promise<Pick<Filtered, 'source' | 'replaced' | 'catches'>> {
  const pause = createPause()
  let searched = createSearchText(source)
  const [replacements, catches]: [string[], Catch[]] = [[], []]
  for (const one of ready) {
    const { filter } = one
    const bare: Subject = { ...who, source, plain: source, hosts: [], repeated: null, signs: noSigns }
    const found = await runInSlices(matchInSteps(one, bare, searched, null), pause)
    if (found === null || found.spans.length === 0) continue
    source = replaceSpans(source, mergeSpans(found.spans), filter.replacement)
    searched = createSearchText(source)
    replacements.push(`${found.words.map((word) => `“${word}”`).join(', ')} with “${filter.replacement}”`)
    catches.push({ filter: filter.id, action: 'replace', words: found.words.join(', ') })
  }
  return { source, replaced: replacements.join('; '), catches }
}

/** Names the matched words, which the author can change. */
const refusalSentence = (kind: FilterKind, words: string): string =>
  kind === 'newcomer'
    ? 'Not posted: a rule of this site for newcomers does not allow this yet.'
    : `Not posted: a rule of this site about ${kindNouns[kind]} does not allow this: ${words}.`

/** The result for a text that is not filtered. */
export const unfiltered = (source: string): Filtered => ({
  source,
  replaced: '',
  refused: null,
  hold: null,
  catches: [],
})

/**
 * Applies all filters that are on, and then the classifier.
 * @param render renders a source to HTML
 * @param before the present text of an edited comment: what filters find in it is not held again
 * @param signs the signs of a robot in the form
 */
export async function applyFilters(
  deps: Deps,
  db: Db,
  writer: Writer | FilterWriter,
  source: string,
  render: (source: string) => Promise<string>,
  before: { source: string; html: string } | null = null,
  signs: FormSigns = noSigns,
): Promise<Filtered> {
  const who = 'staff' in writer ? writer : describeWriter(db, writer)
  if (who.staff) {
    await render(source)
    return unfiltered(source)
  }
  const { filters, threshold } = db === deps.db ? await whatIsOn(deps, who.guest) : await stored.whatIsOn(db)
  const ready = await compileFilters(deps, filters)
  const liveComments = ready.length === 0 && threshold === null ? 0 : await who.liveComments()
  const replaced = await applyReplacements(
    ready.filter((one) => one.filter.action === 'replace'),
    source,
    { guest: who.guest, liveComments },
  )
  const html = await render(replaced.source)
  const subjectOf = async (text: { source: string; html: string }): Promise<Subject> => ({
    source: text.source,
    plain: plainText(text.html),
    hosts: linkedHosts(text.html),
    guest: who.guest,
    liveComments,
    repeated: await daysSinceRepeat(
      deps,
      db,
      text.source,
      Math.max(0, ...ready.map((one) => (one.filter.kind === 'repeat' ? one.most : 0))),
      who.comment,
    ),
    signs,
  })
  const subject = await subjectOf({ source: replaced.source, html })
  const previous = before === null ? null : await subjectOf(before)
  const filtered: Filtered = { ...replaced, refused: null, hold: null }
  for (const { filter, words } of await newMatches(ready, subject, previous)) {
    filtered.catches.push({ filter: filter.id, action: filter.action, words })
    if (filter.action === 'refuse')
      filtered.refused ??= [
        refusalSentence(filter.kind, words),
        ...(filter.form_sign === '' ? [] : [refusedSignSentence(filter.form_sign, signs)]),
      ].join(' ')
    else filtered.hold ??= { rule: 'filter', words: `${filter.name}: ${words}` }
  }
  if (threshold !== null) filtered.hold ??= await classifierHold(db, threshold, subject, previous)
  return filtered
}

/** The matches of filters that hold or refuse, without those that the previous text had too. Filters that ask for a sign come last: a reason that needs none outranks them. */
async function newMatches(
  ready: readonly CompiledFilter[],
  subject: Subject,
  previous: Subject | null,
): Promise<{ filter: Filter; words: string }[]> {
  const searchTexts = (text: Subject) => [createSearchText(text.source), plainSearchText(text)] as const
  const [source, plain] = searchTexts(subject)
  const [previousSource, previousPlain] = previous === null ? [null, null] : searchTexts(previous)
  const pause = createPause()
  const matches: { filter: Filter; words: string }[] = []
  for (const one of ready) {
    if (one.filter.action === 'replace') continue
    const found = await runInSlices(matchInSteps(one, subject, source, plain), pause)
    if (found === null) continue
    const earlier =
      previous === null ? null : await runInSlices(matchInSteps(one, previous, previousSource!, previousPlain), pause)
    if (isNewMatch(found, earlier)) matches.push({ filter: one.filter, words: found.words.join(', ') })
  }
  return matches.sort((a, b) => Number(a.filter.form_sign !== '') - Number(b.filter.form_sign !== ''))
}

/** The classifier's reason to hold a text, unless the previous text had one too. */
async function classifierHold(
  db: Db,
  threshold: number,
  subject: Subject,
  previous: Subject | null,
): Promise<Filtered['hold']> {
  const result = await classify(db, subject, threshold, hasSign(subject.signs ?? noSigns))
  if (result === null || (previous !== null && (await classify(db, previous, threshold)) !== null)) return null
  return {
    rule: 'classifier',
    words: `${result.score} of 100${result.lowered ? ', held from a lower score because of how the form was sent' : ''}`,
  }
}

/** Whether an edit adds words that the filter finds: words that were there before are accepted. */
const isNewMatch = (found: Match, before: Match | null): boolean =>
  before === null || found.words.some((word) => !before.words.includes(word))

/** Records matches, in the transaction that stores the text. */
export const recordCatches = (db: Tx, catches: readonly Catch[], comment: number | null, now: number): Promise<void> =>
  stored.insertCatches(
    db,
    catches.map(({ filter, action, words }) => ({
      filter_id: filter,
      comment_id: comment,
      action,
      matched_text: words,
      created_at: now,
    })),
  )
