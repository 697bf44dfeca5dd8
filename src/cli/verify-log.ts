// broadside verify-log: follows the chain of the public log and names the first entry that does not hold.
import { chainVerifier } from '../moderation/log.ts'
import { logAfter } from '../moderation/queries.ts'
import { count } from '../web/format.ts'
import { withDeps } from './with-deps.ts'

export async function verifyLog(): Promise<void> {
  await withDeps(async (deps) => {
    const chain = chainVerifier()
    for (let after = 0; ; ) {
      const entries = await logAfter(deps.db, after, 1000)
      if (entries.length === 0) break
      for (const entry of entries) {
        const fault = chain.next(entry)
        if (fault !== null) {
          console.error(`The log does not hold: entry ${fault.id}: ${fault.fault}.`)
          process.exitCode = 1
          return
        }
      }
      after = entries[entries.length - 1]!.id
    }
    console.log(`The log holds: ${count(chain.length(), 'entry', 'entries')}, the last with hash ${chain.head()}.`)
  }, true)
}
