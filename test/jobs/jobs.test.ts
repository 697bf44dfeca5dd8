// Jobs run in loops of their own until the server stops.
import { expect, test } from 'vitest'
import { type Job, type JobContext, jobs } from '../../src/jobs/jobs.ts'
import { runJobs } from '../../src/jobs/run.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import { openSite } from '../support/site.ts'

const contextOf = async (): Promise<Omit<JobContext, 'stopped'>> => {
  const { deps } = await openSite()
  return { deps, post: openMailer(deps.config) }
}

/** A job that hands out a promise of its n-th run. */
function counted(over: Partial<Job> = {}, results: (boolean | Error)[] = []) {
  let runs = 0
  const waiting = new Map<number, () => void>()
  const job: Job = {
    name: 'counted',
    every: 3_600_000,
    work: async () => {
      const result = results[runs] ?? false
      runs += 1
      waiting.get(runs)?.()
      if (result instanceof Error) throw result
      return result
    },
    ...over,
  }
  return { job, runs: () => runs, run: (n: number) => new Promise<void>((resolve) => waiting.set(n, resolve)) }
}

test('every job has a name of its own and says how often it runs', () => {
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length)
  expect(jobs.filter(({ every }) => every !== 'once' && every <= 0)).toEqual([])
})

test('a job that has more to do runs again at once', async () => {
  const one = counted({}, [true, true, false])
  const third = one.run(3)
  const running = runJobs([one.job], await contextOf())
  await third
  running.stop()
  await running.finish()
  expect(one.runs()).toBe(3)
})

test('a failed run is repeated after its own pause, and one that is to succeed once ends then', async () => {
  const one = counted({ every: 'once', retry: 1 }, [new Error('The file is held.')])
  const second = one.run(2)
  const running = runJobs([one.job], await contextOf())
  await second
  await running.finish()
  expect(one.runs()).toBe(2)
})

test('a stop ends the waiting, and runs the jobs that belong to it once more', async () => {
  const [last, other] = [counted({ atStop: true }), counted()]
  const begun = Promise.all([last.run(1), other.run(1)])
  const running = runJobs([last.job, other.job], await contextOf())
  await begun
  running.stop()
  await running.finish()
  expect([last.runs(), other.runs()]).toEqual([2, 1])
})
