// Runs the table of jobs, each in a loop of its own, until the server stops.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, JobContext } from './jobs.ts'

export type RunningJobs = {
  /** Ends the waiting, so that no job starts again. */
  stop: () => void
  /** Waits for runs that have begun, then runs the jobs that belong to a stop. */
  finish: () => Promise<void>
}

/** @param context without `stopped`, which follows from `stop` */
export function runJobs(jobs: readonly Job[], context: Omit<JobContext, 'stopped'>): RunningJobs {
  const stopping = new AbortController()
  const whole: JobContext = { ...context, stopped: () => stopping.signal.aborted }
  const running = jobs.map((job) => ({ job, ended: runJob(job, whole, stopping.signal) }))
  return {
    stop: () => stopping.abort(),
    finish: async () => {
      await Promise.all(
        running.map(({ job, ended }) =>
          job.stopWithin === undefined ? ended : Promise.race([ended, sleep(job.stopWithin)]),
        ),
      )
      for (const job of jobs) if (job.atStop) await attempt(job, whole)
    },
  }
}

async function runJob(job: Job, context: JobContext, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const outcome = await attempt(job, context)
    if (outcome === 'more') continue
    if (job.every === 'once' && outcome === 'done') return
    const pause = outcome === 'failed' ? (job.retry ?? job.every) : job.every
    await sleep(Number(pause), undefined, { signal: stopping, ref: false }).catch(() => undefined)
  }
}

async function attempt(job: Job, context: JobContext): Promise<'done' | 'more' | 'failed'> {
  try {
    return (await job.work(context)) ? 'more' : 'done'
  } catch (error) {
    context.deps.log.warn({ err: error, job: job.name }, 'job failed')
    return 'failed'
  }
}
