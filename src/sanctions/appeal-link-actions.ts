// Creates appeal links, by which somebody banned reads about the ban without signing in.

import type { Tx } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { tokenHash } from '../random.ts'
import { APPEAL_LINK_MS } from '../settings.ts'
import { insertAppealLink } from './queries.ts'

/** Creates an appeal link. @returns its token, of which only the hash is stored */
export async function createAppealLink(
  deps: Pick<Deps, 'random'>,
  db: Tx,
  of: { account: number } | { appeal: number },
  now: number,
): Promise<string> {
  const token = deps.random.token()
  await insertAppealLink(db, {
    token_hash: tokenHash(token),
    account_id: 'account' in of ? of.account : null,
    appeal_id: 'appeal' in of ? of.appeal : null,
    created_at: now,
    expires_at: now + APPEAL_LINK_MS,
  })
  return token
}
