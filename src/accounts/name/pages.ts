// View model of the page that changes a member's original nic. Pure.
import type { Faults } from '../../faults.ts'
import { count, type Dates, dateOf } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { IdentityCheck } from '../identity/pages.ts'
import type { NameField } from './form.ts'
import { earlierNames, type NameChange, nextChangeAt } from './rules.ts'

export type NamePage = {
  nic: string
  /** Address of the member's page. */
  profile: string
  /** Names that are the member's already, each with the address that fills in the form. */
  own: { nic: string; href: string }[]
  earlier: { nic: string; until: string }[]
  /** Null while the name cannot be changed; `why` says so. */
  form: { value: string; fault: string; maxNic: number; check: IdentityCheck } | null
  why: string
  rule: string
  message: string
}

export const nameDoneMessage = (nic: string): string =>
  `You are ${nic} now. Everything you wrote under your old name bears the new one, or will within a minute.`

/**
 * @param reserved the names that the member has reserved, and had before
 * @param days between two changes, see settings.ts
 */
export function namePage(
  nic: string,
  facts: { changes: readonly NameChange[]; reserved: readonly string[]; days: number | null; now: number },
  typed: { nic: string; faults: Faults<NameField> },
  check: IdentityCheck,
  message: string,
  dates: Dates,
): NamePage {
  const next = nextChangeAt(facts.changes.at(-1)?.created_at ?? null, facts.days, facts.now)
  return {
    nic,
    profile: urls.person(nic),
    own: facts.reserved.map((one) => ({ nic: one, href: urls.name(one) })),
    earlier: earlierNames(facts.changes, nic).map((one) => ({ nic: one.nic, until: dateOf(one.until, dates) })),
    form:
      next !== null && next <= facts.now
        ? { value: typed.nic, fault: typed.faults.nic ?? '', maxNic: limits.nic.max, check }
        : null,
    why:
      next === null
        ? 'Names cannot be changed on this site.'
        : `You have changed your name lately. You can change it again from ${dateOf(next, dates)}.`,
    rule: facts.days === null ? '' : `You can change your name once in ${count(facts.days, 'day')}.`,
    message,
  }
}
