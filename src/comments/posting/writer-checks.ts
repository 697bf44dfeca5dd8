// Who wrote a comment, as far as filters ask.

import type { Db } from '../../db/open.ts'
import type { Who } from '../../filters/actions.ts'
import * as stored from '../../filters/queries.ts'
import { standingOfAccount, standingOfGuest } from '../../filters/queries.ts'
import { guestOfComment } from '../receipts/queries.ts'

/** The same of whoever wrote a comment that is there. */
export async function whoWrote(db: Db, comment: { id: number; account_id: number | null }): Promise<Who> {
  const { id, account_id: account } = comment
  if (account !== null)
    return {
      staff: ['moderator', 'admin'].includes((await stored.roleOf(db, account)) ?? ''),
      guest: false,
      standing: () => standingOfAccount(db, account),
      comment: id,
    }
  const guest = await guestOfComment(db, id)
  return {
    staff: false,
    guest: true,
    standing: async () => (guest === undefined ? 0 : standingOfGuest(db, guest)),
    comment: id,
  }
}
