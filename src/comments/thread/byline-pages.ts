// The name under a comment, with its mark. Pure.
import { isFormerNic } from '../../former-nics.ts'
import { urls } from '../../urls.ts'

export type Byline = {
  nic: string
  href: string
  /** CSS classes: `reg` member, `reg mod` moderator, `guest` guest or picked name. */
  mark: string
  /** Read out after the nic, because the mark is only visible. */
  spoken: string
  /** Words beside the mark. */
  word: string
}

/** A solid ball marks a member, a blue one staff, a ring a guest or a picked name. */
export function bylineOf(row: { nic: string; name_kind: string; role: string | null }): Byline {
  const word = isFormerNic(row.nic) ? '' : 'guest'
  if (row.name_kind === 'guest') return { nic: row.nic, href: '', mark: 'guest', spoken: '', word }
  if (row.name_kind === 'picked') return { nic: row.nic, href: '', mark: 'guest', spoken: '', word: 'picked nic' }
  const staff = row.role === 'moderator' || row.role === 'admin'
  return { nic: row.nic, href: urls.person(row.nic), mark: staff ? 'reg mod' : 'reg', spoken: ', member', word: '' }
}
