// The page that holds every comment on the site for a time: the hold in force, and its two forms. Pure.
import { siteHoldText } from '../../comments/thread/held-pages.ts'
import type { SiteHold } from '../../comments/thread/rules.ts'
import type { Dates } from '../../format.ts'
import { type ReasonChips, reasonChips, type TypedReason } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { siteHoldHours } from './form.ts'

export type SiteHoldPage = {
  /** The sentence about the hold in force, with its log entry; null for none. */
  inForce: { text: string; entry: string } | null
  /** What is wrong in a form that comes back, with links to the fields; null for nothing. */
  summary: { title: string; faults: { href: string; text: string }[] } | null
  done: string
  /** The batch that Undo takes; empty for none. */
  undo: string
  hold: { heading: string; submit: string; hours: Choice[]; fault: string; chips: ReasonChips }
  /** The form that ends the hold; null without one. */
  release: { chips: ReasonChips } | null
}

type Choice = { value: string; text: string; isChosen: boolean }

/** A form that is shown again. */
export type TypedSiteHold = {
  form: 'hold' | 'release'
  typed: TypedReason & { hours?: string }
  faults: { hours?: string | undefined; reason?: string | undefined }
}

/** Messages by the `done` of the address. */
const doneMessages = new Map([
  ['held', 'New comments on the whole site now wait for a moderator.'],
  ['released', 'The hold has ended. Comments that already wait are in the queue.'],
  ['already', 'Nothing was changed: it was set this way already.'],
])

function summaryOf({ form, faults }: TypedSiteHold): NonNullable<SiteHoldPage['summary']> {
  const listed = [
    { href: '#hours', text: faults.hours ?? '' },
    { href: form === 'hold' ? '#reason' : '#release-reason', text: faults.reason ?? '' },
  ].filter(({ text }) => text !== '')
  return { title: listed.length === 1 ? 'Please fix one thing' : 'Please fix two things', faults: listed }
}

export function siteHoldPage(
  hold: SiteHold | null,
  reasons: { closing: readonly string[]; restoring: readonly string[] },
  sent: TypedSiteHold | null,
  result: { done: string; batch: number | null },
  dates: Dates,
): SiteHoldPage {
  const typedIn = (form: TypedSiteHold['form']) => (sent?.form === form ? sent : null)
  const [holding, releasing] = [typedIn('hold'), typedIn('release')]
  const hours = holding?.typed.hours ?? '3'
  return {
    inForce: hold === null ? null : { text: siteHoldText(hold, dates), entry: urls.logEntry(hold.entry) },
    summary: sent === null ? null : summaryOf(sent),
    done: doneMessages.get(result.done) ?? '',
    undo: result.batch === null ? '' : String(result.batch),
    hold: {
      heading: hold === null ? 'Hold every comment' : 'Change how long, or why',
      submit: hold === null ? 'Hold the site' : 'Replace the hold',
      hours: siteHoldHours.map(([value, text]) => ({ value: String(value), text, isChosen: String(value) === hours })),
      fault: holding?.faults.hours ?? '',
      chips: reasonChips(reasons.closing, {
        legend: 'Reason, shown to every reader and in the log',
        typed: holding?.typed ?? {},
        fault: holding?.faults.reason ?? '',
      }),
    },
    release:
      hold === null
        ? null
        : {
            chips: reasonChips(reasons.restoring, {
              prefix: 'release-',
              typed: releasing?.typed ?? {},
              fault: releasing?.faults.reason ?? '',
            }),
          },
  }
}
