// The list of people, and the page of one, as admins see them. Pure.
import type { IdentityCheck } from '../../accounts/identity/pages.ts'
import { type SessionRow, sessionRow } from '../../accounts/sessions/pages.ts'
import type { sessionsOf } from '../../accounts/sessions/queries.ts'
import type { Faults } from '../../faults.ts'
import { count, type Dates, dateAndTime, dateOf, number } from '../../format.ts'
import { ladder, type Role } from '../../permissions.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { type Summary, summaryOf } from '../pages.ts'
import type { PersonField, PersonForm } from './form.ts'
import type { PeopleFilter, peopleList, personById } from './queries.ts'
import { roleTexts } from './rules.ts'

export type PeoplePage = {
  query: string
  role: string
  trusted: string
  filters: { href: string; text: string; current: boolean }[]
  found: string
  people: { nic: string; href: string; role: string; since: string; comments: string }[]
  newer: string
  older: string
}

export type MemberPage = {
  nic: string
  action: string
  message: string
  summary: Summary
  facts: { name: string; text: string }[]
  links: { href: string; text: string }[]
  roles: { value: Role; label: string; hint: string; checked: boolean }[]
  roleFault: string
  reason: string
  reasonFault: string
  maxReason: number
  trust: { action: 'trust' | 'end-trust'; text: string; sentence: string }
  factor: { action: '' | 'remove-factor' | 'keep-factor'; text: string; sentence: string }
  sessions: SessionRow[]
  check: IdentityCheck
}

type Person = NonNullable<Awaited<ReturnType<typeof personById>>>

const roleName = (role: Role, trusted: number): string =>
  `${roleTexts[role][0]}${role === 'member' && trusted !== 0 ? ', trusted' : ''}`

/** @param rows one more than `size` where there are more */
export function peoplePage(
  rows: Awaited<ReturnType<typeof peopleList>>,
  filter: PeopleFilter,
  { size, before }: { size: number; before: number | null },
  dates: Dates,
): PeoplePage {
  const { text, role, trusted } = filter
  const people = rows.slice(0, size)
  const isFiltered = text !== '' || role !== null || trusted
  return {
    query: text,
    role: role ?? '',
    trusted: trusted ? 'on' : '',
    filters: [
      { href: urls.adminPeople({ text }), text: 'All', current: role === null && !trusted },
      ...ladder.slice(1).map((one) => ({
        href: urls.adminPeople({ text, role: one }),
        text: `${roleTexts[one][0]}s`,
        current: role === one,
      })),
      { href: urls.adminPeople({ text, trusted: true }), text: 'Trusted members', current: trusted },
    ],
    found:
      people.length > 0
        ? 'The newest first.'
        : isFiltered
          ? 'Nobody was found. Enter the beginning of a name, or a whole e-mail address.'
          : 'There are no accounts yet.',
    people: people.map((row) => ({
      nic: row.nic,
      href: urls.adminPerson(row.id),
      role: roleName(row.role, row.trusted),
      since: dateOf(row.created_at, dates),
      comments: number(row.comment_count),
    })),
    newer: before === null ? '' : urls.adminPeople({ text, role, trusted }),
    older: rows.length > size ? urls.adminPeople({ text, role, trusted, before: people.at(-1)!.id }) : '',
  }
}

/** Messages after an action, by the word in the address. */
export const personDoneMessages = new Map([
  ['role', 'The role was changed. The member was signed out, and gets a message.'],
  ['trust', 'Trusted.'],
  ['end-trust', 'No longer trusted.'],
  ['sessions', 'All sessions were ended.'],
  ['remove-factor', 'The second factor will be removed in three days. The member gets an e-mail.'],
  ['keep-factor', 'The removal was stopped.'],
  ['already', 'Nothing was changed: it is like that already.'],
])

const addressText = (person: Person, dates: Dates): string =>
  person.email === null
    ? 'none'
    : `${person.email}, ${person.confirmed_at === null ? 'not confirmed' : `confirmed ${dateOf(person.confirmed_at, dates)}`}`

/** `current` is the hash of the session that reads the page. */
type SignIn = {
  sessions: Awaited<ReturnType<typeof sessionsOf>>
  current: string
  factor: { has: boolean; removal: { due_at: number } | undefined }
}

const factorModel = ({ has, removal }: SignIn['factor'], dates: Dates): MemberPage['factor'] =>
  removal !== undefined
    ? {
        action: 'keep-factor',
        text: 'Stop the removal',
        sentence: `It will be removed on ${dateAndTime(removal.due_at, dates)}, unless the member stops it or signs in with it.`,
      }
    : has
      ? {
          action: 'remove-factor',
          text: 'Remove the second factor',
          sentence:
            'Only when it is lost, and you know who asks. It is removed after three days; the member gets an e-mail and can stop it.',
        }
      : { action: '', text: '', sentence: 'This member has no second factor.' }

export function personPage(
  person: Person,
  { sessions, current, factor }: SignIn,
  form: { typed: Partial<PersonForm>; faults: Faults<PersonField>; check: IdentityCheck },
  message: string,
  dates: Dates,
): MemberPage {
  const { typed, faults, check } = form
  const trusted = person.trusted !== 0
  return {
    nic: person.nic,
    action: urls.adminPerson(person.id),
    message,
    summary: summaryOf(
      Object.entries(faults).map(([name, text]) => ({ href: name === 'role' ? '#role' : `#${name}`, text })),
    ),
    facts: [
      { name: 'Role', text: roleName(person.role, person.trusted) },
      { name: 'Member since', text: dateOf(person.created_at, dates) },
      { name: 'Wrote', text: `${count(person.comment_count, 'comment')}, ${count(person.article_count, 'article')}` },
      { name: 'E-mail', text: addressText(person, dates) },
    ],
    links: [
      { href: urls.person(person.nic), text: 'Public page' },
      { href: urls.memberRecord(person.nic), text: 'Moderation record' },
      { href: urls.invitationTree(person.nic), text: 'Invitations' },
    ],
    roles: ladder.map((role) => ({
      value: role,
      label: roleTexts[role][0],
      hint: roleTexts[role][2],
      checked: role === (typed.role === undefined || typed.role === '' ? person.role : typed.role),
    })),
    roleFault: faults.role ?? '',
    reason: typed.reason ?? '',
    reasonFault: faults.reason ?? '',
    maxReason: limits.reason,
    trust: trusted
      ? { action: 'end-trust', text: 'No longer trust', sentence: 'Editors trust this member.' }
      : {
          action: 'trust',
          text: 'Trust',
          sentence: 'Trusted members may publish without waiting, where the site allows it.',
        },
    factor: factorModel(factor, dates),
    sessions: sessions.map((row) => sessionRow(row, current, dates)),
    check,
  }
}
