// What the public log says, and the form that narrows it. Pure.

import type { Faults } from '../../faults.ts'
import { count, type Dates, type Moment, moment, number } from '../../format.ts'
import { actSentence, acts } from '../../log-acts.ts'
import { urls } from '../../urls.ts'
import { type LogField, type LogForm, logAddress, logFields } from './form.ts'
import type { logEntries as logRows } from './queries.ts'

type Choice = { value: string; text: string; chosen: boolean }

export type LogPage = {
  intro: string
  /** The form; `narrowed` where anything is asked for. */
  narrowed: boolean
  by: { choices: Choice[]; fault: string }
  act: { choices: Choice[]; fault: string }
  person: { value: string; fault: string }
  article: { value: string; fault: string }
  /** How much is like what was asked for; empty where all of it is shown, or where nothing could be asked. */
  found: string
  /** Said in place of the entries; empty where there are some. */
  none: string
  entries: {
    id: number
    number: string
    time: Moment
    actor: string
    actorHref: string
    act: string
    article: { href: string; headline: string } | null
    comment: string /** The member it is about; empty where it is about none. */
    person: string
    personHref: string
    reason: string
    hash: string /** Who undid it. */
    undone: string /** The batch that a moderator can undo here; 0 where there is none. */
    batch: number
  }[]
  /** What has just been done. */
  done: string
  older: string
  newest: string
}

const undoneWords: Record<string, string> = {
  undone: 'It is undone, as a whole.',
  partly: 'It is undone, but for what somebody has changed since: that was left as it is now.',
}

/** Log entries of a page. */
export const LOG_LIST = 50

export type Log = {
  /** One more than a page where there are older ones. */
  rows: Awaited<ReturnType<typeof logRows>>
  /** Entries of the whole log, and of what was asked for. */
  length: number
  found: number
  actors: readonly string[]
}

const choices = (all: string, values: readonly { value: string; text: string }[], chosen: string): Choice[] => [
  { value: '', text: all, chosen: chosen === '' },
  ...values.map(({ value, text }) => ({ value, text, chosen: value === chosen })),
]

/** Sentences begin with a capital. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/**
 * @param asked the form as typed, and what cannot be looked for; `before` is the entry below which the page begins, or null for the newest
 * @param undoes whether the reader may undo what has not been undone
 * @param done what has just been done, as the address says it
 */
export function logPage(
  { rows, length, found, actors }: Log,
  asked: { form: LogForm; faults: Faults<LogField>; before: number | null },
  undoes: boolean,
  done: string,
  now: number,
  dates: Dates,
): LogPage {
  const { form, faults, before } = asked
  const shown = rows.slice(0, LOG_LIST)
  const faulty = Object.keys(faults).length > 0
  const narrowed = logFields.some((name) => form[name] !== '')
  return {
    intro: `Every act of a moderator or editor, with its reason: ${count(length, 'entry', 'entries')}. Each entry is chained to the one before it by its hash, so that none can be changed or taken out unseen.`,
    narrowed,
    by: {
      choices: choices(
        'Anyone',
        actors.map((nic) => ({ value: nic, text: nic })),
        form.by,
      ),
      fault: faults.by ?? '',
    },
    act: {
      choices: choices(
        'Anything',
        Object.entries(acts).map(([value, text]) => ({ value, text: capital(text) })),
        form.act,
      ),
      fault: faults.act ?? '',
    },
    person: { value: form.person, fault: faults.person ?? '' },
    article: { value: form.article, fault: faults.article ?? '' },
    found: !narrowed || faulty ? '' : `${count(found, 'entry', 'entries')} of ${number(length)}.`,
    none:
      shown.length > 0
        ? ''
        : faulty
          ? 'Nothing was looked for: see above.'
          : narrowed
            ? 'Nothing in the log is like that.'
            : 'No moderator has had to do anything yet.',
    entries: shown.map((row) => ({
      id: row.id,
      number: number(row.id),
      time: moment(row.created_at, now, dates),
      actor: row.actor,
      actorHref: row.actor_nic === null ? '' : urls.person(row.actor_nic),
      act: actSentence(row.act),
      article:
        row.headline === null || row.slug === null
          ? null
          : { href: urls.article({ id: row.article_id!, slug: row.slug }), headline: row.headline },
      comment: row.subject === 'comment' ? urls.comment(row.subject_id) : '',
      // Who was appointed, and who became the first admin, the reason and the actor say.
      person: row.batch_id === null ? '' : (row.person_nic ?? ''),
      personHref: row.person_nic === null ? '' : urls.person(row.person_nic),
      reason: row.reason,
      hash: row.hash,
      undone:
        row.undone_by === null
          ? ''
          : `Undone by ${row.undone_by}${row.turns % 2 === 0 ? ', which was undone in turn' : ''}`,
      batch: undoes && row.batch_id !== null && row.undone_by === null ? row.batch_id : 0,
    })),
    done: undoneWords[done] ?? '',
    older: rows.length > LOG_LIST ? logAddress(form, shown[shown.length - 1]!.id) : '',
    newest: before === null ? '' : logAddress(form),
  }
}
