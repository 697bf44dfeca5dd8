// Who is behind a picked nic, wherever one stands, for those who may know. Pure.
import { may, type Viewer } from '../../permissions.ts'
import { urls } from '../../urls.ts'

export type Person = { nic: string; href: string }

/** Where moderators go on from a comment: to what is known of the member, or to what is like the comment of a guest. */
export const judgedAt = (row: { id: number; account_nic: string | null }): string =>
  row.account_nic === null ? urls.sweep(row.id) : urls.memberRecord(row.account_nic)

/** The same for whoever looks; empty for everybody but moderators. */
export const judgedFrom = (row: Parameters<typeof judgedAt>[0], viewer: Viewer | null): string =>
  may.sweep(viewer) !== null ? '' : judgedAt(row)

/** The member who signed with a picked nic: moderators know, and nobody else ever does. */
export const personBehind = (
  row: { name_kind: string; account_nic: string | null },
  viewer: Viewer | null,
): Person | null =>
  row.name_kind !== 'picked' || row.account_nic === null || may.identify(viewer) !== null
    ? null
    : { nic: row.account_nic, href: urls.person(row.account_nic) }
