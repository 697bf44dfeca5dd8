// What the moderators' record of a member shows: sanctions, notes with earlier versions, newest comments; and the private log. Pure.

import { earlierNames, type NameChange } from '../../accounts/name/rules.ts'
import { TEXT_DELETED } from '../../comments/thread/removed-pages.ts'
import { type Dates, dateOf, type Moment, moment, number } from '../../format.ts'
import { maskedAddress } from '../../ip-ranges.ts'
import { excerpt } from '../../markup/text.ts'
import { may, type Role, type Verdict, type Viewer } from '../../permissions.ts'
import { isInForce, untilPhrase } from '../../sanctions/rules.ts'
import { urls } from '../../urls.ts'
import { logAddress } from '../log/form.ts'
import { type NoteEntry, noteEntries } from './note-pages.ts'
import { sanctionDoneMessage } from './pages.ts'
import type * as queries from './record-queries.ts'

type SanctionRows = {
  warnings: Awaited<ReturnType<typeof queries.warningsOfMember>>
  silences: Awaited<ReturnType<typeof queries.silencesOf>>
  person_holds: Awaited<ReturnType<typeof queries.personHoldsOf>>
  bans: Awaited<ReturnType<typeof queries.bansOfMember>>
}

export type MemberRecordFacts = SanctionRows & {
  person: queries.ModeratedMember
  changes: readonly NameChange[]
  states: ReadonlyMap<string, number>
  judged: { removals: number; holds: number }
  notes: Awaited<ReturnType<typeof queries.noteVersions>>
  comments: Awaited<ReturnType<typeof queries.newestCommentsOf>>
}

export type MemberRecordPage = {
  nic: string
  profile: string
  /** The public log filtered to them. */
  log: string
  since: string
  /** Names that they had before, the newest first. */
  earlier: { nic: string; until: string }[]
  role: string
  figures: { n: string; text: string }[]
  done: string
  undo: string
  /** Why the viewer may do nothing about them; empty where they may. */
  refusal: string
  links: { href: string; text: string }[]
  inForce: string[]
  acts: {
    what: string
    inForce: boolean
    reason: string
    by: string
    time: Moment
    end: string
    entry: { href: string; text: string }
  }[]
  notes: NoteEntry[]
  /** What stands in place of notes: that there are none, or that the viewer may not read them. */
  noNotes: string
  notesAction: string
  address: string
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

const sanctionNames = { warnings: 'Warned', silences: 'Silenced', person_holds: 'On hold', bans: 'Banned' } as const

/** How a sanction ended, or when it will. */
function sanctionEnd(
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
  const until = untilPhrase(act.until_at ?? null, dates)
  return isInForce({ until_at: act.until_at ?? null, ended_at: null }, now)
    ? until[0]!.toUpperCase() + until.slice(1)
    : `Ended ${moment(act.until_at!, now, dates).text}`
}

const refusalSentences = {
  yourself: 'This is you. Only other moderators can act on your account.',
  ownRank: 'They have your rank or a higher one. Only somebody above them can act on their account.',
} as const

/** The same whether there are notes that the viewer may not read. */
const noNotesSentence = ({ notes }: MemberRecordFacts, refusal: Verdict): string =>
  refusal === 'yourself'
    ? 'Notes about you are for other moderators.'
    : refusal !== null
      ? 'Only admins can read notes about admins.'
      : notes.length === 0
        ? 'Nobody has noted anything.'
        : ''

/** The sanctions of a member, the newest first. */
const sanctionLines = (facts: MemberRecordFacts, now: number, dates: Dates): MemberRecordPage['acts'] =>
  (['warnings', 'silences', 'person_holds', 'bans'] as const)
    .flatMap((noun) => facts[noun].map((row) => ({ noun, row })))
    .sort((a, b) => b.row.created_at - a.row.created_at)
    .map(({ noun, row }) => ({
      what: sanctionNames[noun],
      inForce: row.ended_at === null && ('acknowledged_at' in row ? row.acknowledged_at === null : isInForce(row, now)),
      reason: row.reason,
      by: row.by_nic ?? '',
      time: moment(row.created_at, now, dates),
      end: sanctionEnd(row, now, dates),
      entry: { href: urls.logEntry(row.log_entry_id), text: `entry ${number(row.log_entry_id)}` },
    }))

const inForceSentence = ({ what, end, reason }: MemberRecordPage['acts'][number]): string =>
  `${what}, ${what === 'Warned' ? 'not read yet' : `${end[0]!.toLowerCase()}${end.slice(1)}`}. Reason: ${reason}`

function figuresOf({ person, states, judged }: MemberRecordFacts): MemberRecordPage['figures'] {
  const n = (state: string): number => states.get(state) ?? 0
  const published = person.comment_count
  return (
    [
      [published, published === 1 ? 'comment published' : 'comments published'],
      [n('held'), 'waiting'],
      [judged.holds, 'held'],
      [judged.removals, 'removed'],
      [n('spam'), 'spam'],
      [n('withdrawn'), 'withdrawn'],
    ] as const
  ).map(([k, text]) => ({ n: number(k), text }))
}

const commentLine = (
  row: MemberRecordFacts['comments'][number],
  nic: string,
  maySweep: boolean,
  now: number,
  dates: Dates,
): MemberRecordPage['comments'][number] => ({
  id: row.id,
  href: urls.comment(row.id),
  state: row.state,
  article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
  nic: row.nic === nic ? '' : row.nic,
  text: row.html === '' ? 'The text has been deleted.' : excerpt(row.html, 200),
  from: row.address === null ? '' : maskedAddress(row.address),
  time: moment(row.created_at, now, dates),
  sweep: maySweep ? urls.sweep(row.id) : '',
})

const formLinks = {
  warnings: 'Warn',
  'person-holds': 'Hold',
  silences: 'Silence',
  bans: 'Ban',
  pardons: 'Pardon',
} as const

export function memberRecordPage(
  facts: MemberRecordFacts,
  viewer: Viewer | null,
  result: { done: string; batch: string; removed: number },
  now: number,
  dates: Dates,
): MemberRecordPage {
  const { person, comments } = facts
  const { nic, role } = person
  const verdict = may.sanction(viewer, person)
  const acts = sanctionLines(facts, now, dates)
  const inForce = acts.filter((act) => act.inForce)
  const forms = (Object.keys(formLinks) as (keyof typeof formLinks)[]).filter(
    (noun) => verdict === null && (noun !== 'pardons' || inForce.length > 0),
  )
  return {
    nic,
    profile: urls.person(nic),
    log: logAddress({ person: nic }),
    since: dateOf(person.created_at, dates),
    earlier: earlierNames(facts.changes, person.nic).map(({ nic, until }) => ({ nic, until: dateOf(until, dates) })),
    role: role === 'member' ? '' : role[0]!.toUpperCase() + role.slice(1),
    figures: figuresOf(facts),
    done: sanctionDoneMessage(result.done, result.removed),
    undo: result.done === 'notes' ? '' : result.batch,
    refusal: verdict === 'yourself' || verdict === 'ownRank' ? refusalSentences[verdict] : '',
    links: [
      ...forms.map((noun) => ({ href: urls.sanction(noun, nic), text: formLinks[noun] })),
      ...(verdict === null ? [{ href: urls.profileRemovals(nic), text: 'Profile…' }] : []),
    ],
    inForce: inForce.map(inForceSentence),
    acts,
    notes: noteEntries(facts, now, dates),
    noNotes: noNotesSentence(facts, may.readNotes(viewer, person)),
    notesAction: verdict === null ? urls.sanction('notes') : '',
    address: urls.memberRecord(nic),
    comments: comments.map((row) => commentLine(row, nic, verdict === null, now, dates)),
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

export const PRIVATE_LOG_PAGE_SIZE = 50

const privateActs: Record<string, string> = {
  note: 'wrote a note about',
  'correct-note': 'corrected a note about',
  'ban-email': 'banned an e-mail address',
  'ban-address': 'banned network addresses',
  pardon: 'ended a ban',
  sweep: 'removed what is similar to',
}

/** @param rows one more than a page where there are older ones */
export function privateLogPage(
  rows: Awaited<ReturnType<typeof queries.privateLogEntries>>,
  reader: Role,
  before: number | null,
  now: number,
  dates: Dates,
): PrivateLogPage {
  const shown = rows.slice(0, PRIVATE_LOG_PAGE_SIZE)
  return {
    intro: `What only moderators see: notes, bans of e-mail and network addresses, sweeps. Entries are chained by their hashes, as in the public log. Notes about you${reader === 'admin' ? '' : ' and about admins'} are not listed.`,
    entries: shown.map((row) => ({
      id: row.id,
      number: number(row.id),
      hash: row.hash,
      time: moment(row.created_at, now, dates),
      actor: row.actor,
      act: privateActs[row.act] ?? row.act,
      href:
        row.nic !== null
          ? urls.memberRecord(row.nic)
          : row.subject === 'comment'
            ? urls.sweep(row.subject_id)
            : urls.sanction('bans'),
      nic:
        row.nic ?? (row.subject === 'comment' ? `comment ${number(row.subject_id)}` : `ban ${number(row.subject_id)}`),
      reason: row.reason_deleted_at === null ? row.reason : TEXT_DELETED,
    })),
    older: rows.length > PRIVATE_LOG_PAGE_SIZE ? urls.below(urls.privateLog, shown.at(-1)!.id) : '',
    newest: before === null ? '' : urls.privateLog,
  }
}
