// The server as a process: how it starts, who may start it twice, and how it stops.

import { once } from 'node:events'
import { statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { broadside, broadsideProcess, dataDir, followThread, loadThread, type Server, serve } from './processes.ts'

const soon = { interval: 20, timeout: 30_000 }
const link = (server: Server): string =>
  /^Create the first admin at http:\/\/localhost:\d+(\/accounts\/first-admin\/[\w-]{43})$/m.exec(server.said())?.[1] ??
  ''

test('on an empty folder serve migrates, loads the demo edition, prints its address and the link of the first admin, and answers', async () => {
  const dir = join(dataDir(false), 'deep', 'below')
  const server = await serve(dir, { DEMO: 'on' })
  // What is made is its owner's alone.
  expect([dir, join(dir, 'broadside.sqlite')].map((path) => statSync(path).mode & 0o077)).toEqual([0, 0])
  expect(server.said()).toMatch(
    /^Migrated: 0001_accounts(, \w+)*\.\nLoaded the demo edition: \d+ articles, \d+ comments, \d+ submissions at the desk\. DEMO=off starts empty\.\nBroadside is at http:\/\/localhost:\d+\n/,
  )
  const front = await server.get('/')
  expect(front.status).toBe(200)
  const article = /href="(\/articles\/[^"#]+)"/.exec(front.body)![1]!
  expect((await server.get(article)).status).toBe(200)

  await expect.poll(() => link(server), soon).not.toBe('')
  expect((await server.get(link(server))).status).toBe(303)
  const made = await server.post(link(server), {
    nic: 'Skipper',
    email: 'skipper@example.org',
    password: 'three gulls on a post',
  })
  expect(made.status).toBe(303)
  expect((await server.get(link(server))).status).toBe(404)
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })

  const again = await serve(dir, { DEMO: 'on' })
  expect((await again.get(article)).status).toBe(200)
  expect((await again.get('/people/Skipper')).status).toBe(200)
  expect(await again.end('SIGINT')).toEqual({ code: 0, signal: null })
  expect(again.said()).toBe(`Broadside is at http://localhost:${again.port}\n`)
})

test('DEMO=off starts empty; a second server on the same folder refuses and names the first, and nobody takes its tables away', async () => {
  const dir = dataDir(false)
  const server = await serve(dir)
  expect(server.said()).not.toContain('demo edition')
  expect((await server.get('/')).body).toContain('The first edition is still to come')
  const second = await broadside(dir, ['serve'], {
    env: { PORT: String(server.port === 65535 ? 1025 : server.port + 1) },
  })
  expect(second).toEqual({
    code: 1,
    out: '',
    err: `broadside: Another Broadside is serving ${dir} (process ${server.child.pid}). Stop it first, or set DATA_DIR to another folder.\n`,
  })
  const down = await broadside(dir, ['migrate', '--down'])
  expect(down).toEqual({ code: 1, out: '', err: second.err })
  expect((await server.get('/sections')).status).toBe(200)
  const elsewhere = await broadsideProcess(dataDir(), ['serve'], { env: { PORT: String(server.port) } })
  expect(elsewhere).toEqual({
    code: 1,
    out: '',
    err: 'broadside: another program uses that port. Set PORT to another one.\n',
  })
  expect((await server.end('SIGTERM')).code).toBe(0)
})

test('SIGTERM takes no new request, ends open streams with the time to come back, answers what is under way, and ends with 0', async () => {
  const dir = dataDir()
  const article = await loadThread(dir)
  const server = await serve(dir)
  const streams = await Promise.all(Array.from({ length: 20 }, () => followThread(server, article)))
  const streamsEnded = streams.map(({ answer }) => once(answer, 'end'))
  const socket = connect(server.port, '127.0.0.1')
  let heard = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk
  })
  socket.write(
    `POST /theme HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\ntheme`,
  )
  await expect.poll(() => heard, soon).toContain('100 Continue')
  const end = server.end('SIGTERM')
  const refused = (): Promise<boolean> =>
    new Promise((resolve) => {
      const other = connect(server.port, '127.0.0.1', () => {
        other.destroy()
        resolve(false)
      })
      other.on('error', () => resolve(true))
    })
  await expect.poll(refused, soon).toBe(true)
  await Promise.all(streamsEnded)
  for (const { said } of streams) expect(said()).toMatch(/\n\nretry: [2-5]\d{3}\n\n$/)
  expect(server.child.exitCode).toBe(null)
  socket.write('=dark')
  await once(socket, 'close')
  expect(heard).toMatch(/HTTP\/1\.1 303 See Other\r\n/)
  expect(heard).toMatch(/set-cookie: bs_theme=dark/i)
  expect(await end).toEqual({ code: 0, signal: null })
})

test('a server that npm has started ends when npm is ended, and lets go of its folder', async () => {
  const dir = dataDir()
  const server = await serve(dir, { npm_lifecycle_event: 'start' })
  expect((await server.get('/')).status).toBe(200)
  await server.end('SIGKILL')
  await expect
    .poll(
      () =>
        server.get('/').then(
          ({ status }) => status,
          () => 'nobody answers',
        ),
      soon,
    )
    .toBe('nobody answers')
  await expect.poll(async () => (await broadside(dir, ['migrate', '--down'])).code, soon).toBe(0)
})
