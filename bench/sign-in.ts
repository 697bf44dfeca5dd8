// npm run bench:sign-in: how long signing in takes with a known and an unknown name, and what pages take while 200 people sign in at once.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { median, quantile } from '../src/quantiles.ts'
import { freePort, pinMyself, type Server, start } from './processes.ts'

const TRIES = 200
const AT_ONCE = 200
const PAUSE_MS = 20

const folder = mkdtempSync(join(tmpdir(), 'broadside-bench-'))
pinMyself()
const port = await freePort()
const server = await start('broadside', ['sign-in'], {
  DATA_DIR: folder,
  PORT: String(port),
  BASE_URL: `http://127.0.0.1:${port}`,
  LOG_LEVEL: 'error',
  RATE_LIMITS: 'off',
})
const origin = `http://127.0.0.1:${server.port}`

async function post(path: string, fields: Record<string, string>): Promise<{ status: number; took: number }> {
  const began = performance.now()
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  await answer.arrayBuffer()
  return { status: answer.status, took: performance.now() - began }
}

async function get(path: string, cookie = ''): Promise<number> {
  const began = performance.now()
  const answer = await fetch(`${origin}${path}`, { headers: cookie === '' ? {} : { cookie } })
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`)
  return performance.now() - began
}

const ms = (value: number): string => `${value.toFixed(1)} ms`
const differ = (a: number, b: number): string => `${((100 * Math.abs(a - b)) / Math.min(a, b)).toFixed(1)} %`

/** Times two kinds of request in turn, in an order that changes. @returns the two medians */
async function inTurn(kinds: [() => Promise<number>, () => Promise<number>]): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let i = -10; i < TRIES; i++)
    for (const at of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const took = await kinds[at]()
      if (i >= 0) times[at].push(took)
    }
  return [median(times[0]), median(times[1])]
}

const wrong = (nic: string) => async (): Promise<number> =>
  (await post('/accounts/login', { nic, password: 'a wrong guess' })).took
const forgot = (email: string) => async (): Promise<number> => (await post('/accounts/password/forgot', { email })).took

/** What pages take until all of some work has been answered. */
async function pagesDuring(work: Promise<unknown>): Promise<{ cached: number[]; made: number[] }> {
  let over = false
  const done = work.then(() => {
    over = true
  })
  const cached: number[] = []
  const made: number[] = []
  while (!over) {
    cached.push(await get('/'))
    made.push(await get('/accounts/register'))
    made.push(await get('/', server.cookie))
    await wait(PAUSE_MS)
  }
  await done
  return { cached, made }
}

const line = (what: string, times: number[]): string =>
  `${what}: median ${ms(median(times))}, 95 % ${ms(quantile(times, 0.95))}, longest ${ms(Math.max(...times))} (${times.length})`

try {
  const [known, unknown] = await inTurn([wrong('Bench member'), wrong('Nobody at all')])
  console.log(
    `Sign-in, wrong password: known name ${ms(known)}, unknown name ${ms(unknown)}, apart ${differ(known, unknown)}`,
  )
  const [banned, other] = await inTurn([wrong('Bench banned'), wrong('Nobody at all')])
  console.log(
    `Sign-in, wrong password: banned name ${ms(banned)}, unknown name ${ms(other)}, apart ${differ(banned, other)}`,
  )
  const [owned, nobody] = await inTurn([forgot('bench@mail.example'), forgot('nobody@mail.example')])
  console.log(
    `Forgotten password: known address ${ms(owned)}, unknown address ${ms(nobody)}, apart ${differ(owned, nobody)}`,
  )
  await get('/')
  const calm = await pagesDuring(wait(3000))
  console.log(line('Pages in the cache, nobody signs in', calm.cached))
  console.log(line('Other pages, nobody signs in', calm.made))
  const answers: { status: number; took: number }[] = []
  const crowd = Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      answers.push(await post('/accounts/login', { nic: 'Bench member', password: 'bench rope and tar' }))
    }),
  )
  const busy = await pagesDuring(crowd)
  console.log(line(`Pages in the cache, ${AT_ONCE} sign in at once`, busy.cached))
  console.log(line(`Other pages, ${AT_ONCE} sign in at once`, busy.made))
  const by = (status: number) => answers.filter((answer) => answer.status === status)
  console.log(
    `Sign-ins: ${by(303).length} done, ${by(503).length} asked to try again; ${line(
      'done',
      by(303).map(({ took }) => took),
    )}`,
  )
} finally {
  ;(server as Server).child.kill()
  rmSync(folder, { recursive: true, force: true })
}
