// Finds a submission for its writer: a member by the account, a guest by the receipt.
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { rowId } from '../../faults.ts'
import { urls } from '../../urls.ts'
import type { Proof } from './actions.ts'
import { receiptNamed } from './claim-actions.ts'
import { type OutcomeRow, outcomeById } from './queries.ts'

/** A submission as its writer has come to it. */
export type Place = {
  row: OutcomeRow
  proof: Proof
  here: string
  /** A guest's receipt, with the nic of the account that has claimed the article; null for members. */
  receipt: { token: string; claimedBy: string | null } | null
}

export type ByAddress = { Params: { id?: string; token?: string }; Querystring: { done?: unknown } }

/** @throws AppError `missing` for everybody but the writer */
export async function findPlace(deps: Deps, { params, viewer }: FastifyRequest<ByAddress>): Promise<Place> {
  if (params.token !== undefined) return placeOfReceipt(deps, params.token)
  const id = rowId(params.id)
  const row = id === null || viewer === null ? undefined : await outcomeById(deps.db, id)
  if (row === undefined || viewer === null || row.account_id !== viewer.id) throw missing()
  return { row, proof: { account: viewer.id }, here: urls.submission(row.id), receipt: null }
}

async function placeOfReceipt(deps: Deps, token: string): Promise<Place> {
  const receipt = await receiptNamed(deps.db, token)
  const row = await outcomeById(deps.db, receipt.article_id)
  if (row === undefined) throw missing()
  return {
    row,
    proof: { receipt: row.id },
    here: urls.articleReceipt(token),
    receipt: { token, claimedBy: receipt.claimed_nic },
  }
}

/** The same for a change: a receipt no longer proves anything once an account has claimed the article. */
export async function findOwnPlace(deps: Deps, request: FastifyRequest<ByAddress>): Promise<Place> {
  const place = await findPlace(deps, request)
  if (place.receipt !== null && place.row.account_id !== null)
    throw missing('An account has claimed this article. Only that account can change or withdraw it.', [
      { href: place.here, text: 'Your receipt' },
    ])
  return place
}
