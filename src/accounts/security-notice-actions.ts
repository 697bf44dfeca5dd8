// Tells a member by e-mail that something important about the account has changed.
import type { Tx } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { dateAndTime } from '../format.ts'
import { queueMail } from '../mail/actions.ts'
import { isMailable } from '../mail/address.ts'
import { urls } from '../urls.ts'
import { securityAddress } from './queries.ts'
import { type SecurityNotice, securityLetter } from './security-letters.ts'
import type { Origin } from './sessions/origin.ts'

/**
 * Queues the e-mail in the transaction of the change. It goes to the confirmed address whatever else the member wants by
 * e-mail; an account without one gets none.
 * @param detail what the sentence of this kind needs beside the nic
 */
export async function mailSecurityNotice(
  deps: Pick<Deps, 'config' | 'random' | 'settings'>,
  db: Tx,
  accountId: number,
  kind: SecurityNotice,
  origin: Origin,
  now: number,
  detail = '',
): Promise<void> {
  const member = await securityAddress(db, accountId)
  if (member?.email == null || !isMailable(member.email)) return
  const { siteName, timeZone } = deps.settings()
  const time = `${dateAndTime(now, timeZone)} (${timeZone})`
  await queueMail(
    db,
    {
      key: `${kind}:${deps.random.token()}`,
      kind,
      to: { account: accountId },
      recipient: member.email,
      letter: securityLetter(
        { kind, nic: member.nic, detail, siteName, origin, time },
        `${deps.config.baseUrl}${urls.forgottenPassword}`,
      ),
    },
    now,
  )
}
