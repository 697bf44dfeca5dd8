// View model of the page of trusted members. Pure.
import type { Faults } from '../../faults.ts'
import { count, type Dates, dateOf } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { trustedMembers } from './queries.ts'

export type TrustsPage = {
  intro: string
  nic: string
  reason: string
  faults: { nic: string; reason: string }
  maxReason: number
  done: string
  members: { nic: string; href: string; text: string }[]
}

const doneMessages: Record<string, string> = {
  trust: 'Trusted.',
  end: 'No longer trusted.',
  already: 'Nothing was changed: it is like that already.',
}

export const trustsPage = (
  rows: Awaited<ReturnType<typeof trustedMembers>>,
  mayPublish: boolean,
  typed: { nic: string; reason: string },
  faults: Faults,
  done: string,
  dates: Dates,
): TrustsPage => ({
  intro: mayPublish
    ? 'Trusted members publish what they send in without waiting for an editor. Every change is in the public log.'
    : 'On this site trusted members wait for an editor like everybody else; an admin can let them publish at once. Every change is in the public log.',
  nic: typed.nic,
  reason: typed.reason,
  faults: { nic: faults['nic'] ?? '', reason: faults['reason'] ?? '' },
  maxReason: limits.reason,
  done: doneMessages[done] ?? '',
  members: rows.map((row) => ({
    nic: row.nic,
    href: urls.person(row.nic),
    text: `${count(row.article_count, 'article')} published. Trusted by ${row.by ?? 'an editor'}, ${dateOf(row.created_at, dates)}${row.reason === '' ? '' : `: ${row.reason}`}`,
  })),
})
