// What moderators see of a member: the record, what holds, notes with their earlier versions, the last comments; and the private log. Pure.

import { count, type Dates, dateOf, type Moment, moment, number } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { may, type Viewer } from '../../permissions.ts'
import { maskedAddress } from '../../sanctions/ip-ranges.ts'
import { isInForce, untilWords } from '../../sanctions/rules.ts'
import { urls } from '../../urls.ts'
import { logAddress } from '../log/form.ts'
import { sanctionDoneMessage } from './pages.ts'
import type * as queries from './record-queries.ts'

type Acts = {
  warnings: Awaited<ReturnType<typeof queries.warningsOf>>
  silences: Awaited<ReturnType<typeof queries.silencesOf>>
  bans: Awaited<ReturnType<typeof queries.bansAgainst>>
}

export type MemberRecordFacts = Acts & {
  person: queries.ModeratedMember
  states: ReadonlyMap<string, number>
  judged: { removals: number; holds: number }
  notes: Awaited<ReturnType<typeof queries.notesAbout>>
  comments: Awaited<ReturnType<typeof queries.lastWritten>>
}

type Note = {
  id: number
  text: string
  by: string
  time: Moment
  correct: string
  earlier: { text: string; by: string; time: Moment }[]
  earlierWords: string
}

export type MemberRecordPage = {
  nic: string
  profile: string
  /** What the public log says of them. */
  log: string
  since: string
  role: string
  figures: { n: string; text: string }[]
  done: string
  undo: string
  /** Where the viewer may do nothing about them: why. */
  fence: string
  links: { href: string; text: string }[]
  holding: string[]
  acts: {
    what: string
    holds: boolean
    reason: string
    by: string
    time: Moment
    end: string
    entry: { href: string; text: string }
  }[]
  notes: Note[]
  notesAction: string
  comments: {
    id: number
    href: string
    state: string
    article: { href: string; headline: string }
    nic: string
    text: string
    from: string
    time: Moment
    sweep: string
  }[]
}

const kinds = { warnings: 'Warned', silences: 'Muted', bans: 'Banned' } as const

/** How an act ended, or will. */
function endOf(
  act: {
    ended_at: number | null
    ended_nic: string | null
    end_reason: string | null
    until_at?: number | null
    acknowledged_at?: number | null
  },
  now: number,
  dates: Dates,
): string {
  if (act.ended_at !== null)
    return `Ended by ${act.ended_nic ?? 'somebody'}, ${moment(act.ended_at, now, dates).text}: ${act.end_reason ?? ''}`
  if (act.acknowledged_at !== undefined)
    return act.acknowledged_at === null ? 'Not read yet' : `Read, ${moment(act.acknowledged_at, now, dates).text}`
  const until = untilWords(act.until_at ?? null, dates)
  return isInForce({ until_at: act.until_at ?? null, ended_at: null }, now)
    ? until[0]!.toUpperCase() + until.slice(1)
    : `Over since ${moment(act.until_at!, now, dates).text}`
}

function notesOf({ notes, person }: MemberRecordFacts, now: number, dates: Dates): Note[] {
  return notes
    .filter((row) => row.first_version_id === null)
    .reverse()
    .map((first) => {
      const versions = notes.filter((row) => row.id === first.id || row.first_version_id === first.id)
      const told = (row: (typeof notes)[number]) => ({
        text: row.body,
        by: row.by_nic,
        time: moment(row.created_at, now, dates),
      })
      const earlier = versions.slice(0, -1).reverse().map(told)
      return {
        id: first.id,
        ...told(versions.at(-1)!),
        correct: urls.correctNote(person.nic, first.id),
        earlier,
        earlierWords: earlier.length === 0 ? '' : count(earlier.length, 'earlier version'),
      }
    })
}

const fences = {
  yourself: 'This is you: what other moderators do about you is theirs to do.',
  ownRank: 'They are of your rank or above: somebody of a higher rank acts about them.',
} as const

export function memberRecordPage(
  known: MemberRecordFacts,
  viewer: Viewer | null,
  did: { done: string; batch: string; gone: number },
  now: number,
  dates: Dates,
): MemberRecordPage {
  const { person, states, judged } = known
  const { nic } = person
  const verdict = may.judge(viewer, person)
  const acts = (['warnings', 'silences', 'bans'] as const)
    .flatMap((noun) =>
      known[noun].map((act) => ({
        what: kinds[noun],
        holds: act.ended_at === null && ('acknowledged_at' in act ? act.acknowledged_at === null : isInForce(act, now)),
        reason: act.reason,
        by: act.by_nic ?? '',
        at: act.created_at,
        time: moment(act.created_at, now, dates),
        end: endOf(act, now, dates),
        entry: { href: urls.logEntry(act.log_entry_id), text: `entry ${number(act.log_entry_id)}` },
      })),
    )
    .sort((a, b) => b.at - a.at)
  const n = (state: string): number => states.get(state) ?? 0
  return {
    nic,
    profile: urls.person(nic),
    log: logAddress({ person: nic }),
    since: dateOf(person.created_at, dates),
    role: person.role === 'member' ? '' : person.role[0]!.toUpperCase() + person.role.slice(1),
    figures: (
      [
        [n('live'), 'comment stands', 'comments stand'],
        [n('held'), 'waits', 'wait'],
        [judged.holds, 'was held', 'were held'],
        [judged.removals, 'removed', 'removed'],
        [n('spam'), 'spam', 'spam'],
        [n('withdrawn'), 'taken back', 'taken back'],
      ] as const
    ).map(([k, one, many]) => ({ n: number(k), text: k === 1 ? one : many })),
    done: sanctionDoneMessage(did.done, did.gone),
    undo: did.done === 'notes' ? '' : did.batch,
    fence: verdict === 'yourself' || verdict === 'ownRank' ? fences[verdict] : '',
    links:
      verdict !== null
        ? []
        : (['warnings', 'mutes', 'bans', 'pardons'] as const)
            .filter((noun) => noun !== 'pardons' || acts.some((act) => act.holds))
            .map((noun) => ({
              href: urls.judge(noun, nic),
              text: { warnings: 'Warn', mutes: 'Mute', bans: 'Ban', pardons: 'Pardon' }[noun],
            })),
    holding: acts
      .filter((act) => act.holds)
      .map(
        (act) =>
          `${act.what}${act.what === 'Warned' ? ', and has not read it yet' : `, ${act.end[0]!.toLowerCase()}${act.end.slice(1)}`}. Reason: ${act.reason}`,
      ),
    acts: acts.map(({ at: _at, ...act }) => act),
    notes: notesOf(known, now, dates),
    notesAction: verdict === null ? urls.judge('notes') : '',
    comments: known.comments.map((row) => ({
      id: row.id,
      href: urls.comment(row.id),
      state: row.state,
      article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
      nic: row.nic === nic ? '' : row.nic,
      text: row.html === '' ? 'What it said was thrown away after its time.' : excerpt(row.html, 200),
      from: row.address === null ? '' : maskedAddress(row.address),
      time: moment(row.created_at, now, dates),
      sweep: verdict === null ? urls.sweep(row.id) : '',
    })),
  }
}

export type PrivateLogPage = {
  intro: string
  entries: {
    id: number
    number: string
    hash: string
    time: Moment
    actor: string
    act: string
    href: string
    nic: string
    reason: string
  }[]
  older: string
  newest: string
}

export const PRIVATE_LIST = 50

const privateActs: Record<string, string> = {
  note: 'wrote a note about',
  'correct-note': 'corrected a note about',
  'ban-email': 'banned an e-mail address',
  'ban-address': 'banned network addresses',
  pardon: 'ended a ban',
  sweep: 'swept what is like',
}

/** @param rows one more than a page where there are older ones */
export function privateLogPage(
  rows: Awaited<ReturnType<typeof queries.privatePage>>,
  before: number | null,
  now: number,
  dates: Dates,
): PrivateLogPage {
  const shown = rows.slice(0, PRIVATE_LIST)
  return {
    intro:
      'What moderators did that is for moderators alone: notes, bans of mail and network addresses, sweeps. Entries are chained like those of the public log.',
    entries: shown.map((row) => ({
      id: row.id,
      number: number(row.id),
      hash: row.hash,
      time: moment(row.created_at, now, dates),
      actor: row.actor,
      act: privateActs[row.act] ?? row.act,
      href:
        row.nic !== null
          ? urls.judged(row.nic)
          : row.subject === 'comment'
            ? urls.sweep(row.subject_id)
            : urls.judge('bans'),
      nic:
        row.nic ?? (row.subject === 'comment' ? `comment ${number(row.subject_id)}` : `ban ${number(row.subject_id)}`),
      reason: row.reason,
    })),
    older: rows.length > PRIVATE_LIST ? urls.below(urls.privateLog, shown.at(-1)!.id) : '',
    newest: before === null ? '' : urls.privateLog,
  }
}
