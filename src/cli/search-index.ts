// broadside index: adds missing rows to the search index, or rebuilds it; can be stopped and repeated.
import { SingleBar } from 'cli-progress'
import { clearIndex, fillIndex } from '../search/actions.ts'
import type { CommandIo } from './io.ts'
import { withDeps } from './with-deps.ts'

export async function makeIndex(io: CommandIo, options: { again?: boolean }): Promise<void> {
  await withDeps(
    io,
    async (deps) => {
      if (options.again) await clearIndex(deps)
      let stopped = false
      const stop = (): void => {
        stopped = true
      }
      io.signals.once('SIGINT', stop)
      const bar = io.terminal ? new SingleBar({ format: 'index {bar} {value}/{total}', stream: io.terminal }) : null
      bar?.start(1, 0)
      const whole = await fillIndex(deps, {
        rows: 500,
        pause: 0,
        isStopped: () => stopped,
        progress: (done, of) => {
          bar?.setTotal(of)
          bar?.update(done)
        },
      })
      bar?.stop()
      io.signals.removeListener('SIGINT', stop)
      io.print(
        whole
          ? 'The search index is complete.'
          : 'Stopped. Run it again to go on, or start the server, which goes on as well.',
      )
      if (!whole) io.exitCode = 130
    },
    true,
  )
}
