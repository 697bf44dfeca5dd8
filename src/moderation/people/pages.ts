// What the forms show that warn, silence, ban and pardon, and the list of current bans. Pure.

import type { Faults } from '../../faults.ts'
import { count, type Dates, type Moment, moment, spelled, zoneOf } from '../../format.ts'
import { masked } from '../../ip-ranges.ts'
import { type ReasonChips, reasonChips } from '../../reasons.ts'
import type { currentBans } from '../../sanctions/queries.ts'
import { sanctionLengths, untilPhrase } from '../../sanctions/rules.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { hasField, removalSpans, type SanctionField, type SanctionForm, type TypedSanction } from './form.ts'

type FormSentences = {
  heading: (whom: string) => string
  intro: string
  submit: string
  danger: string
  label: string
  hint: string
  already: string
  done: string
}

const sentences: Record<SanctionForm, FormSentences> = {
  warnings: {
    heading: (whom) => `Warn ${whom}`,
    submit: 'Warn',
    danger: '',
    intro:
      'They cannot post again until they confirm that they have read your reason. The warning is in the public log, with your nic and theirs.',
    label: 'Reason: what they did, and what to do instead',
    hint: '',
    already: 'They were already warned about this, and have not confirmed it yet.',
    done: 'Warned.',
  },
  silences: {
    heading: (whom) => `Silence ${whom}`,
    submit: 'Silence',
    danger: ' danger',
    intro:
      'They can read, withdraw and recommend, but not post or edit until it ends. The comment form shows them why and until when. It is in the public log.',
    label: 'Reason, shown to the member and in the log',
    hint: '',
    already: 'They are already silenced.',
    done: 'Silenced.',
  },
  'person-holds': {
    heading: (whom) => `Hold everything by ${whom}`,
    submit: 'Hold',
    danger: ' danger',
    intro:
      'Whatever they write or edit waits until a moderator approves it. They can still read, recommend and withdraw, and cannot publish news without an editor. The comment form shows them why and until when. It is in the public log.',
    label: 'Reason, shown to the member and in the log',
    hint: '',
    already: 'Everything that they write waits already.',
    done: 'On hold: what they write waits for a moderator.',
  },
  bans: {
    heading: (whom) => `Ban ${whom}`,
    submit: 'Ban',
    danger: ' danger',
    intro:
      'A banned account is signed out everywhere at once, and cannot sign in until the ban ends. A banned e-mail address cannot register, and guests cannot give it. An address ban stops guests and new accounts; members can still sign in. The reason is in the public log; e-mail and network addresses are not.',
    label: 'Reason, shown to the banned person and in the log',
    hint: '',
    already: 'This ban is already in force.',
    done: 'Banned.',
  },
  pardons: {
    heading: (whom) => `Pardon ${whom}`,
    submit: 'Pardon',
    danger: '',
    intro:
      'Ends every unread warning, silence, hold and ban, also a ban of their e-mail address. It is in the public log.',
    label: 'Reason, shown in the log',
    hint: '',
    already: 'They have no warnings, silences, holds or bans.',
    done: 'Pardoned.',
  },
  notes: {
    heading: (whom) => `Note about ${whom}`,
    submit: 'Save note',
    danger: '',
    intro: 'Only moderators can read it. Earlier versions stay readable when you correct it.',
    label: 'Note',
    hint: 'What other moderators should know.',
    already: 'The note already says that.',
    done: 'Note saved.',
  },
}

/** The message after an action. @param noun of its form @param removed comments that a ban removed */
export const sanctionDoneMessage = (noun: string, removed: number): string =>
  !Object.hasOwn(sentences, noun)
    ? noun === 'profile-removals'
      ? 'Removed from their page.'
      : ''
    : `${sentences[noun as SanctionForm].done}${removed > 0 ? ` ${count(removed, 'comment')} removed.` : ''}`

export type Choice = { value: string; text: string; checked: boolean }
type TextField = {
  name: 'nic' | 'email' | 'address'
  label: string
  type: string
  value: string
  hint: string
  fault: string
}

export type SanctionPage = {
  heading: string
  intro: string
  action: string
  /** The address that gives a typed reason back. */
  keep: string
  submit: string
  danger: string
  hidden: { name: string; value: string }[]
  whom: TextField[]
  until: { choices: Choice[]; date: string; zone: string; fault: string } | null
  remove: { choices: Choice[]; fault: string } | null
  /** The reasons to choose from; null for a text alone. */
  chips: ReasonChips | null
  reason: { label: string; value: string; hint: string; fault: string }
  maxReason: number
  summary: { title: string; faults: { href: string; text: string }[] } | null
  /** The sentence above the form when there was nothing to do. */
  already: string
  back: { href: string; text: string }
  done: string
  /** The batch that can be undone at once; empty where there is none. */
  undo: string
  bans: BanLine[]
  older: string
  newest: string
}

export type BanLine = {
  id: number
  whom: string
  href: string
  reason: string
  by: string
  until: string
  time: Moment
  end: string
}

export const BANS_PAGE_SIZE = 50

export const banLine = (row: Awaited<ReturnType<typeof currentBans>>[number], now: number, dates: Dates): BanLine => ({
  id: row.id,
  whom: row.nic ?? row.email ?? masked({ from: row.address_from!, to: row.address_to! }),
  href: row.nic === null ? '' : urls.memberRecord(row.nic),
  reason: row.reason,
  by: row.by_nic ?? '',
  until: untilPhrase(row.until_at, dates),
  time: moment(row.created_at, now, dates),
  end: urls.endBan(row.id),
})

export type SanctionFormState = { faults?: Faults<SanctionField>; already?: boolean; done?: string; undo?: string }

/** `Please fix two things. Your text is safe.` with a link to each fault; null without faults. */
export function faultSummary(faults: Faults): SanctionPage['summary'] {
  const listed = Object.entries(faults) as [string, string][]
  if (listed.length === 0) return null
  const things = listed.length === 1 ? 'thing' : 'things'
  return {
    title: `Please fix ${spelled(listed.length).toLowerCase()} ${things}. Your text is safe.`,
    faults: listed.map(([name, text]) => ({ href: `#${name}`, text })),
  }
}

/** The sanctionLengths of a sanction, as options. */
export const untilChoices = (chosen: string): Choice[] =>
  Object.entries(sanctionLengths).map(([value, { text }]) => ({
    value,
    text: text[0]!.toUpperCase() + text.slice(1),
    checked: value === chosen,
  }))

function whomFields(noun: SanctionForm, form: TypedSanction, faults: Faults<SanctionField>): TextField[] {
  const field = (name: TextField['name'], label: string, hint: string): TextField => ({
    name,
    label,
    type: 'text',
    value: form[name] ?? '',
    hint,
    fault: faults[name] ?? '',
  })
  if (!hasField(noun, 'email')) return [field('nic', 'Nic', '')]
  return [
    field('nic', 'Nic of an account', ''),
    field('email', 'Or an e-mail address', ''),
    field(
      'address',
      'Or network addresses',
      'One address, or a range such as 192.0.2.0/24. Many people may share an address.',
    ),
  ]
}

/** The address that gives a reason back: that of the form about the same person, ban or note. */
const keepAddress = (noun: SanctionForm, { nic = '', ban = '', note = '' }: TypedSanction): string => {
  const about = Object.entries({ nic: nic.trim(), ban, note }).filter(([, value]) => value !== '')
  return `/moderation/${noun}?${new URLSearchParams(about)}`
}

/**
 * @param whom the ban that a pardon ends, in words, or null when the form is about a member
 * @param reasons those that are offered; a note has none
 */
export function sanctionPage(
  noun: SanctionForm,
  form: TypedSanction,
  whom: string | null,
  reasons: readonly string[],
  state: SanctionFormState,
  dates: Dates,
): SanctionPage {
  const { heading, intro, submit, danger, label, hint, already } = sentences[noun]
  const { faults = {} } = state
  const nic = form.nic?.trim() ?? ''
  const until = form.until ?? 'week'
  const spansBack = removalSpans.map(([value, text]) => ({ value, text, checked: value === (form.remove ?? '') }))
  return {
    heading: heading(whom ?? (nic === '' ? 'a member' : nic)),
    intro,
    action: `/moderation/${noun}`,
    keep: keepAddress(noun, form),
    submit,
    danger,
    hidden: (['ban', 'note'] as const).flatMap((name) =>
      hasField(noun, name) && (form[name] ?? '') !== '' ? [{ name, value: form[name]! }] : [],
    ),
    whom: whom === null ? whomFields(noun, form, faults) : [],
    until: hasField(noun, 'until')
      ? { choices: untilChoices(until), date: form.date ?? '', zone: zoneOf(dates), fault: faults.until ?? '' }
      : null,
    remove: hasField(noun, 'remove') ? { choices: spansBack, fault: faults.remove ?? '' } : null,
    chips:
      noun === 'notes'
        ? null
        : reasonChips(reasons, { legend: label, typed: form, fault: faults.reason ?? '', field: 'area' }),
    reason: { label, value: form.reason ?? '', hint, fault: faults.reason ?? '' },
    maxReason: limits.reason,
    summary: faultSummary(faults),
    already: state.already ? already : '',
    back:
      nic === '' || faults.nic !== undefined
        ? { href: urls.queue, text: 'Back to the queue' }
        : { href: urls.memberRecord(nic), text: 'Back to the moderators’ record' },
    done: state.done ?? '',
    undo: state.undo ?? '',
    bans: [],
    older: '',
    newest: '',
  }
}
