// What the form shows that removes parts of a member's page. Pure.
import { type Portrait, portrait } from '../../accounts/profile/initials.ts'
import type { ProfileField, ProfileRow } from '../../accounts/profile/queries.ts'
import { type ReasonChips, reasonChips, type TypedReason } from '../../reasons.ts'
import { urls } from '../../urls.ts'

export type ProfileRemovalPage = {
  nic: string
  /** What the page shows now: a website as text, so that nobody follows it by mistake. */
  parts: { field: ProfileField; label: string; value: string; checked: boolean }[]
  portrait: Portrait | null
  fault: string
  chips: ReasonChips
  /** Above the form, when there was nothing to do. */
  already: string
  record: string
}

const labels: Record<ProfileField, string> = { website: 'Website', about: 'Text', picture: 'Picture' }

/** @param chosen fields that are checked */
export function profileRemovalPage(
  nic: string,
  row: ProfileRow | null,
  chosen: readonly ProfileField[],
  typed: TypedReason & { fault: string; partFault: string },
  reasons: readonly string[],
): ProfileRemovalPage {
  const parts = (['website', 'about', 'picture'] as const).flatMap((field) => {
    const value = row === null || row[`${field}_removed`] !== 0 ? '' : (row[field] ?? '')
    const shown = field === 'picture' ? '' : value
    return value === '' ? [] : [{ field, label: labels[field], value: shown, checked: chosen.includes(field) }]
  })
  return {
    nic,
    parts,
    portrait: parts.some(({ field }) => field === 'picture') ? portrait(nic, urls.media(row!.picture!)) : null,
    fault: typed.partFault,
    chips: reasonChips(reasons, {
      typed,
      fault: typed.fault,
      field: 'area',
      legend: 'Reason, shown to the member and in the log',
    }),
    already: parts.length === 0 ? 'Their page shows no website, text or picture.' : '',
    record: urls.memberRecord(nic),
  }
}
