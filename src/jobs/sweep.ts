// Sweeps pictures for as long as the server runs: the unused ones every hour, what a crash has left once a day.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../deps.ts'
import { sweepFiles, sweepNotes, sweepUnused } from '../media/sweep-actions.ts'
import { HOUR } from '../time.ts'

const SWEEP_EVERY = HOUR
const FILES_EVERY = 24

export async function keepSweeping(deps: Deps, stopped: AbortSignal): Promise<void> {
  const enough = (): boolean => stopped.aborted
  for (let round = 0; !enough(); round++) {
    try {
      const unused = await sweepUnused(deps, enough)
      const left = round % FILES_EVERY === 0 ? (await sweepNotes(deps, enough)) + (await sweepFiles(deps, enough)) : 0
      if (unused + left > 0) deps.log.info({ unused, left }, 'pictures swept')
    } catch (error) {
      deps.log.warn({ err: error }, 'pictures not swept')
    }
    await sleep(SWEEP_EVERY, undefined, { signal: stopped, ref: false }).catch(() => undefined)
  }
}
