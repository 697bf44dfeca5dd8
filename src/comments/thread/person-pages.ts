// Links for moderators: the member behind a picked name, and what moderators know of a writer. Pure.
import { may, type Viewer } from '../../permissions.ts'
import { urls } from '../../urls.ts'

export type PickedBy = { nic: string; href: string }

/** The record of a member, or the sweep of comments like that of a guest. */
export const moderationAddress = (row: { id: number; account_nic: string | null }): string =>
  row.account_nic === null ? urls.sweep(row.id) : urls.memberRecord(row.account_nic)

/** The member behind a picked name, for moderators only. */
export const memberBehind = (
  row: { name_kind: string; account_nic: string | null },
  viewer: Viewer | null,
): PickedBy | null =>
  row.name_kind !== 'picked' || row.account_nic === null || may.identify(viewer) !== null
    ? null
    : { nic: row.account_nic, href: urls.person(row.account_nic) }
