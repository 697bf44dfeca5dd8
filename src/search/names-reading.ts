// Resolves the names and dates of a search.

import { accountByNicOrSkeleton } from '../accounts/queries.ts'
import type { sections as sectionRows } from '../articles/section-queries.ts'
import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { skeleton } from '../skeleton.ts'
import { addDays, momentOf } from '../time.ts'
import type { SearchForm } from './form.ts'
import { firstKeyOf } from './keys.ts'
import type { Question } from './match.ts'
import { fact, matchFact } from './match.ts'
import * as queries from './queries.ts'
import type { ParsedSearch } from './rules.ts'
import { intersectDays, shortenInput } from './rules.ts'
import type { KeyRange } from './walk-reading.ts'
import { ALL_TIME, scanIndex, UNLIMITED } from './walk-reading.ts'
import { foldedWords } from './words.ts'

export type Sections = Awaited<ReturnType<typeof sectionRows>>
export type Thread = NonNullable<Awaited<ReturnType<typeof queries.publishedThread>>>

/** Whether a story or a comment is signed with a nic. */
const hasSigned = async (db: Db, nic: string): Promise<boolean> =>
  (await scanIndex(db, matchFact(fact.nic(nic)), ALL_TIME, 1, UNLIMITED)).keys.length > 0

/** The nics that a typed one stands for, of those with which something is signed: itself, and what its member is called now. */
async function signatures(db: Db, typed: string): Promise<string[]> {
  const member = await accountByNicOrSkeleton(db, typed)
  const nics = member === undefined || skeleton(member.nic) === skeleton(typed) ? [typed] : [typed, member.nic]
  const found: string[] = []
  for (const nic of nics) if (await hasSigned(db, nic)) found.push(nic)
  return found
}

/** Resolves every name in a search to facts of the index. Names that do not exist become faults. */
export async function resolveNames(
  deps: Deps,
  form: SearchForm,
  parsed: ParsedSearch,
  sections: Sections,
  thread: Thread | null,
): Promise<{ question: Question; faults: string[]; byFault: string }> {
  const faults = [...parsed.faults]
  const groups = new Map<string, string[]>()
  const noFacts: string[] = []
  const add = (group: string, one: string, not: boolean): void =>
    void (not ? noFacts.push(one) : groups.set(group, [...(groups.get(group) ?? []), one]))
  for (const { kind, value, not } of parsed.filters) {
    if (kind === 'section') {
      const wanted = foldedWords(value).join(' ')
      const section = sections.find(
        ({ slug, name }) => slug === value.toLowerCase() || (wanted !== '' && foldedWords(name).join(' ') === wanted),
      )
      if (section) add('section', fact.section(section.id), not)
      else faults.push(`section: there is no section “${shortenInput(value)}”.`)
    } else if (kind === 'by') {
      const nics = await signatures(deps.db, value)
      for (const nic of nics) add('by', fact.nic(nic), not)
      if (nics.length === 0) faults.push(`by: nothing here is signed “${shortenInput(value)}”.`)
    } else if (/^\d/.test(value)) {
      if (await queries.publishedThread(deps.db, Number(value))) add('thread', fact.article(Number(value)), not)
      else faults.push(`in: there is no article ${value}.`)
    } else add('noun', fact.noun(value.toLowerCase() === 'comments' ? 'comment' : 'article'), not)
  }
  const chosen = sections.find(({ slug }) => slug === form.section)
  if (chosen) add('chosen section', fact.section(chosen.id), false)
  if (form.in.length === 1) add('chosen noun', fact.noun(form.in[0] === 'comments' ? 'comment' : 'article'), false)
  if (thread) add('chosen thread', fact.article(thread.id), false)
  const chosenNics = form.by === '' ? [] : await signatures(deps.db, form.by)
  if (form.by !== '') for (const nic of new Set([form.by, ...chosenNics])) add('chosen nic', fact.nic(nic), false)
  return {
    question: { phrases: parsed.phrases, excluded: parsed.excluded, facts: [...groups.values()], noFacts },
    faults,
    byFault: form.by === '' || chosenNics.length > 0 ? '' : `Nothing here is signed “${shortenInput(form.by)}”.`,
  }
}

/** The range of keys for the dates of a search. */
export function keyRangeOf(form: SearchForm, parsed: ParsedSearch, zone: string): KeyRange {
  const days = intersectDays(parsed, {
    from: form.from === '' ? null : form.from,
    until: form.to === '' ? null : addDays(form.to, 1),
  })
  const key = (day: string | null, otherwise: number): number =>
    day === null ? otherwise : firstKeyOf(momentOf(day, '00:00', zone))
  return { from: key(days.from, ALL_TIME.from), before: key(days.until, ALL_TIME.before) }
}
