// The list of filters, with what each has caught. Pure.

import type { catchesSince, FilterRow } from '../../filters/queries.ts'
import { number, spelled } from '../../format.ts'
import { urls } from '../../urls.ts'
import { actVerbs, audienceNames, doneSentences, kindNames, outcomeWords } from './labels.ts'
import { commentOutcomes } from './rehearsal-rules.ts'

type Catches = Awaited<ReturnType<typeof catchesSince>>

export type FiltersPage = {
  intro: string
  done: string
  undo: string
  filters: {
    href: string
    name: string
    what: string
    applies_to: string
    state: string
    on: boolean
    caught: string
    decided: string
    by: string
  }[]
  full: boolean
}

const outcomeSummary = (catches: Catches): string => {
  const by = new Map<string, number>()
  for (const { decided, n } of catches) if (decided !== null) by.set(decided, (by.get(decided) ?? 0) + n)
  return commentOutcomes
    .flatMap((decision) => (by.has(decision) ? `${number(by.get(decision)!)} ${outcomeWords[decision]}` : []))
    .join(', ')
}

/** @param catches those of all filters in the last 30 days */
export function filtersPage(
  rows: readonly FilterRow[],
  catches: Catches,
  full: boolean,
  did: { done: string; batch: number | null },
): FiltersPage {
  const on = rows.filter((row) => row.switch_id !== null).length
  return {
    intro:
      rows.length === 0
        ? 'No filters yet. A filter checks every new comment: it can hold it for a moderator, refuse it, or replace words in it.'
        : `${spelled(rows.length)} ${rows.length === 1 ? 'filter' : 'filters'}, ${on === rows.length ? (on === 1 ? 'which is on' : 'all of them on') : on === 0 ? (rows.length === 1 ? 'which is off' : 'none of them on') : `${number(on)} of them on`}. Moderators’ comments are not filtered. The public log names filters, but not what they look for.`,
    done: doneSentences[did.done] ?? '',
    undo: did.batch === null || did.done === 'already' ? '' : String(did.batch),
    filters: rows.map((row) => {
      const mine = catches.filter((one) => one.number === row.number)
      const refused = mine.filter((one) => one.decided === null).reduce((sum, one) => sum + one.n, 0)
      const caught = mine.reduce((sum, one) => sum + one.n, 0)
      return {
        href: urls.filter(row.number),
        name: row.name,
        what: `${kindNames[row.kind]}: ${actVerbs[row.action]}`,
        applies_to: audienceNames[row.applies_to],
        on: row.switch_id !== null,
        state: row.switch_id === null ? 'Off' : 'On',
        caught: number(caught),
        decided:
          [
            ...(refused > 0 ? [`${number(refused)} refused`] : []),
            ...(caught > refused ? [outcomeSummary(mine)] : []),
          ].join(', ') || 'nothing',
        by: row.made_by ?? 'nobody',
      }
    }),
    full,
  }
}
