// The page of data retention: what is deleted after which time, and the last runs. Pure.

import { count, type Dates, dateAndTime, type Moment, moment } from '../../format.ts'
import { UNREAD_LETTER_MS } from '../../settings.ts'
import { DAY, HOUR } from '../../time.ts'
import { type lastPurges, type PurgeKind, purgeKinds } from './queries.ts'

export type PurgePage = {
  intro: string
  /** A warning when a run is overdue; empty otherwise. */
  late: string
  kinds: { what: string; kept: string }[]
  runs: { id: number; time: Moment; took: string }[]
}

/** Runs that the page shows. */
export const RUNS_SHOWN = 30

/** A run is late this long after the last one, in milliseconds; the job checks every hour. */
const OVERDUE_MS = DAY + 3 * HOUR

const kindTexts: Record<PurgeKind, { one: string; many: string; what: string; after: string; never: string }> = {
  addresses: {
    one: 'address',
    many: 'addresses',
    what: 'Network addresses of comments',
    after: 'after they were posted',
    never: 'Not kept',
  },
  texts: {
    one: 'text',
    many: 'texts',
    what: 'Texts of comments that were removed, marked as spam or withdrawn, and of blanked versions, with the author’s e-mail address and website. Texts of answered appeals',
    after: 'after that, or longer while an appeal is open',
    never: '',
  },
  flags: {
    one: 'flag or report',
    many: 'flags and reports',
    what: 'Flags that a moderator has decided on, and answered reports of readers with their e-mail addresses',
    after: '',
    never: '',
  },
  drafts: {
    one: 'draft',
    many: 'drafts',
    what: 'Drafts, and texts of other forms that were typed and not sent',
    after: 'after their last change',
    never: '',
  },
  catches: {
    one: 'filter catch',
    many: 'filter catches',
    what: 'Words that filters caught in refused texts, and examples of filter tests',
    after: '',
    never: '',
  },
  letters: {
    one: 'letter',
    many: 'letters',
    what: 'Letters to the editors, with their e-mail addresses',
    after: `after they were read, unread ones ${count(UNREAD_LETTER_MS / DAY, 'day')}`,
    never: '',
  },
  notes: {
    one: 'note',
    many: 'notes',
    what: 'Moderators’ private notes about members, and handover notes',
    after: 'after their last change',
    never: '',
  },
  notices: { one: 'notice', many: 'notices', what: 'Notices in inboxes', after: '', never: '' },
  marks: {
    one: 'read mark',
    many: 'read marks',
    what: 'Read marks of members',
    after: 'after the last visit of a thread',
    never: '',
  },
}

/** `3 addresses, 1 flag`; `nothing` when every count is zero. */
export function purgeSummary(done: Readonly<Record<PurgeKind, number>>): string {
  const some = purgeKinds.filter((what) => done[what] > 0)
  return some.length === 0
    ? 'nothing'
    : some.map((what) => count(done[what], kindTexts[what].one, kindTexts[what].many)).join(', ')
}

/** @param kept the retention time of each kind in milliseconds */
export function purgePage(
  rows: Awaited<ReturnType<typeof lastPurges>>,
  kept: Readonly<Record<PurgeKind, number>>,
  now: number,
  dates: Dates,
): PurgePage {
  const last = rows.find((row) => row.ended_at !== null)
  const lastRun =
    last === undefined
      ? 'It has not run yet.'
      : `It last ran on ${dateAndTime(last.ended_at!, dates)} and deleted ${purgeSummary(last)}.`
  return {
    intro: `Once a day this site deletes data that it no longer needs. ${lastRun}`,
    late:
      last !== undefined && now - last.ended_at! > OVERDUE_MS
        ? 'The daily run is overdue. The operator can check the server log, or start it by hand.'
        : '',
    kinds: purgeKinds.map((what) => {
      const days = kept[what] / DAY
      return {
        what: kindTexts[what].what,
        kept:
          days === 0
            ? kindTexts[what].never
            : `${count(days, 'day')}${kindTexts[what].after === '' ? '' : ` ${kindTexts[what].after}`}`,
      }
    }),
    runs: rows.map((row) => ({
      id: row.id,
      time: moment(row.started_at, now, dates),
      took:
        row.ended_at === null
          ? `${capitalize(purgeSummary(row))}; the run was interrupted`
          : capitalize(purgeSummary(row)),
    })),
  }
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
