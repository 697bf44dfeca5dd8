// broadside purge: throws away what is not needed any more, now; the server does it once a day.

import { purge } from '../moderation/purges/actions.ts'
import { purgeWords } from '../moderation/purges/pages.ts'
import { withDeps } from './with-deps.ts'

export async function runPurge(): Promise<void> {
  await withDeps(async (deps) => {
    let cutOff = false
    const stop = (): void => void (cutOff = true)
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    const { ended, ...done } = await purge(deps, () => cutOff)
    console.log(`Thrown away: ${purgeWords(done)}.`)
    if (!ended) {
      console.error('It was cut off; the next run goes on from there.')
      process.exitCode = 1
    }
  }, true)
}
