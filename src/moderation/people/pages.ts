// What the forms of acts about people say: warnings, mutes, bans, pardons and notes, and the list of bans that hold. Pure.

import type { Faults } from '../../faults.ts'
import { type Dates, type Moment, moment, spelled } from '../../format.ts'
import { masked } from '../../sanctions/ip-ranges.ts'
import type { bansHolding } from '../../sanctions/queries.ts'
import { spans, untilWords } from '../../sanctions/rules.ts'
import { limits } from '../../settings.ts'
import { HOUR } from '../../time.ts'
import { urls } from '../../urls.ts'

export const actNouns = ['warnings', 'mutes', 'bans', 'pardons', 'notes'] as const
export type ActNoun = (typeof actNouns)[number]

/** `date` goes before `until`; `remove` is hours; `ban` and `note` are ids. */
export const actFields = ['nic', 'email', 'address', 'reason', 'until', 'date', 'remove', 'ban', 'note'] as const
export type ActField = (typeof actFields)[number]
export type ActForm = Record<ActField, string>

/** The fields that each form has, beside the reason. */
export const fieldsOf: Record<ActNoun, readonly ActField[]> = {
  warnings: ['nic', 'reason'],
  mutes: ['nic', 'reason', 'until', 'date'],
  bans: ['nic', 'email', 'address', 'reason', 'until', 'date', 'remove'],
  pardons: ['nic', 'reason', 'ban'],
  notes: ['nic', 'reason', 'note'],
}

const words: Record<
  ActNoun,
  {
    heading: (whom: string) => string
    intro: string
    submit: string
    danger: string
    label: string
    hint: string
    already: string
    done: string
  }
> = {
  warnings: {
    heading: (whom) => `Warn ${whom}`,
    submit: 'Warn them',
    danger: '',
    intro:
      'They are shown your reason, and say that they have read it, before they post again. It stands in the public log, with your nic and theirs.',
    label: 'Reason',
    hint: 'Say what they did and what they are to do instead.',
    already: 'They have been warned of this, and have not read it yet.',
    done: 'They are warned.',
  },
  mutes: {
    heading: (whom) => `Mute ${whom}`,
    submit: 'Mute them',
    danger: ' danger',
    intro:
      'They read, change and take back what they wrote, and recommend; they post nothing until it ends. The comment form tells them why and until when. It stands in the public log.',
    label: 'Reason',
    hint: 'They read it, and so does everybody else.',
    already: 'They are muted already.',
    done: 'They are muted.',
  },
  bans: {
    heading: (whom) => `Ban ${whom}`,
    submit: 'Ban',
    danger: ' danger',
    intro:
      'An account is signed out everywhere, at once, and cannot sign in until the ban ends. A mail address cannot register or be given by guests; from network addresses guests write nothing and nobody registers, and members sign in and write as ever. The reason stands in the public log; mail and network addresses do not.',
    label: 'Reason',
    hint: 'They are told it, and so is everybody else.',
    already: 'This ban holds already.',
    done: 'The ban holds.',
  },
  pardons: {
    heading: (whom) => `Pardon ${whom}`,
    submit: 'Pardon',
    danger: '',
    intro:
      'Ends every warning that waits, and what mutes or bans them, that of their mail address included. It stands in the public log.',
    label: 'Reason',
    hint: 'Why it ends before its time.',
    already: 'Nothing holds against them.',
    done: 'Nothing holds against them any more.',
  },
  notes: {
    heading: (whom) => `A note about ${whom}`,
    submit: 'Keep the note',
    danger: '',
    intro: 'Moderators read it, and nobody else. What it says now stays to be read when it is corrected.',
    label: 'Note',
    hint: 'What another moderator should know.',
    already: 'The note says that already.',
    done: 'The note is kept.',
  },
}

/** What is said of an act that is done, by the noun of its address; `bans` also says what went with it. */
export const sanctionDoneMessage = (noun: string, gone: number): string =>
  !Object.hasOwn(words, noun)
    ? ''
    : `${words[noun as ActNoun].done}${gone > 0 ? ` ${spelled(gone)} of the comments went with it.` : ''}`

/** How far back a ban takes comments with it: hours, and their words. */
const removals = [
  ['', 'None'],
  ['1', 'Those of the last hour'],
  ['24', 'Those of the last day'],
  ['168', 'Those of the last week'],
] as const

/** The time from which on comments go, in milliseconds before now; null for none, undefined for what no form sends. */
export const removeSpan = (typed: string): number | null | undefined =>
  typed === '' || typed === '0' ? null : /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) * HOUR : undefined

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
  submit: string
  danger: string
  hidden: { name: string; value: string }[]
  /** Whom it is about. */
  whom: TextField[]
  until: { choices: Choice[]; date: string; fault: string } | null
  remove: { choices: Choice[]; fault: string } | null
  reason: { label: string; value: string; hint: string; fault: string }
  maxReason: number
  summary: { title: string; faults: { href: string; text: string }[] } | null
  /** Where nothing is left to do: said above the form, which has kept what was typed. */
  already: string
  back: { href: string; text: string }
  done: string
  /** The batch that was just made, for a press that undoes it; empty where none was. */
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

export const bansListed = 50

export const banLine = (row: Awaited<ReturnType<typeof bansHolding>>[number], now: number, dates: Dates): BanLine => ({
  id: row.id,
  whom: row.nic ?? row.email ?? masked({ from: row.address_from!, to: row.address_to! }),
  href: row.nic === null ? '' : urls.judged(row.nic),
  reason: row.reason,
  by: row.by_nic ?? '',
  until: untilWords(row.until_at, dates),
  time: moment(row.created_at, now, dates),
  end: urls.endBan(row.id),
})

export type ActState = { faults?: Faults<ActField>; already?: boolean; done?: string; undo?: string }

/** @param whom the ban that a pardon is of, in words, or null where it is about a member */
export function sanctionPage(
  noun: ActNoun,
  form: Partial<ActForm>,
  whom: string | null,
  state: ActState,
): SanctionPage {
  const said = words[noun]
  const { faults = {} } = state
  const has = (field: ActField): boolean => fieldsOf[noun].includes(field)
  const nic = form.nic?.trim() ?? ''
  const field = (name: TextField['name'], label: string, type: string, hint: string): TextField => ({
    name,
    label,
    type,
    value: form[name] ?? '',
    hint,
    fault: faults[name] ?? '',
  })
  const listed = Object.entries(faults) as [ActField, string][]
  const until = form.until ?? 'week'
  return {
    heading: said.heading(whom ?? (nic === '' ? 'a member' : nic)),
    intro: said.intro,
    action: `/moderation/${noun}`,
    submit: said.submit,
    danger: said.danger,
    hidden: (['ban', 'note'] as const).flatMap((name) =>
      has(name) && (form[name] ?? '') !== '' ? [{ name, value: form[name]! }] : [],
    ),
    whom:
      whom !== null
        ? []
        : [
            field('nic', has('email') ? 'Nic of an account' : 'Nic', 'text', ''),
            ...(has('email')
              ? [
                  field('email', 'Or an e-mail address', 'text', ''),
                  field(
                    'address',
                    'Or network addresses',
                    'text',
                    'One, or a range: 192.0.2.0/24. Behind one address there may be many people.',
                  ),
                ]
              : []),
          ],
    until: !has('until')
      ? null
      : {
          choices: Object.entries(spans).map(([value, { text }]) => ({
            value,
            text: text[0]!.toUpperCase() + text.slice(1),
            checked: value === until,
          })),
          date: form.date ?? '',
          fault: faults.until ?? '',
        },
    remove: !has('remove')
      ? null
      : {
          choices: removals.map(([value, text]) => ({ value, text, checked: value === (form.remove ?? '') })),
          fault: faults.remove ?? '',
        },
    reason: { label: said.label, value: form.reason ?? '', hint: said.hint, fault: faults.reason ?? '' },
    maxReason: limits.reason,
    summary:
      listed.length === 0
        ? null
        : {
            title: `${spelled(listed.length)} ${listed.length === 1 ? 'thing' : 'things'} to put right first. Nothing you typed is lost.`,
            faults: listed.map(([name, text]) => ({ href: `#${name}`, text })),
          },
    already: state.already ? said.already : '',
    back:
      nic === '' || faults.nic !== undefined
        ? { href: urls.queue, text: 'The queue' }
        : { href: urls.judged(nic), text: 'What is known of them' },
    done: state.done ?? '',
    undo: state.undo ?? '',
    bans: [],
    older: '',
    newest: '',
  }
}
