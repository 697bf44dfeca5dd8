// What the page says that shows what is thrown away, after how long, and when that last happened. Pure.

import { count, type Dates, dateAndTime, type Moment, moment } from '../../format.ts'
import { DAY, HOUR } from '../../time.ts'
import { type lastPurges, type Purged, purged } from './queries.ts'

export type PurgePage = {
  intro: string
  /** Said above all where it should have run and has not. */
  late: string
  kinds: { what: string; kept: string }[]
  runs: { id: number; time: Moment; took: string }[]
}

/** Runs that the page shows. */
export const PURGES = 30

/** A run that is later than this after the last one is late, in milliseconds: it is looked for every hour. */
const LATE = DAY + 3 * HOUR

const words: Record<Purged, { one: string; many: string; what: string; after: string; never: string }> = {
  addresses: {
    one: 'address',
    many: 'addresses',
    what: 'Network addresses from which comments came',
    after: 'after they were posted',
    never: 'None is kept',
  },
  texts: {
    one: 'text',
    many: 'texts',
    what: 'What comments said that were removed, marked as spam or taken back, and blanked versions; with the mail address and the website that were given. What was said in appeals that are answered',
    after: 'after that, and longer while an appeal waits',
    never: '',
  },
  flags: { one: 'flag', many: 'flags', what: 'Flags about which somebody has decided', after: '', never: '' },
  drafts: {
    one: 'draft',
    many: 'drafts',
    what: 'Texts that wait for their writers',
    after: 'after their last change',
    never: '',
  },
}

/** `3 addresses, no texts, 1 flag, no drafts`, without what there was nothing of; `nothing` when there was nothing of any. */
export function purgeWords(done: Readonly<Record<Purged, number>>): string {
  const some = purged.filter((what) => done[what] > 0)
  return some.length === 0
    ? 'nothing'
    : some.map((what) => count(done[what], words[what].one, words[what].many)).join(', ')
}

/** @param kept milliseconds that each is kept */
export function purgePage(
  rows: Awaited<ReturnType<typeof lastPurges>>,
  kept: Readonly<Record<Purged, number>>,
  now: number,
  dates: Dates,
): PurgePage {
  const last = rows.find((row) => row.ended_at !== null)
  const said =
    last === undefined
      ? 'It has not run yet.'
      : `It last ran on ${dateAndTime(last.ended_at!, dates)} and threw away ${purgeWords(last)}.`
  return {
    intro: `Once a day this site throws away what it does not need any more. ${said}`,
    late:
      last !== undefined && now - last.ended_at! > LATE
        ? 'It should have run since. Whoever runs this site can look into its log, or run it by hand.'
        : '',
    kinds: purged.map((what) => {
      const days = kept[what] / DAY
      return {
        what: words[what].what,
        kept:
          days === 0
            ? words[what].never
            : `${count(days, 'day')}${words[what].after === '' ? '' : ` ${words[what].after}`}`,
      }
    }),
    runs: rows.map((row) => ({
      id: row.id,
      time: moment(row.started_at, now, dates),
      took:
        row.ended_at === null ? `${capital(purgeWords(row))}, and did not come to its end` : capital(purgeWords(row)),
    })),
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
