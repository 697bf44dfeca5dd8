// broadside verify-log: verifies the chains of the public and the private log and names the first broken entry.
import { chainVerifier, entriesAfter, type LogTable } from '../db/log-chain.ts'
import type { Deps } from '../deps.ts'
import { count } from '../format.ts'
import type { CommandIo } from './io.ts'
import { withDeps } from './with-deps.ts'

/** Verifies one chain. @returns its length and last hash, or its fault in a sentence */
async function verifyChain(
  { db }: Pick<Deps, 'db'>,
  table: LogTable,
): Promise<{ length: number; head: string } | string> {
  const chain = chainVerifier(table)
  for (let after = 0; ; ) {
    const entries = await entriesAfter(db, table, after, 1000)
    if (entries.length === 0) {
      const fault = chain.end()
      return fault === null ? { length: chain.length(), head: chain.head() } : `entry ${fault.id}: ${fault.fault}.`
    }
    for (const entry of entries) {
      const fault = chain.next(entry)
      if (fault !== null) return `entry ${fault.id}: ${fault.fault}.`
    }
    after = entries[entries.length - 1]!.id
  }
}

export async function verifyLog(io: CommandIo): Promise<void> {
  await withDeps(
    io,
    async (deps) => {
      const logs = [
        ['The log', await verifyChain(deps, 'log_entries'), 0],
        ['The private log', await verifyChain(deps, 'private_log_entries'), 1],
      ] as const
      for (const [name, found, least] of logs) {
        if (typeof found === 'string') {
          io.warn(`${name} fails the check: ${found}`)
          io.exitCode = 1
          return
        }
        if (found.length >= least)
          io.print(`${name} is intact: ${count(found.length, 'entry', 'entries')}, the last with hash ${found.head}.`)
      }
    },
    true,
  )
}
