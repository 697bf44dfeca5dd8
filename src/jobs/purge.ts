// Purges for as long as the server runs: once a day, whoever's process it is that finds it due.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../deps.ts'
import { isPurgeDue, purge } from '../moderation/purges/actions.ts'
import { HOUR } from '../time.ts'

const LOOK_EVERY = HOUR

export async function keepPurging(deps: Deps, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      if (await isPurgeDue(deps)) deps.log.info(await purge(deps, () => stopped.aborted), 'purged')
    } catch (error) {
      deps.log.warn({ err: error }, 'not purged')
    }
    await sleep(LOOK_EVERY, undefined, { signal: stopped, ref: false }).catch(() => undefined)
  }
}
