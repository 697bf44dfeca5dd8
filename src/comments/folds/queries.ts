// Which comments a member has folded or opened by hand.
import type { Tx } from '../../db/open.ts'
import type { FoldState } from './form.ts'

export const setFold = (db: Tx, accountId: number, commentId: number, state: FoldState, at: number) =>
  db
    .insertInto('folds')
    .values({ account_id: accountId, comment_id: commentId, state, changed_at: at })
    .onConflict((on) => on.columns(['account_id', 'comment_id']).doUpdateSet({ state, changed_at: at }))
    .execute()
