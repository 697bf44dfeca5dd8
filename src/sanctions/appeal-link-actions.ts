// Makes the address under which somebody who cannot sign in reads of a ban.

import type { Tx } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { tokenHash } from '../random.ts'
import { APPEAL_LINK_LIFE } from '../settings.ts'
import { insertLink } from './queries.ts'

/** Makes the address under which somebody reads of a ban, and appeals. @returns its token, kept nowhere */
export async function linkToBan(
  deps: Pick<Deps, 'random'>,
  db: Tx,
  of: { account: number } | { appeal: number },
  now: number,
): Promise<string> {
  const token = deps.random.token()
  await insertLink(db, {
    token_hash: tokenHash(token),
    account_id: 'account' in of ? of.account : null,
    appeal_id: 'appeal' in of ? of.appeal : null,
    created_at: now,
    expires_at: now + APPEAL_LINK_LIFE,
  })
  return token
}
