// npm run bench:changes: pages a second while another thread changes fifty times a second, beside pages a second without.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { COMMENTS } from './article.ts'
import { freePort, pinMyself, type Server, start } from './processes.ts'

const SECONDS = 6
const CHANGES_PER_SECOND = 50
const CONNECTIONS = 16

type Changes = { stored: number; stop: () => void }

/** Recommends a comment of the other thread, and takes that back, at a steady pace. */
function change(server: Server): Changes {
  const changes: Changes = { stored: 0, stop: () => clearInterval(timer) }
  const began = performance.now()
  let sent = 0
  const send = async (action: string): Promise<void> => {
    const answer = await fetch(new URL(`/comments/${COMMENTS + 1}/recommendations`, server.url), {
      method: 'POST',
      body: new URLSearchParams({ action }),
      headers: { cookie: server.cookie ?? '', 'sec-fetch-site': 'same-origin' },
      redirect: 'manual',
    })
    await answer.arrayBuffer()
    if (answer.status === 303) changes.stored += 1
  }
  const timer = setInterval(() => {
    for (; sent < ((performance.now() - began) / 1000) * CHANGES_PER_SECOND; sent++)
      void send(sent % 2 === 0 ? 'give' : 'take').catch(() => undefined)
  }, 5)
  return changes
}

/** wrk takes less of the processor than autocannon, which is the fallback. */
const wrk = spawnSync('wrk', ['--version']).error === undefined

type Pages = { each: number; p99: string }

/** Pages a second, and the 99th percentile of the answers' times. */
async function pagesPerSecond(url: string, theme: 'light' | 'dark'): Promise<Pages> {
  const headers = { 'accept-encoding': 'gzip', cookie: `bs_theme=${theme}` }
  if (!wrk) {
    const { '2xx': good, latency } = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers })
    return { each: Math.round(good / SECONDS), p99: `${latency.p99} ms` }
  }
  const child = spawn(
    'wrk',
    [
      '-t1',
      `-c${CONNECTIONS}`,
      `-d${SECONDS}s`,
      '--latency',
      ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
      url,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const said = Buffer.concat((await child.stdout.toArray()) as Buffer[]).toString()
  return {
    each: Math.round(Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1])),
    p99: /99%\s+(\S+)/.exec(said)?.[1] ?? '',
  }
}

const folder = mkdtempSync(join(tmpdir(), 'broadside-bench-'))
try {
  pinMyself()
  const server = await start('Broadside', ['live'], {
    DATA_DIR: folder,
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'off',
  })
  for (const url of [server.url, new URL('/', server.url).href]) {
    await pagesPerSecond(url, 'light')
    const alone = await pagesPerSecond(url, 'light')
    const changes = change(server)
    // A page that has not been made yet: one in the cache would stay there.
    const beside = await pagesPerSecond(url, 'dark')
    changes.stop()
    console.log(
      `${new URL(url).pathname}: ${alone.each} pages/s alone (p99 ${alone.p99}), ${beside.each} beside ${Math.round(changes.stored / SECONDS)} changes/s (p99 ${beside.p99})`,
    )
  }
  server.child.disconnect()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
