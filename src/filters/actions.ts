// What filters do with a text on its way in: put something in the place of words, refuse it, or let it wait.

import type { Db, Store, Tx } from '../db/open.ts'
import type { FilterAction, FilterKind } from '../db/schema/filters.ts'
import type { Deps } from '../deps.ts'
import { linkedHosts } from '../markup/links.ts'
import { plainText } from '../markup/text.ts'
import { atLeast, isGuest, type Writer } from '../permissions.ts'
import { createPause, runInSlices } from '../slices.ts'
import { DAY } from '../time.ts'
import { classify } from './classifier-actions.ts'
import { textKey } from './normalize.ts'
import * as stored from './queries.ts'
import { standingOfAccount, standingOfGuest } from './queries.ts'
import {
  aboutKind,
  type Found,
  finding,
  inOrder,
  makeReady,
  plainReading,
  type Ready,
  readingOf,
  replaceSpans,
  type Subject,
} from './rules.ts'

/** What a filter caught. */
export type Catch = { filter: number; action: FilterAction; words: string }

/** Who writes, as filters ask: whoever moderates is left alone. */
export type Who = {
  staff: boolean
  guest: boolean
  standing: () => Promise<number> /** The comment that is changed; 0 for a new one. */
  comment: number
}

/** What is to be done with a text. */
export type Filtered = {
  /** The text as it will be stored. */
  source: string
  /** What was put in the place of what, for the writer to see; empty where nothing was. */
  replaced: string
  /** Why it is refused, in a sentence; null where it is not. */
  refused: string | null
  /** Why it waits; null where it does not. */
  hold: { rule: 'filter' | 'classifier'; words: string } | null
  catches: Catch[]
}

/** Versions of filters never change, so what was made ready once stays so. */
const readied = new WeakMap<Store, Map<number, Ready>>()

async function filtersOn(deps: Pick<Deps, 'store'>, db: Db): Promise<Ready[]> {
  const rows = await stored.filtersOn(db)
  const before = readied.get(deps.store)
  const pause = createPause()
  const now = new Map<number, Ready>()
  for (const row of rows) {
    now.set(row.id, before?.get(row.id) ?? makeReady(row))
    await pause()
  }
  readied.set(deps.store, now)
  return [...now.values()]
}

const whoWrites = (db: Db, writer: Writer): Who =>
  isGuest(writer)
    ? { staff: false, guest: true, standing: () => standingOfGuest(db, writer.key), comment: 0 }
    : {
        staff: atLeast(writer, 'moderator'),
        guest: false,
        standing: () => standingOfAccount(db, writer.id),
        comment: 0,
      }

/** Comments among which a repetition is looked for, at most. */
const AMONG = 2000

/** Days since the same text was posted last. */
async function repeatedSince(
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
    AMONG,
  )
  const same = rows.find((row) => textKey(row.source) === key)
  return same === undefined ? null : (deps.clock() - same.created_at) / DAY
}

/** What the site puts in the place of words, before anything is rendered. */
async function replaceIn(
  ready: readonly Ready[],
  source: string,
  who: Pick<Subject, 'guest' | 'standing'>,
): Promise<Pick<Filtered, 'source' | 'replaced' | 'catches'>> {
  const pause = createPause()
  let reading = readingOf(source)
  const [said, catches]: [string[], Catch[]] = [[], []]
  for (const one of ready) {
    const { filter } = one
    const bare: Subject = { ...who, source, plain: source, hosts: [], repeated: null }
    const found = await runInSlices(finding(one, bare, reading, null), pause)
    if (found === null || found.spans.length === 0) continue
    source = replaceSpans(source, inOrder(found.spans), filter.replacement)
    reading = readingOf(source)
    said.push(`${found.words.map((word) => `“${word}”`).join(', ')} by “${filter.replacement}”`)
    catches.push({ filter: filter.id, action: 'replace', words: found.words.join(', ') })
  }
  return { source, replaced: said.join('; '), catches }
}

/** The writer's own words, which they can change; of a rule about newcomers nothing can be changed but the time. */
const refusedWords = (kind: FilterKind, words: string): string =>
  kind === 'newcomer'
    ? 'A rule of this site about newcomers does not let this be posted yet.'
    : `A rule of this site about ${aboutKind[kind]} does not let this be posted: ${words}.`

/** A text that no filter has seen. */
export const unfiltered = (source: string): Filtered => ({
  source,
  replaced: '',
  refused: null,
  hold: null,
  catches: [],
})

/**
 * What becomes of a text.
 * @param render makes the HTML of what it is to say
 * @param before what the comment says now, where one is changed: what filters find in that is not found again
 */
export async function applyFilters(
  deps: Deps,
  db: Db,
  writer: Writer | Who,
  source: string,
  render: (source: string) => Promise<string>,
  before: { source: string; html: string } | null = null,
): Promise<Filtered> {
  const who = 'staff' in writer ? writer : whoWrites(db, writer)
  if (who.staff) {
    await render(source)
    return unfiltered(source)
  }
  const ready = await filtersOn(deps, db)
  const standing = await who.standing()
  const replaced = await replaceIn(
    ready.filter((one) => one.filter.action === 'replace'),
    source,
    { guest: who.guest, standing },
  )
  const html = await render(replaced.source)
  const subjectOf = async (text: { source: string; html: string }): Promise<Subject> => ({
    source: text.source,
    plain: plainText(text.html),
    hosts: linkedHosts(text.html),
    guest: who.guest,
    standing,
    repeated: await repeatedSince(
      deps,
      db,
      text.source,
      Math.max(0, ...ready.map((one) => (one.filter.kind === 'repeat' ? one.most : 0))),
      who.comment,
    ),
  })
  const subject = await subjectOf({ source: replaced.source, html })
  const was = before === null ? null : await subjectOf(before)
  const [wasReading, wasPlain] = was === null ? [null, null] : [readingOf(was.source), plainReading(was)]
  const [reading, plain, pause] = [readingOf(subject.source), plainReading(subject), createPause()]
  const sifted: Filtered = { ...replaced, refused: null, hold: null }
  for (const one of ready) {
    const { filter } = one
    if (filter.action === 'replace') continue
    const found = await runInSlices(finding(one, subject, reading, plain), pause)
    if (
      found === null ||
      (was !== null && !isNew(found, await runInSlices(finding(one, was, wasReading!, wasPlain), pause)))
    )
      continue
    const words = found.words.join(', ')
    sifted.catches.push({ filter: filter.id, action: filter.action, words })
    if (filter.action === 'refuse') sifted.refused ??= refusedWords(filter.kind, words)
    else sifted.hold ??= { rule: 'filter', words: `${filter.name}: ${words}` }
  }
  if (sifted.hold === null) {
    const looksOf = (text: Subject) => classify(db, text, 'asSwitchedOn')
    const looks = await looksOf(subject)
    if (looks !== null && !(was !== null && (await looksOf(was)) !== null))
      sifted.hold = { rule: 'classifier', words: `${looks.score} of 100` }
  }
  return sifted
}

/** A text that was let stand with the same words in it is not held again for them. */
const isNew = (found: Found, before: Found | null): boolean =>
  before === null || found.words.some((word) => !before.words.includes(word))

/** Stores what was caught, in the transaction of whoever stores the text. */
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
