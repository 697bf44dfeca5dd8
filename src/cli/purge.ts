// broadside purge: throws away what is not needed any more, now; the server does it once a day.

import { purge } from '../moderation/purges/actions.ts'
import { purgeSummary } from '../moderation/purges/pages.ts'
import type { CommandIo } from './io.ts'
import { withDeps } from './with-deps.ts'

export async function runPurge(io: CommandIo): Promise<void> {
  await withDeps(
    io,
    async (deps) => {
      let cutOff = false
      const stop = (): void => {
        cutOff = true
      }
      io.signals.once('SIGINT', stop)
      io.signals.once('SIGTERM', stop)
      const { ended, ...done } = await purge(deps, () => cutOff)
      io.print(`Deleted: ${purgeSummary(done)}.`)
      if (!ended) {
        io.warn('Stopped before the end. Run it again to go on.')
        io.exitCode = 1
      }
    },
    true,
  )
}
