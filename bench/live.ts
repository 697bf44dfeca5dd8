// npm run bench:live: many readers of one article while comments arrive: the server's memory, and the delay of events.

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, quantile } from '../src/quantiles.ts'
import { ask, freePort, pinMyself, pins, type Server, start } from './processes.ts'

const [READERS, COMMENTS, PER_SECOND, SLOW] = [2000, 1000, 50, 20]

type Memory = { rss: number; heapUsed: number; external: number; open: number }

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds))

/** Times at which each comment reached the readers, by its id. */
const heard = new Map<number, number[]>()
let events = 0

/** Opens a stream. @param reads false to stop reading after the first event */
async function reader(server: Server, reads: boolean): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1').setEncoding('latin1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(`GET /live/articles/1 HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`)
  const [first] = (await once(socket, 'data')) as [string]
  if (!first.startsWith('HTTP/1.1 200')) throw new Error(first)
  if (!reads) return socket.pause()
  let rest = ''
  return socket.on('data', (text: string) => {
    const now = performance.now()
    const whole = rest + text
    const end = whole.lastIndexOf('\n\n')
    rest = whole.slice(end + 1)
    for (const [, ids] of whole.slice(0, end + 1).matchAll(/"whole":false,"live":\[([\d,]+)\]/g)) {
      events += 1
      for (const id of ids!.split(',')) {
        const times = heard.get(Number(id))
        if (times) times.push(now)
        else heard.set(Number(id), [now])
      }
    }
  })
}

async function post(
  server: Server,
  cookie: string,
  i: number,
): Promise<{ id: number; sent: number; answered: number }> {
  const sent = performance.now()
  const answer = await fetch(`http://localhost:${server.port}/comments`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ article: '1', body: `The word of the moment is number ${i}.` }),
  })
  if (answer.status !== 303) throw new Error(`A comment was answered with ${answer.status}.`)
  return { id: Number(/\d+$/.exec(answer.headers.get('location')!)![0]), sent, answered: performance.now() }
}

async function remember(server: Server, title: string): Promise<Memory> {
  const memory = await ask<Memory>(server, 'memory')
  console.log(
    `${title.padEnd(44)} ${megabytes(memory.rss).padStart(7)} MB resident, ${megabytes(memory.heapUsed).padStart(6)} MB heap, ${memory.open} streams`,
  )
  return memory
}

const folder = mkdtempSync(join(tmpdir(), 'broadside-live-'))
try {
  pinMyself()
  const server = await start('Broadside', ['live'], {
    DATA_DIR: folder,
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'off',
  })
  console.log(pins ? 'Server on core 0, readers on core 1.\n' : 'Not pinned to cores: the figures are rougher.\n')
  // Warms up what is compiled and cached once.
  for (let i = 0; i < 100; i++) await post(server, server.cookie!, -1 - i)
  const before = await remember(server, 'before')
  const began = performance.now()
  const sockets: Socket[] = []
  for (let i = 0; i < READERS; i += 50)
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => reader(server, true)))))
  console.log(`${READERS} streams opened in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  const open = await remember(server, `with ${READERS} readers`)
  for (let i = 0; i < SLOW; i++) sockets.push(await reader(server, false))

  const cpu = (await ask<{ cpu: NodeJS.CpuUsage }>(server, 'cpu')).cpu
  const posts: ReturnType<typeof post>[] = []
  const starts = performance.now()
  for (let i = 0; i < COMMENTS; i++) {
    await pause(Math.max(0, starts + (i * 1000) / PER_SECOND - performance.now()))
    posts.push(post(server, server.cookie!, i))
    if (i === COMMENTS / 2) void remember(server, `after ${i} comments`)
  }
  const posted = await Promise.all(posts)
  const took = (performance.now() - starts) / 1000
  while (posted.some(({ id }) => (heard.get(id)?.length ?? 0) < READERS)) await pause(50)
  const used = (await ask<{ cpu: NodeJS.CpuUsage }>(server, 'cpu')).cpu
  const after = await remember(server, `after ${COMMENTS} comments in ${took.toFixed(0)} s`)
  for (const socket of sockets) socket.destroy()
  while ((await ask<Memory>(server, 'memory')).open > 0) await pause(50)
  const left = await remember(server, 'after all have left')

  const afterAnswer = posted.flatMap(({ id, answered }) => heard.get(id)!.map((time) => time - answered))
  const afterPress = posted.flatMap(({ id, sent }) => heard.get(id)!.map((time) => time - sent))
  const answers = posted.map(({ sent, answered }) => answered - sent)
  console.log(`
a stream takes                      ${((open.rss - before.rss) / READERS / 1024).toFixed(1)} KB resident (goal 12)
memory while comments arrive        ${megabytes(after.rss - open.rss)} MB more resident, ${megabytes(after.heapUsed - open.heapUsed)} MB heap
after they have left                ${megabytes(left.heapUsed - before.heapUsed)} MB heap beside before
a press of Post is answered after   ${median(answers).toFixed(0)} ms, 99 % ${quantile(answers, 0.99).toFixed(0)} ms
a reader gets the event after       ${median(afterPress).toFixed(0)} ms, 99 % ${quantile(afterPress, 0.99).toFixed(0)} ms, at most ${quantile(afterPress, 1).toFixed(0)} ms
a reader is told after the answer   ${median(afterAnswer).toFixed(0)} ms, 99 % ${quantile(afterAnswer, 0.99).toFixed(0)} ms
events                              ${Math.round(events / READERS)} to each reader, ${events} in all
server’s processor                  ${((used.user + used.system - cpu.user - cpu.system) / 10_000 / took).toFixed(0)} % of a core, posting included`)
  server.child.disconnect()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
