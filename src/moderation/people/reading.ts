// Finds the target of a sanction's form, and loads the bans in force.

import { emailFault } from '../../accounts/form.ts'
import { accountByNicOrSkeleton } from '../../accounts/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { rowId } from '../../faults.ts'
import type { Dates } from '../../format.ts'
import { masked, typedRange } from '../../ip-ranges.ts'
import { banById, currentBans } from '../../sanctions/queries.ts'
import { urls } from '../../urls.ts'
import type { BanTarget } from './ban-actions.ts'
import type { SanctionField, SanctionForm, TypedSanction } from './form.ts'
import { BANS_PAGE_SIZE, type BanLine, banLine } from './pages.ts'
import { moderatedMember } from './record-queries.ts'
import type { Person } from './rules.ts'

/** The member of a nic, or the fault of the nic. */
export async function memberNamed(deps: Deps, nic: string): Promise<Person | { fault: string }> {
  if (nic === '') return { fault: 'Enter a nic.' }
  const person = await moderatedMember(deps.db, nic)
  if (person) return person
  const meant = await accountByNicOrSkeleton(deps.db, nic)
  return { fault: `No member has this nic.${meant ? ` Did you mean ${meant.nic}?` : ''}` }
}

/** The target of a form, or the fault of a field. A ban names one of an account, an e-mail address and network addresses. */
export async function targetNamed(
  deps: Deps,
  noun: SanctionForm,
  form: TypedSanction,
): Promise<BanTarget | { field: SanctionField; fault: string }> {
  const [nic, email, address] = [form.nic, form.email, form.address].map((text) => text?.trim() ?? '') as [
    string,
    string,
    string,
  ]
  const given = [nic, email, address].filter((text) => text !== '').length
  if (noun === 'bans' && given === 0)
    return { field: 'nic', fault: 'Enter a nic, an e-mail address or network addresses.' }
  if (noun === 'bans' && given > 1)
    return { field: 'nic', fault: 'Enter only one of the three: each is a ban of its own.' }
  if (email !== '') {
    const fault = emailFault(email)
    return fault === null ? { email } : { field: 'email', fault }
  }
  if (address !== '') {
    const range = typedRange(address)
    return 'fault' in range ? { field: 'address', fault: range.fault } : { address: range }
  }
  const person = await memberNamed(deps, nic)
  return 'fault' in person ? { field: 'nic', fault: person.fault } : { person }
}

/**
 * Whose ban a pardon ends; null when the form names no ban.
 * @throws AppError `missing` for an unknown ban
 */
export async function bannedName(deps: Deps, { ban = '' }: TypedSanction): Promise<string | null> {
  if (ban === '') return null
  const row = await banById(deps.db, rowId(ban) ?? 0)
  if (!row) throw missing()
  return row.email ?? (row.address_from === null ? 'a member' : masked({ from: row.address_from, to: row.address_to! }))
}

/** A page of the bans in force. @param before the ban below which it begins, or null for the newest */
export async function readBans(
  deps: Deps,
  before: number | null,
  dates: Dates,
): Promise<{ bans: BanLine[]; older: string; newest: string }> {
  const rows = await currentBans(deps.db, deps.clock(), before, BANS_PAGE_SIZE + 1)
  const bans = rows.slice(0, BANS_PAGE_SIZE).map((row) => banLine(row, deps.clock(), dates))
  return {
    bans,
    older: rows.length > BANS_PAGE_SIZE ? urls.below(urls.sanction('bans'), bans.at(-1)!.id) : '',
    newest: before === null ? '' : urls.sanction('bans'),
  }
}
