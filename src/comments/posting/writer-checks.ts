// Who wrote a comment, as far as filters ask.

import type { Db } from '../../db/open.ts'
import type { FilterWriter } from '../../filters/actions.ts'
import * as stored from '../../filters/queries.ts'
import { countLiveOfAccount, countLiveOfGuest } from '../../filters/queries.ts'
import { guestOfComment } from '../receipts/queries.ts'

/** The same of whoever wrote a comment that is there. */
export async function whoWrote(db: Db, comment: { id: number; account_id: number | null }): Promise<FilterWriter> {
  const { id, account_id: account } = comment
  if (account !== null)
    return {
      staff: ['moderator', 'admin'].includes((await stored.roleOf(db, account)) ?? ''),
      guest: false,
      liveComments: () => countLiveOfAccount(db, account),
      comment: id,
    }
  const guest = await guestOfComment(db, id)
  return {
    staff: false,
    guest: true,
    liveComments: async () => (guest === undefined ? 0 : countLiveOfGuest(db, guest)),
    comment: id,
  }
}
