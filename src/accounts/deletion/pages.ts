// View model of the page that deletes an account, and of the one that keeps it. Pure.
import type { Faults } from '../../faults.ts'
import { type Dates, dateAndTime, dateOf } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { DeletionField } from './form.ts'
import { dueAt, GRACE_DAYS } from './rules.ts'

export type DeletionPage = {
  nic: string
  action: string
  days: number
  /** When an account that is deleted now ends. */
  date: string
  textDays: number
  choices: { value: string; label: string; hint: string; checked: boolean }[]
  typed: string
  summary: { title: string; faults: { href: string; text: string }[] } | null
  faults: { comments: string; nic: string }
  exportHref: string
  /** The account will be deleted; null where it will not. */
  leaving: { when: string; comments: string; next: string } | null
  message: string
}

export const keptMessage = 'Your account stays. Nothing was deleted.'

export function deletionPage(
  { nic, typed, faults }: { nic: string; typed: { nic: string; comments: string }; faults: Faults<DeletionField> },
  row: { due_at: number; comments: string } | undefined,
  site: { now: number; textDays: number; next: string; message: string },
  dates: Dates,
): DeletionPage {
  const list = Object.entries(faults).map(([name, text]) => ({ href: `#${name}`, text }))
  return {
    nic,
    action: urls.deletion,
    days: GRACE_DAYS,
    date: dateOf(dueAt(site.now), dates),
    textDays: site.textDays,
    choices: [
      {
        value: 'neutral',
        label: 'Keep my comments, without my name',
        hint: 'They are signed “former member”, with a number where a thread has several. What you quoted or answered stays readable.',
        checked: typed.comments !== 'withdrawn',
      },
      {
        value: 'withdrawn',
        label: 'Withdraw my comments',
        hint: `Their text disappears from the threads at once and is deleted ${site.textDays} days later. Replies of others stay.`,
        checked: typed.comments === 'withdrawn',
      },
    ],
    typed: typed.nic,
    summary: list.length === 0 ? null : { title: 'Please check the following. Nothing was changed.', faults: list },
    faults: { comments: faults.comments ?? '', nic: faults.nic ?? '' },
    exportHref: urls.export,
    leaving:
      row === undefined
        ? null
        : {
            when: dateAndTime(row.due_at, dates),
            comments:
              row.comments === 'withdrawn'
                ? 'Your comments will be withdrawn.'
                : 'Your comments will be signed “former member”.',
            next: site.next,
          },
    message: site.message,
  }
}
