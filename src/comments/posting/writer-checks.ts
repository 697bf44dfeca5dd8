// Finds the data of a comment's writer that filters need.
import type { Db } from '../../db/open.ts'
import type { FilterWriter } from '../../filters/actions.ts'
import { countLiveOfAccount, countLiveOfGuest, roleOf } from '../../filters/queries.ts'
import { guestOfComment } from '../receipts/queries.ts'

export async function writerOfComment(
  db: Db,
  comment: { id: number; account_id: number | null },
): Promise<FilterWriter> {
  const { id, account_id: account } = comment
  if (account !== null)
    return {
      staff: ['moderator', 'admin'].includes((await roleOf(db, account)) ?? ''),
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
