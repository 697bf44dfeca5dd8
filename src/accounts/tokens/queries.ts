// Rows of tokens.
import type { Db, Tx } from '../../db/open.ts'

/** What a token is for. */
export type TokenKind = 'feed'

export const tokensOf = (db: Db, accountId: number) =>
  db
    .selectFrom('tokens')
    .select(['id', 'name', 'prefix', 'created_at', 'last_used_day'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()

export type TokenRow = Awaited<ReturnType<typeof tokensOf>>[number]

export const tokenByHash = (db: Db, kind: TokenKind, hash: string) =>
  db
    .selectFrom('tokens as t')
    .innerJoin('accounts as p', 'p.id', 't.account_id')
    .select(['t.id as token', 't.last_used_day', 't.created_at as made_at', 'p.id', 'p.nic', 'p.created_at'])
    .where('t.kind', '=', kind)
    .where('t.token_hash', '=', hash)
    .executeTakeFirst()

/** @returns false if the account has a token of that name */
export const insertToken = async (
  db: Tx,
  token: {
    account_id: number
    kind: TokenKind
    name: string
    prefix: string
    token_hash: string
    created_at: number
  },
): Promise<boolean> =>
  (await db
    .insertInto('tokens')
    .values({ ...token, last_used_day: null })
    .onConflict((on) => on.columns(['account_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()) !== undefined

export const deleteToken = (db: Tx, accountId: number, id: number) =>
  db.deleteFrom('tokens').where('account_id', '=', accountId).where('id', '=', id).execute()

/** Deletes every token of an account, those too that a stranger has made in a stolen session. */
export const deleteTokensOf = (db: Tx, accountId: number) =>
  db.deleteFrom('tokens').where('account_id', '=', accountId).execute()

export const setLastUsed = (db: Tx, id: number, day: string) =>
  db.updateTable('tokens').set({ last_used_day: day }).where('id', '=', id).execute()
