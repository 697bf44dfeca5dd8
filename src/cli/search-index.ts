// broadside index: fills the index of the search with what it lacks, or makes it anew; can be stopped and repeated.
import { SingleBar } from 'cli-progress'
import { fillIndex, forgetIndex } from '../search/actions.ts'
import { withDeps } from './with-deps.ts'

export async function makeIndex(options: { again?: boolean }): Promise<void> {
  await withDeps(async (deps) => {
    if (options.again) await forgetIndex(deps)
    let stopped = false
    const stop = (): void => void (stopped = true)
    process.once('SIGINT', stop)
    const bar = process.stderr.isTTY
      ? new SingleBar({ format: 'index {bar} {value}/{total}', stream: process.stderr })
      : null
    bar?.start(1, 0)
    const whole = await fillIndex(deps, {
      rows: 500,
      pause: 0,
      stopped: () => stopped,
      progress: (done, of) => {
        bar?.setTotal(of)
        bar?.update(done)
      },
    })
    bar?.stop()
    process.removeListener('SIGINT', stop)
    console.log(
      whole
        ? 'The index of the search is whole.'
        : 'Stopped. Run it again to go on, or start the server, which goes on by itself.',
    )
    if (!whole) process.exitCode = 130
  }, true)
}
